using Impsy.Daemon.Config;

namespace Impsy.Daemon.Channels;

/// <summary>
/// Of each channel, all of the configuration that it is made from: what is here and was there is the same channel. Of
/// every one also how many controls there are.
/// </summary>
internal sealed class ChannelKeys(SectionTexts sections, int controls)
{
    public string Osc => Key("osc", sections["osc"]);

    public string Midi => Key("midi", sections["midi"], sections["feedback"], Messages);

    public string SerialMidi => Key("serialmidi", sections["serialmidi"], SerialMidiPort, Messages, Echoes);

    public string Serial => Key("serial", sections["serial"]);

    public string WebSocket => Key("websocket", sections["websocket"], Messages, Echoes);

    public string Adc => Key("adc", sections["adc"]);

    public string GpioInputs => Key("gpio inputs", sections["gpio"]);

    public string GpioOutputs => Key("gpio outputs", sections["gpio"]);

    private string SerialMidiPort => sections["serialmidi.port"] is { Length: > 0 } own ? own : sections["serial.port"];

    // How controls become messages, and which messages are commands.
    private string Messages => sections["output"] + sections["commands"];

    private string Echoes => sections["midi.feedback_protection"] + sections["midi.feedback_threshold"];

    private string Key(params string[] texts) => $"{controls}\n{string.Join('\n', texts)}";
}
