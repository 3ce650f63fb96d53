using Impsy.Daemon.Config;
using Impsy.Daemon.Midi;
using Impsy.Daemon.Pins;
using Impsy.Daemon.Serial;
using Impsy.Daemon.Timing;
using Impsy.Daemon.WebSockets;

namespace Impsy.Daemon.Channels;

/// <summary>All ways in and out of an instrument, as its configuration has them, in a fixed order.</summary>
internal sealed class ChannelRack : IDisposable
{
    private readonly List<IChannel> _channels = [];

    /// <param name="osc">The channel for OSC, which the engine's commands come by, too; null: there is none.</param>
    /// <param name="parts">What MIDI ports share.</param>
    /// <param name="controls">D-1.</param>
    public ChannelRack(
        InstrumentConfig config, IChannel? osc, MidiParts parts, int controls, ILogger logger)
    {
        byte oscSource = parts.NextSource(); // 0, that of inputs that name none
        System.Diagnostics.Debug.Assert(oscSource == 0);
        if (osc is not null)
            _channels.Add(osc);
        if (config.Midi is { } midi)
            _channels.Add(Alsa = new AlsaChannel(midi, config.Feedback, parts, logger));
        if (config.SerialMidi is { } serialMidi && (serialMidi.Input.Count > 0 || serialMidi.Output.Count > 0))
            _channels.Add(new SerialMidiChannel(serialMidi, parts, logger));
        // One wire cannot carry both; files for Python IMPSY have [serial] only to name the port of [serialmidi].
        if (config.Serial is { } serial && serial.Port != config.SerialMidi?.Port)
            _channels.Add(new SerialLineChannel(serial, controls, parts.NextSource(), parts.Bell, logger));
        if (config.WebSocket is { IsUsed: true } webSocket)
            _channels.Add(new WebSocketChannel(webSocket, controls, parts, logger));
        AddPins(config, parts, controls, logger);
        Inputs = [.. _channels.Select(channel => channel.Inputs).OfType<InputQueue>()];
        Outputs = [.. _channels.SelectMany(channel => channel.Outputs)];
        Routes = new ThruRoutes(config.Interaction.InputThru);
        if (Alsa is not null)
            SetRoutes(config.Midi!.ThruMatrix, Alsa);
    }

    public AlsaChannel? Alsa { get; }
    public InputQueue[] Inputs { get; }
    public IOutput[] Outputs { get; }
    public ThruRoutes Routes { get; }

    public void Start()
    {
        foreach (IChannel channel in _channels)
            channel.Start();
    }

    public void Dispose()
    {
        foreach (IChannel channel in Enumerable.Reverse(_channels))
            channel.Dispose();
    }

    private void AddPins(InstrumentConfig config, MidiParts parts, int controls, ILogger logger)
    {
        PinTroubles troubles = new();
        foreach (ConverterBusConfig bus in config.Adc?.Buses ?? [])
            _channels.Add(new AdcChannel(bus, parts.NextSource(), controls, parts.Bell, troubles, logger));
        if (config.Gpio is { Inputs.Count: > 0 } inputs)
        {
            PinCommander commander = new(parts.Commands, parts.Models);
            _channels.Add(new GpioInputChannel(
                inputs, parts.NextSource(), controls, parts.Bell, commander, troubles, logger));
        }
        if (config.Gpio is { Outputs.Count: > 0 } outputs)
            _channels.Add(new GpioOutputChannel(outputs, parts.Models, troubles, logger));
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
