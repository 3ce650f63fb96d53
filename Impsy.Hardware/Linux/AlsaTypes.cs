using System.Runtime.InteropServices;

namespace Impsy.Hardware.Linux;

/// <summary>Numbers and structures of libasound's sequencer, which are also the kernel's and never change.</summary>
internal static unsafe partial class Alsa
{
    internal const int OpenDuplex = 3;
    internal const int NonBlocking = 1;

    internal const byte SystemClient = 0;
    internal const byte AnnouncePort = 1;
    internal const byte ToSubscribers = 254;  // as a client: to everyone who is connected to the source port
    internal const byte UnknownPort = 253;
    internal const byte QueueDirect = 253;    // at once, by no queue

    internal const byte TimeStampReal = 1;    // a flag: the time is in seconds and nanoseconds
    internal const byte TimeModeRelative = 2;

    /// <summary>SND_SEQ_EVENT_...: what an event is about.</summary>
    internal enum EventType : byte
    {
        NoteOn = 6,
        NoteOff = 7,
        KeyPressure = 8,
        Controller = 10,
        ProgramChange = 11,
        ChannelPressure = 12,
        PitchBend = 13,
        Start = 30,
        PortStart = 63,
        PortExit = 64,
        PortChange = 65,
        PortSubscribed = 66,
        PortUnsubscribed = 67,
    }

    /// <summary>SND_SEQ_PORT_CAP_...: what others may do with a port.</summary>
    [Flags]
    internal enum Capability : uint
    {
        Read = 1,
        Write = 2,
        SubscribeRead = 0x20,
        SubscribeWrite = 0x40,
        NoExport = 0x80,

        // Since Linux 6.5, for MIDI 2.0 devices: a group that is switched off, and the port that repeats all groups.
        Inactive = 0x100,
        UmpEndpoint = 0x200,
    }

    /// <summary>SND_SEQ_PORT_TYPE_...: what a port is.</summary>
    [Flags]
    internal enum PortType : uint
    {
        MidiGeneric = 1 << 1,
        Hardware = 1 << 16,
        Software = 1 << 17,
        Application = 1 << 20,
    }

    /// <summary>snd_seq_addr_t: 2 bytes.</summary>
    internal struct Address
    {
        public byte Client;
        public byte Port;
    }

    /// <summary>snd_seq_real_time_t: 8 bytes.</summary>
    internal struct RealTime
    {
        public uint Seconds;
        public uint Nanoseconds;
    }

    /// <summary>snd_seq_event_t: 28 bytes; of its union what channel messages and announcements need.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 28)]
    internal struct Event
    {
        [FieldOffset(0)] public EventType Type;
        [FieldOffset(1)] public byte Flags;
        [FieldOffset(3)] public byte Queue;
        [FieldOffset(4)] public RealTime Time;
        [FieldOffset(12)] public Address Source;
        [FieldOffset(14)] public Address Destination;

        // snd_seq_ev_note_t
        [FieldOffset(16)] public byte NoteChannel;
        [FieldOffset(17)] public byte Note;
        [FieldOffset(18)] public byte Velocity;

        // snd_seq_ev_ctrl_t, whose channel is where that of a note is
        [FieldOffset(20)] public uint Parameter;
        [FieldOffset(24)] public int Value;

        // snd_seq_addr_t, of announcements
        [FieldOffset(16)] public Address Announced;

        // snd_seq_connect_t
        [FieldOffset(16)] public Address Sender;
        [FieldOffset(18)] public Address Receiver;
    }
}
