using System.Runtime.InteropServices;

namespace Impsy.Hardware.Linux;

/// <summary>
/// ALSA's sequencer as libasound offers it. The only file that imports from it. The library is loaded at the first
/// call, so a machine without it runs everything else; ask <see cref="IsLoadable"/> first. Results below 0 are negative
/// errno.
/// </summary>
internal static unsafe partial class Alsa
{
    private const string Library = "libasound.so.2";

    internal static bool IsLoadable() => NativeLibrary.TryLoad(Library, out _);

    // ---- the client

    [LibraryImport(Library, EntryPoint = "snd_seq_open", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Open(nint* sequencer, string name, int streams, int mode);

    [LibraryImport(Library, EntryPoint = "snd_seq_close")]
    internal static partial int Close(nint sequencer);

    [LibraryImport(Library, EntryPoint = "snd_seq_client_id")]
    internal static partial int ClientId(AlsaHandle sequencer);

    [LibraryImport(Library, EntryPoint = "snd_seq_set_client_name", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int SetClientName(AlsaHandle sequencer, string name);

    [LibraryImport(Library, EntryPoint = "snd_seq_set_client_pool_input")]
    internal static partial int SetClientPoolInput(AlsaHandle sequencer, nuint events);

    [LibraryImport(Library, EntryPoint = "snd_seq_poll_descriptors")]
    internal static partial int PollDescriptors(AlsaHandle sequencer, Libc.PollFd* polls, uint space, short events);

    // ---- events

    [LibraryImport(Library, EntryPoint = "snd_seq_event_input")]
    internal static partial int EventInput(AlsaHandle sequencer, Event** received);

    [LibraryImport(Library, EntryPoint = "snd_seq_event_output_direct")]
    internal static partial int EventOutputDirect(AlsaHandle sequencer, Event* sent);

    [LibraryImport(Library, EntryPoint = "snd_seq_drain_output")]
    internal static partial int DrainOutput(AlsaHandle sequencer);

    // ---- the queue that gives the time

    [LibraryImport(Library, EntryPoint = "snd_seq_alloc_named_queue", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int AllocNamedQueue(AlsaHandle sequencer, string name);

    [LibraryImport(Library, EntryPoint = "snd_seq_control_queue")]
    internal static partial int ControlQueue(AlsaHandle sequencer, int queue, int type, int value, Event* model);

    [LibraryImport(Library, EntryPoint = "snd_seq_queue_timer_malloc")]
    internal static partial int QueueTimerMalloc(nint* timer);

    [LibraryImport(Library, EntryPoint = "snd_seq_queue_timer_free")]
    internal static partial void QueueTimerFree(nint timer);

    [LibraryImport(Library, EntryPoint = "snd_seq_queue_timer_set_resolution")]
    internal static partial void QueueTimerSetResolution(nint timer, uint hertz);

    [LibraryImport(Library, EntryPoint = "snd_seq_get_queue_timer")]
    internal static partial int GetQueueTimer(AlsaHandle sequencer, int queue, nint timer);

    [LibraryImport(Library, EntryPoint = "snd_seq_set_queue_timer")]
    internal static partial int SetQueueTimer(AlsaHandle sequencer, int queue, nint timer);

    [LibraryImport(Library, EntryPoint = "snd_seq_queue_status_malloc")]
    internal static partial int QueueStatusMalloc(nint* status);

    [LibraryImport(Library, EntryPoint = "snd_seq_queue_status_free")]
    internal static partial void QueueStatusFree(nint status);

    [LibraryImport(Library, EntryPoint = "snd_seq_get_queue_status")]
    internal static partial int GetQueueStatus(AlsaHandle sequencer, int queue, nint status);

    [LibraryImport(Library, EntryPoint = "snd_seq_queue_status_get_real_time")]
    internal static partial RealTime* QueueStatusGetRealTime(nint status);

    // ---- clients and ports

    [LibraryImport(Library, EntryPoint = "snd_seq_client_info_malloc")]
    internal static partial int ClientInfoMalloc(nint* info);

    [LibraryImport(Library, EntryPoint = "snd_seq_client_info_free")]
    internal static partial void ClientInfoFree(nint info);

    [LibraryImport(Library, EntryPoint = "snd_seq_client_info_set_client")]
    internal static partial void ClientInfoSetClient(nint info, int client);

    [LibraryImport(Library, EntryPoint = "snd_seq_client_info_get_client")]
    internal static partial int ClientInfoGetClient(nint info);

    [LibraryImport(Library, EntryPoint = "snd_seq_client_info_get_name")]
    internal static partial nint ClientInfoGetName(nint info);

    [LibraryImport(Library, EntryPoint = "snd_seq_query_next_client")]
    internal static partial int QueryNextClient(AlsaHandle sequencer, nint info);

    [LibraryImport(Library, EntryPoint = "snd_seq_port_info_malloc")]
    internal static partial int PortInfoMalloc(nint* info);

    [LibraryImport(Library, EntryPoint = "snd_seq_port_info_free")]
    internal static partial void PortInfoFree(nint info);

    [LibraryImport(Library, EntryPoint = "snd_seq_port_info_set_client")]
    internal static partial void PortInfoSetClient(nint info, int client);

    [LibraryImport(Library, EntryPoint = "snd_seq_port_info_set_port")]
    internal static partial void PortInfoSetPort(nint info, int port);

    [LibraryImport(Library, EntryPoint = "snd_seq_port_info_get_port")]
    internal static partial int PortInfoGetPort(nint info);

    [LibraryImport(
        Library, EntryPoint = "snd_seq_port_info_set_name", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void PortInfoSetName(nint info, string name);

    [LibraryImport(Library, EntryPoint = "snd_seq_port_info_get_name")]
    internal static partial nint PortInfoGetName(nint info);

    [LibraryImport(Library, EntryPoint = "snd_seq_port_info_set_capability")]
    internal static partial void PortInfoSetCapability(nint info, uint capability);

    [LibraryImport(Library, EntryPoint = "snd_seq_port_info_get_capability")]
    internal static partial uint PortInfoGetCapability(nint info);

    [LibraryImport(Library, EntryPoint = "snd_seq_port_info_set_type")]
    internal static partial void PortInfoSetType(nint info, uint type);

    [LibraryImport(Library, EntryPoint = "snd_seq_port_info_get_type")]
    internal static partial uint PortInfoGetType(nint info);

    [LibraryImport(Library, EntryPoint = "snd_seq_port_info_set_midi_channels")]
    internal static partial void PortInfoSetMidiChannels(nint info, int channels);

    [LibraryImport(Library, EntryPoint = "snd_seq_port_info_set_timestamping")]
    internal static partial void PortInfoSetTimestamping(nint info, int enable);

    [LibraryImport(Library, EntryPoint = "snd_seq_port_info_set_timestamp_real")]
    internal static partial void PortInfoSetTimestampReal(nint info, int enable);

    [LibraryImport(Library, EntryPoint = "snd_seq_port_info_set_timestamp_queue")]
    internal static partial void PortInfoSetTimestampQueue(nint info, int queue);

    [LibraryImport(Library, EntryPoint = "snd_seq_create_port")]
    internal static partial int CreatePort(AlsaHandle sequencer, nint info);

    [LibraryImport(Library, EntryPoint = "snd_seq_query_next_port")]
    internal static partial int QueryNextPort(AlsaHandle sequencer, nint info);

    // ---- subscriptions: cables

    [LibraryImport(Library, EntryPoint = "snd_seq_connect_from")]
    internal static partial int ConnectFrom(AlsaHandle sequencer, int ownPort, int client, int port);

    [LibraryImport(Library, EntryPoint = "snd_seq_port_subscribe_malloc")]
    internal static partial int PortSubscribeMalloc(nint* cable);

    [LibraryImport(Library, EntryPoint = "snd_seq_port_subscribe_free")]
    internal static partial void PortSubscribeFree(nint cable);

    [LibraryImport(Library, EntryPoint = "snd_seq_port_subscribe_set_sender")]
    internal static partial void PortSubscribeSetSender(nint cable, Address* sender);

    [LibraryImport(Library, EntryPoint = "snd_seq_port_subscribe_set_dest")]
    internal static partial void PortSubscribeSetDestination(nint cable, Address* destination);

    [LibraryImport(Library, EntryPoint = "snd_seq_subscribe_port")]
    internal static partial int SubscribePort(AlsaHandle sequencer, nint cable);

    [LibraryImport(Library, EntryPoint = "snd_seq_unsubscribe_port")]
    internal static partial int UnsubscribePort(AlsaHandle sequencer, nint cable);

    [LibraryImport(Library, EntryPoint = "snd_seq_get_port_subscription")]
    internal static partial int GetPortSubscription(AlsaHandle sequencer, nint cable);
}
