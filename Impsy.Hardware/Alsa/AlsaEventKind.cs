namespace Impsy.Hardware.Alsa;

/// <summary>What has happened at the sequencer.</summary>
public enum AlsaEventKind
{
    /// <summary>A channel message came in.</summary>
    Midi,

    /// <summary>There is a port, or one has changed its name or abilities.</summary>
    PortAdded,

    /// <summary>A port is no more; its number may soon be another's.</summary>
    PortGone,

    /// <summary>Someone has connected a port with one of ours.</summary>
    Connected,

    /// <summary>Someone has disconnected a port from one of ours. Not told when the port goes altogether.</summary>
    Disconnected,

    /// <summary>
    /// More came than there was room for, and all that was waiting is lost, note-offs and announcements too: release
    /// what is held, and ask for the ports again.
    /// </summary>
    Overrun,
}
