using System.Reflection;
using System.Runtime.InteropServices;
using Impsy.Hardware.Tests.Linux;
using Impsy.TestSupport;
using Native = Impsy.Hardware.Linux.Alsa;

namespace Impsy.Hardware.Tests.Alsa;

public sealed unsafe class AlsaLayoutTests
{
    private static readonly string s_source = Path.Combine(
        Repository.Root, "tests", "Impsy.Hardware.Tests", "Alsa", "sequencer.c");

    [Fact]
    public void Structures_and_numbers_are_those_of_the_stored_headers() =>
        Assert.Equal(CProgram.Stored(s_source), Ours());

    [AlsaHeaderFact]
    public void Structures_and_numbers_are_those_of_this_machines_headers() =>
        Assert.Equal(CProgram.Run(s_source), Ours());

    [AlsaLibraryFact]
    public void Every_function_is_in_this_machines_library()
    {
        string[] names =
        [
            .. from method in typeof(Native).GetMethods(BindingFlags.Static | BindingFlags.NonPublic)
               let import = method.GetCustomAttribute<LibraryImportAttribute>()
               where import is not null
               select import.EntryPoint!,
        ];
        nint library = NativeLibrary.Load("libasound.so.2");
        Assert.InRange(names.Length, 30, 60);
        Assert.All(names, name => Assert.True(NativeLibrary.TryGetExport(library, name, out _)));
    }

    // What the sequencer itself is not needed for: the library keeps these descriptions in memory of its own.
    [AlsaLibraryFact]
    public void A_description_of_a_port_is_kept_as_it_was_given()
    {
        nint info;
        Assert.Equal(0, Native.PortInfoMalloc(&info));
        try
        {
            Native.PortInfoSetName(info, "Stimme Ü 1");
            Native.PortInfoSetPort(info, 7);
            Native.PortInfoSetCapability(info, (uint)(Native.Capability.Write | Native.Capability.NoExport));
            Native.PortInfoSetType(info, (uint)Native.PortType.Application);
            Assert.Equal(
                ("Stimme Ü 1", 7, 130u, 1u << 20),
                (Marshal.PtrToStringUTF8(Native.PortInfoGetName(info)), Native.PortInfoGetPort(info),
                    Native.PortInfoGetCapability(info), Native.PortInfoGetType(info)));
        }
        finally
        {
            Native.PortInfoFree(info);
        }
    }

