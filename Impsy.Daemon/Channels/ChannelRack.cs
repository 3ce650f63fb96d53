using Impsy.Daemon.Config;
using Impsy.Daemon.Learning;
using Impsy.Daemon.Midi;
using Impsy.Daemon.Pins;
using Impsy.Daemon.Serial;
using Impsy.Daemon.Timing;
using Impsy.Daemon.WebSockets;

namespace Impsy.Daemon.Channels;

/// <summary>
/// All ways in and out of an instrument, as its configuration has them, in a fixed order. When the configuration
/// changes, the rack that follows takes over the channels of which nothing has changed, with all they have open.
/// </summary>
internal sealed class ChannelRack : IDisposable
{
    private readonly List<RackChannel> _channels = [];
    private readonly List<RackChannel> _kept = [];
    private readonly List<RackChannel> _dropped = [];

    /// <param name="load">The configuration, free of mistakes.</param>
    /// <param name="parts">What MIDI ports share.</param>
    /// <param name="controls">D-1.</param>
    /// <param name="before">Its channels are ours, or dropped; null: there is none.</param>
    public ChannelRack(ConfigLoad load, MidiParts parts, int controls, ILogger logger, ChannelRack? before = null)
    {
        InstrumentConfig config = load.Config!;
        ChannelKeys keys = new(load.Sections!, controls);
        List<(string Key, Func<IChannel> Create)> wanted = [];
        if (config.Osc is { } osc)
            wanted.Add((keys.Osc, () => new OscChannel(osc, controls, parts.Bell, logger)));
        if (config.Midi is { } midi)
            wanted.Add((keys.Midi, () => new AlsaChannel(midi, config.Feedback, parts, logger)));
        if (config.SerialMidi is { } serialMidi && (serialMidi.Input.Count > 0 || serialMidi.Output.Count > 0))
            wanted.Add((keys.SerialMidi, () => new SerialMidiChannel(serialMidi, parts, logger)));
        // One wire cannot carry both; files for Python IMPSY have [serial] only to name the port of [serialmidi].
        if (config.Serial is { } serial && serial.Port != config.SerialMidi?.Port)
            wanted.Add((keys.Serial, () => new SerialLineChannel(serial, controls, parts.NextSource(), parts.Bell,
                logger)));
        if (config.WebSocket is { IsUsed: true } webSocket)
            wanted.Add((keys.WebSocket, () => new WebSocketChannel(webSocket, controls, parts, logger)));
        WantPins(wanted, config, keys, parts, controls, logger);
        Mount(wanted, before?._channels ?? [], parts);
        Inputs = [.. _channels.Select(mounted => mounted.Channel.Inputs).OfType<InputQueue>()];
        Outputs = [.. _channels.SelectMany(mounted => mounted.Channel.Outputs)];
        Ports = [.. _channels.SelectMany(mounted => mounted.Channel.Ports)];
        Taps = [.. _channels.SelectMany(mounted => mounted.Channel.Taps)];
        Notes = [.. Outputs.OfType<MidiOutput>()];
        Routes = new ThruRoutes(config.Interaction.InputThru);
        Alsa = _channels.Select(mounted => mounted.Channel).OfType<AlsaChannel>().FirstOrDefault();
        Osc = _channels.Select(mounted => mounted.Channel).OfType<OscChannel>().FirstOrDefault();
        if (Alsa is not null)
            SetRoutes(config.Midi!.ThruMatrix, Alsa);
    }

    public AlsaChannel? Alsa { get; }

    /// <summary>The engine's commands come by it, too.</summary>
    public OscChannel? Osc { get; }

    public InputQueue[] Inputs { get; }
    public IOutput[] Outputs { get; }

    /// <summary>For people.</summary>
    public PortStatus[] Ports { get; }

    /// <summary>For those who learn.</summary>
    public InputTap[] Taps { get; }

    /// <summary>The outputs on which notes sound on.</summary>
    public MidiOutput[] Notes { get; }

    public ThruRoutes Routes { get; }

    /// <summary>How many channels were taken over, and how many are new.</summary>
    public (int Kept, int New) Counts => (_kept.Count, _channels.Count - _kept.Count);

    /// <summary>Starts the channels that are new.</summary>
    public void Start()
    {
        foreach (RackChannel mounted in _channels.Except(_kept))
            mounted.Channel.Start();
    }

    /// <summary>Closes what the rack before had and this one has not; when nothing plays through it any more.</summary>
    public void DisposeDropped() => Dispose(_dropped);

    /// <summary>This rack never played: what it took over stays with the one before.</summary>
    public void DisposeNew() => Dispose([.. _channels.Except(_kept)]);

    public void Dispose() => Dispose(_channels);

    private static void Dispose(List<RackChannel> channels)
    {
        foreach (RackChannel mounted in Enumerable.Reverse(channels))
            mounted.Channel.Dispose();
    }

    private void Mount(
        List<(string Key, Func<IChannel> Create)> wanted, List<RackChannel> before, MidiParts parts)
    {
        _kept.AddRange(before.Where(mounted => wanted.Exists(channel => channel.Key == mounted.Key)));
        _dropped.AddRange(before.Except(_kept));
        parts.Keep(_kept.SelectMany(mounted => mounted.Sources)); // before the new ones get theirs
        foreach ((string key, Func<IChannel> create) in wanted)
        {
            _channels.Add(_kept.Find(mounted => mounted.Key == key)
                ?? new RackChannel(key, create(), parts.TakeGiven()));
        }
    }

    private static void WantPins(
        List<(string Key, Func<IChannel> Create)> wanted, InstrumentConfig config, ChannelKeys keys, MidiParts parts,
        int controls, ILogger logger)
    {
        PinTroubles troubles = new();
        foreach ((int i, ConverterBusConfig bus) in (config.Adc?.Buses ?? []).Index())
        {
            wanted.Add(($"{keys.Adc}\n{i}",
                () => new AdcChannel(bus, parts.NextSource(), controls, parts.Bell, troubles, logger)));
        }
        if (config.Gpio is { Inputs.Count: > 0 } inputs)
        {
            wanted.Add((keys.GpioInputs, () => new GpioInputChannel(
                inputs, parts.NextSource(), controls, parts.Bell, new PinCommander(parts.Commands, parts.Models),
                troubles, logger)));
        }
        if (config.Gpio is { Outputs.Count: > 0 } outputs)
            wanted.Add((keys.GpioOutputs, () => new GpioOutputChannel(outputs, parts.Models, troubles, logger)));
    }

    private void SetRoutes(IReadOnlyDictionary<string, IReadOnlyList<string>> matrix, AlsaChannel alsa)
    {
        foreach ((string input, IReadOnlyList<string> outputs) in matrix)
        {
            if (!alsa.Sources.TryGetValue(input, out byte source))
                continue;
            Routes.Set(source, outputs
                .Select(output => alsa.OutputsByName.TryGetValue(output, out IOutput? played)
                    ? Array.IndexOf(Outputs, played)
                    : -1)
                .Where(index => index >= 0));
        }
    }
}
