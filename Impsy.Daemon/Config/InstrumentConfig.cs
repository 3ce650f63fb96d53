using Impsy.Daemon.Engine;

namespace Impsy.Daemon.Config;

/// <summary>A whole configuration file, already checked: code that holds one never checks it again.</summary>
/// <param name="Path">The file, as it was named to the program.</param>
/// <param name="LogInput">Whether the player's events are logged.</param>
/// <param name="LogPredictions">Whether the model's events are logged.</param>
/// <param name="Verbose">Whether each event is told in the journal.</param>
/// <param name="LogFlushSeconds">What a power cut may cost of the log, 0.05..60 s.</param>
/// <param name="LogMaxMegabytes">Old logs are deleted beyond this size of them all; 0: never.</param>
internal sealed record InstrumentConfig(
    string Path,
    string Title,
    string Owner,
    string Description,
    bool LogInput,
    bool LogPredictions,
    bool Verbose,
    float LogFlushSeconds,
    int LogMaxMegabytes,
    InteractionConfig Interaction,
    ModelConfig Model,
    OscConfig? Osc,
    MidiConfig? Midi,
    WebSocketConfig? WebSocket,
    SerialConfig? Serial,
    SerialMidiConfig? SerialMidi,
    WebUiConfig? WebUi,
    OutputConfig Output,
    CommandsConfig Commands,
    FeedbackConfig? Feedback,
    GpioConfig? Gpio,
    AdcConfig? Adc)
{
    private const float MinFlushSeconds = 0.05f; // the log's own delay: more often would write nothing new
    private const float MaxFlushSeconds = 60;
    private const int MaxLogMegabytes = 1_000_000;

    /// <summary>How the engine begins with this configuration.</summary>
    public EngineSettings EngineSettings => new(
        Interaction.Mode,
        Interaction.Threshold,
        Interaction.InputThru || Midi is { ThruMatrix.Count: > 0 },
        Interaction.Autostart,
        Model.SigmaTemperature,
        Model.PiTemperature,
        Model.Timescale);

    /// <summary>Reads every key of every section, whether it is there or not.</summary>
    public static InstrumentConfig Read(string path, ConfigSection root)
    {
        InteractionConfig interaction = InteractionConfig.Read(root.Section("interaction"));
        ModelConfig model = ModelConfig.Read(root.Section("model"));
        int? controls = model.Dimension - 1;
        SerialConfig? serial = root.Optional("serial", SerialConfig.Read);
        return new InstrumentConfig(
            path,
            Title: root.Text("title", ""),
            Owner: root.Text("owner", ""),
            Description: root.Prose("description", ""),
            LogInput: root.Flag("log_input", true),
            LogPredictions: root.Flag("log_predictions", false),
            Verbose: root.Flag("verbose", false),
            LogFlushSeconds: root.Number("log_flush_seconds", MinFlushSeconds, MaxFlushSeconds, fallback: 1),
            LogMaxMegabytes: root.Integer("log_max_mb", 0, MaxLogMegabytes, fallback: 0),
            interaction,
            model,
            Osc: root.Optional("osc", OscConfig.Read),
            Midi: root.Optional("midi", section => MidiConfig.Read(section, controls)),
            WebSocket: root.Optional("websocket", section => WebSocketConfig.Read(section, controls)),
            serial,
            SerialMidi: root.Optional("serialmidi", section => SerialMidiConfig.Read(section, serial, controls)),
            WebUi: root.Optional("webui", WebUiConfig.Read),
            OutputConfig.Read(root.Section("output")),
            CommandsConfig.Read(root.Section("commands")),
            Feedback: root.Optional("feedback", FeedbackConfig.Read),
            Gpio: root.Optional("gpio", section => GpioConfig.Read(section, controls)),
            Adc: root.Optional("adc", section => AdcConfig.Read(section, controls)));
    }
}
