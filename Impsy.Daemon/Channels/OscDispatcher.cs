using Impsy.Daemon.Engine;
using Impsy.Daemon.Lifecycle;
using Impsy.Daemon.Models;
using Impsy.Daemon.Timing;
using Impsy.Hardware.Net;
using Impsy.Hardware.Osc;

namespace Impsy.Daemon.Channels;

/// <summary>
/// Turns OSC packets into inputs and commands. Whatever a packet holds, it is taken or counted, and never ends
/// anything. One input thread; allocates nothing but for a model's name.
/// </summary>
/// <param name="controls">Numbers in an /interface message: D-1.</param>
/// <param name="models">Takes /impsy/model.</param>
/// <param name="status">Answers /impsy/status.</param>
internal sealed class OscDispatcher(
    int controls, InputQueue inputs, CommandQueue commands, ModelLoader models, InstrumentStatus status)
{
    private static ReadOnlySpan<byte> Interface => "/interface"u8;

    private readonly byte[] _reply = new byte[512];
    private long _messages;

    public RefusalCounters Refused { get; } = new();

    /// <summary>Messages taken.</summary>
    public long Messages => Volatile.Read(ref _messages);

    /// <param name="packet">A message or a bundle; a bundle's messages are taken in its order, at once.</param>
    /// <param name="stamp">Monotonic nanoseconds at which it arrived.</param>
    /// <param name="sender">Whom to answer.</param>
    /// <param name="port">Where it arrived, and whence it is answered.</param>
    public void Dispatch(ReadOnlySpan<byte> packet, long stamp, in UdpAddress sender, UdpReceiver port)
    {
        OscBundleReader bundle = new(packet);
        while (bundle.TryNext(out OscReader message, out OscError error))
        {
            // Old senders leave the type tags out where there is no argument: /impsy/reset is clear enough.
            OscRefusal? refusal = error is OscError.None or OscError.MissingTypeTags ? Take(ref message, stamp, sender, port) : Name(error);
            if (refusal is { } kind)
                Refused.Count(kind);
            else
                Volatile.Write(ref _messages, _messages + 1);
        }
    }

    private OscRefusal? Take(ref OscReader message, long stamp, in UdpAddress sender, UdpReceiver port)
    {
        if (message.Address.SequenceEqual(Interface) || OscPattern.Matches(message.Address, Interface))
            return TakeInput(ref message, stamp);
        if (OscPattern.Matches(message.Address, "/impsy/mode"u8))
            return TakeMode(ref message);
        if (OscPattern.Matches(message.Address, "/impsy/reset"u8))
            return Send(new EngineCommand(CommandKind.Reset));
        if (OscPattern.Matches(message.Address, "/impsy/pause"u8))
            return message.TryReadBool(out bool pause) == OscError.None
                ? Send(new EngineCommand(CommandKind.Pause, pause ? 1 : 0))
                : OscRefusal.BadArgument;
        if (OscPattern.Matches(message.Address, "/impsy/sigmatemp"u8))
            return TakeNumber(ref message, CommandKind.SigmaTemperature);
        if (OscPattern.Matches(message.Address, "/impsy/pitemp"u8))
            return TakeNumber(ref message, CommandKind.PiTemperature);
        if (OscPattern.Matches(message.Address, "/impsy/timescale"u8))
            return TakeNumber(ref message, CommandKind.Timescale);
        if (OscPattern.Matches(message.Address, "/impsy/threshold"u8))
            return TakeNumber(ref message, CommandKind.Threshold);
        if (OscPattern.Matches(message.Address, "/impsy/model"u8))
            return TakeModel(ref message);
        if (OscPattern.Matches(message.Address, "/impsy/status"u8))
            return Answer(sender, port);
        return OscRefusal.UnknownAddress;
    }

    private OscRefusal? TakeInput(ref OscReader message, long stamp)
    {
        if (message.ArgumentCount != controls)
            return OscRefusal.WrongLength;
        Span<float> values = stackalloc float[ControlValues.Capacity];
        OscError error = message.TryReadFloats(values[..controls], out _);
        if (error != OscError.None)
            return Name(error);
        inputs.Write(PlayerInput.Whole(stamp, values[..controls]));
        return null;
    }

    private OscRefusal? TakeMode(ref OscReader message)
    {
        if (message.TryReadString(out ReadOnlySpan<byte> name) != OscError.None
            || !InteractionModeText.TryParse(name, out InteractionMode mode))
        {
            return OscRefusal.BadArgument;
        }
        return Send(new EngineCommand(CommandKind.Mode, Mode: mode));
    }

    private OscRefusal? TakeNumber(ref OscReader message, CommandKind kind)
    {
        if (message.TryReadFloat(out float value) != OscError.None)
            return OscRefusal.BadArgument;
        EngineCommand command = new(kind, value);
        return command.IsInRange ? Send(command) : OscRefusal.BadArgument;
    }

    private OscRefusal? TakeModel(ref OscReader message)
    {
        if (message.TryReadString(out ReadOnlySpan<byte> name) != OscError.None || name.Length is 0 or > 255)
            return OscRefusal.BadArgument;
        models.Request(System.Text.Encoding.UTF8.GetString(name));
        return null;
    }

    private OscRefusal? Answer(in UdpAddress sender, UdpReceiver port)
    {
        if (status.TryWrite(_reply, out int length))
            port.TryReply(_reply.AsSpan(0, length), sender);
        return null;
    }

    private OscRefusal? Send(in EngineCommand command)
    {
        commands.Write(command);
        return null;
    }

    private static OscRefusal Name(OscError error) =>
        error == OscError.NotFinite ? OscRefusal.NotFinite : OscRefusal.Malformed;
}