    private static string[] Ours() =>
    [
        $"sizeof(snd_seq_event_t) {sizeof(Native.Event)}",
        $"sizeof(snd_seq_addr_t) {sizeof(Native.Address)}",
        $"sizeof(snd_seq_real_time_t) {sizeof(Native.RealTime)}",
        $"snd_seq_event_t.type {Offset<Native.Event>("Type")}",
        $"snd_seq_event_t.flags {Offset<Native.Event>("Flags")}",
        $"snd_seq_event_t.queue {Offset<Native.Event>("Queue")}",
        $"snd_seq_event_t.time {Offset<Native.Event>("Time")}",
        $"snd_seq_event_t.source {Offset<Native.Event>("Source")}",
        $"snd_seq_event_t.dest {Offset<Native.Event>("Destination")}",
        $"snd_seq_event_t.data.note.channel {Offset<Native.Event>("NoteChannel")}",
        $"snd_seq_event_t.data.note.note {Offset<Native.Event>("Note")}",
        $"snd_seq_event_t.data.note.velocity {Offset<Native.Event>("Velocity")}",
        $"snd_seq_event_t.data.control.channel {Offset<Native.Event>("NoteChannel")}",
        $"snd_seq_event_t.data.control.param {Offset<Native.Event>("Parameter")}",
        $"snd_seq_event_t.data.control.value {Offset<Native.Event>("Value")}",
        $"snd_seq_event_t.data.addr {Offset<Native.Event>("Announced")}",
        $"snd_seq_event_t.data.connect.sender {Offset<Native.Event>("Sender")}",
        $"snd_seq_event_t.data.connect.dest {Offset<Native.Event>("Receiver")}",
        $"offsetof(snd_seq_addr_t, client) {Offset<Native.Address>("Client")}",
        $"offsetof(snd_seq_addr_t, port) {Offset<Native.Address>("Port")}",
        $"offsetof(snd_seq_real_time_t, tv_sec) {Offset<Native.RealTime>("Seconds")}",
        $"offsetof(snd_seq_real_time_t, tv_nsec) {Offset<Native.RealTime>("Nanoseconds")}",
        $"SND_SEQ_OPEN_DUPLEX {Native.OpenDuplex}",
        $"SND_SEQ_NONBLOCK {Native.NonBlocking}",
        $"SND_SEQ_CLIENT_SYSTEM {Native.SystemClient}",
        $"SND_SEQ_PORT_SYSTEM_ANNOUNCE {Native.AnnouncePort}",
        $"SND_SEQ_ADDRESS_SUBSCRIBERS {Native.ToSubscribers}",
        $"SND_SEQ_ADDRESS_UNKNOWN {Native.UnknownPort}",
        $"SND_SEQ_QUEUE_DIRECT {Native.QueueDirect}",
        $"SND_SEQ_TIME_STAMP_REAL {Native.TimeStampReal}",
        $"SND_SEQ_TIME_MODE_REL {Native.TimeModeRelative}",
        $"SND_SEQ_EVENT_NOTEON {(int)Native.EventType.NoteOn}",
        $"SND_SEQ_EVENT_NOTEOFF {(int)Native.EventType.NoteOff}",
        $"SND_SEQ_EVENT_KEYPRESS {(int)Native.EventType.KeyPressure}",
        $"SND_SEQ_EVENT_CONTROLLER {(int)Native.EventType.Controller}",
        $"SND_SEQ_EVENT_PGMCHANGE {(int)Native.EventType.ProgramChange}",
        $"SND_SEQ_EVENT_CHANPRESS {(int)Native.EventType.ChannelPressure}",
        $"SND_SEQ_EVENT_PITCHBEND {(int)Native.EventType.PitchBend}",
        $"SND_SEQ_EVENT_START {(int)Native.EventType.Start}",
        $"SND_SEQ_EVENT_PORT_START {(int)Native.EventType.PortStart}",
        $"SND_SEQ_EVENT_PORT_EXIT {(int)Native.EventType.PortExit}",
        $"SND_SEQ_EVENT_PORT_CHANGE {(int)Native.EventType.PortChange}",
        $"SND_SEQ_EVENT_PORT_SUBSCRIBED {(int)Native.EventType.PortSubscribed}",
        $"SND_SEQ_EVENT_PORT_UNSUBSCRIBED {(int)Native.EventType.PortUnsubscribed}",
        $"SND_SEQ_PORT_CAP_READ {(uint)Native.Capability.Read}",
        $"SND_SEQ_PORT_CAP_WRITE {(uint)Native.Capability.Write}",
        $"SND_SEQ_PORT_CAP_SUBS_READ {(uint)Native.Capability.SubscribeRead}",
        $"SND_SEQ_PORT_CAP_SUBS_WRITE {(uint)Native.Capability.SubscribeWrite}",
        $"SND_SEQ_PORT_CAP_NO_EXPORT {(uint)Native.Capability.NoExport}",
        $"SND_SEQ_PORT_TYPE_MIDI_GENERIC {(uint)Native.PortType.MidiGeneric}",
        $"SND_SEQ_PORT_TYPE_HARDWARE {(uint)Native.PortType.Hardware}",
        $"SND_SEQ_PORT_TYPE_SOFTWARE {(uint)Native.PortType.Software}",
        $"SND_SEQ_PORT_TYPE_APPLICATION {(uint)Native.PortType.Application}",
    ];

    private static nint Offset<T>(string field) => Marshal.OffsetOf<T>(field);
}
