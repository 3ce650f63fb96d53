"""The other side of a MIDI cable: a client of ALSA's sequencer whose events carry the kernel's time.

What aseqdump and its kin do not tell is when. Here every event that arrives, and every piece of news about ports and
cables, is stamped by the kernel from one running queue, so differences are true however slow this program is.
"""

import ctypes
import dataclasses
import errno
import os
import re
import select
import time

import verdict

NOTE_ON, NOTE_OFF, CONTROLLER, PITCH_BEND = 6, 7, 10, 13
PORT_START, PORT_EXIT, SUBSCRIBED, UNSUBSCRIBED = 63, 64, 66, 67
KIND_NAMES = {NOTE_ON: "on", NOTE_OFF: "off", CONTROLLER: "cc", PITCH_BEND: "bend"}

_QUEUE_START = 30
_DIRECT = 253
_SUBSCRIBERS, _UNKNOWN = 254, 253
_READ, _WRITE, _SUBSCRIBE_READ, _SUBSCRIBE_WRITE = 1, 2, 32, 64
_TYPE = 1 << 1 | 1 << 17 | 1 << 20  # generic MIDI, software, application
_DUPLEX, _NONBLOCK = 3, 1


class _Event(ctypes.Structure):
    """snd_seq_event_t: 28 bytes."""

    _fields_ = [
        ("type", ctypes.c_uint8), ("flags", ctypes.c_uint8), ("tag", ctypes.c_uint8), ("queue", ctypes.c_uint8),
        ("seconds", ctypes.c_uint32), ("nanoseconds", ctypes.c_uint32),
        ("source_client", ctypes.c_uint8), ("source_port", ctypes.c_uint8),
        ("dest_client", ctypes.c_uint8), ("dest_port", ctypes.c_uint8),
        ("data", ctypes.c_uint8 * 12),
    ]


@dataclasses.dataclass(frozen=True)
class Heard:
    """What came: stamp in seconds of the queue, the port of ours, the source, and what it said."""

    stamp: float
    port: int
    source: tuple
    kind: int
    channel: int = 0  # 1..16
    number: int = 0
    value: int = 0
    sender: tuple = ()  # of a cable
    receiver: tuple = ()

    def __str__(self):
        return f"{KIND_NAMES.get(self.kind, self.kind)} {self.channel} {self.number} {self.value}"


def ports():
    """All ports there are: {(client name, port name): (client, port)}."""
    found = {}
    client, client_name = 0, ""
    with open("/proc/asound/seq/clients", encoding="utf-8", errors="replace") as lines:
        for line in lines:
            if named := re.match(r'Client +(\d+) : "(.*)"', line):
                client, client_name = int(named[1]), named[2]
            elif named := re.match(r' +Port +(\d+) : "(.*)"', line):
                found[client_name, named[2].strip()] = (client, int(named[1]))
    return found


def port_named(part, seconds=verdict.PATIENCE):
    """The address of the first port whose client's or own name holds this text; waits for it."""
    end = time.monotonic() + seconds
    while True:
        for names, address in ports().items():
            if any(part in name for name in names):
                return address
        if time.monotonic() > end:
            raise TimeoutError(f"no MIDI port '{part}' within {seconds} s, but {sorted(ports())}")
        time.sleep(0.02)


class Sequencer:
    """One client with any number of ports. One thread."""

    def __init__(self, name):
        self._alsa = ctypes.CDLL("libasound.so.2")
        self._handle = ctypes.c_void_p()
        self._call("snd_seq_open", ctypes.byref(self._handle), b"hw", _DUPLEX, _NONBLOCK)
        self._call("snd_seq_set_client_name", self._handle, name.encode())
        self._call("snd_seq_set_client_pool_input", self._handle, 2000)
        self.client = self._call("snd_seq_client_id", self._handle)
        self._queue = self._call("snd_seq_alloc_queue", self._handle)
        self._call("snd_seq_control_queue", self._handle, self._queue, _QUEUE_START, 0, None)
        self._call("snd_seq_drain_output", self._handle)
        descriptor = (ctypes.c_uint8 * 8)()  # struct pollfd
        self._call("snd_seq_poll_descriptors", self._handle, descriptor, 1, select.POLLIN)
        self._poll = select.poll()
        self._poll.register(int.from_bytes(bytes(descriptor)[:4], "little"), select.POLLIN)

    def port(self, name, listens=False):
        """Makes a port that plays, or one that listens and has what it hears stamped."""
        info = ctypes.c_void_p()
        self._call("snd_seq_port_info_malloc", ctypes.byref(info))
        self._alsa.snd_seq_port_info_set_name(info, name.encode())
        capability = _WRITE | _SUBSCRIBE_WRITE if listens else _READ | _SUBSCRIBE_READ
        self._alsa.snd_seq_port_info_set_capability(info, capability)
        self._alsa.snd_seq_port_info_set_type(info, _TYPE)
        self._alsa.snd_seq_port_info_set_midi_channels(info, 16)
        self._alsa.snd_seq_port_info_set_timestamping(info, 1)
        self._alsa.snd_seq_port_info_set_timestamp_real(info, 1)
        self._alsa.snd_seq_port_info_set_timestamp_queue(info, self._queue)
        self._call("snd_seq_create_port", self._handle, info)
        number = self._alsa.snd_seq_port_info_get_port(info)
        self._alsa.snd_seq_port_info_free(info)
        return number

    def hear(self, port, source):
        """Draws a cable from anyone's port to one of ours. (0, 1) is the news of ports and cables."""
        self._call("snd_seq_connect_from", self._handle, port, *source)

    def play_to(self, port, destination):
        """Draws a cable from one of our ports to anyone's."""
        self._call("snd_seq_connect_to", self._handle, port, *destination)

    def send(self, port, kind, channel, number, value):
        """Hands a message to all who are connected to the port, at once."""
        event = _Event(type=kind, queue=_DIRECT, source_port=port, dest_client=_SUBSCRIBERS, dest_port=_UNKNOWN)
        event.data[0] = channel - 1
        if kind in (NOTE_ON, NOTE_OFF):
            event.data[1], event.data[2] = number, value
        else:
            event.data[4] = number
            event.data[8:12] = list(value.to_bytes(4, "little", signed=True))
        result = self._alsa.snd_seq_event_output_direct(self._handle, ctypes.byref(event))
        if result < 0 and result != -errno.ENOENT:  # nobody is connected, which is no fault
            raise OSError(-result, f"send: {os.strerror(-result)}")

    def read(self, seconds):
        """All that comes within this time."""
        return list(self._until(time.monotonic() + seconds))

    def wait_for(self, what, wanted, seconds=verdict.PATIENCE):
        """Reads until something is as wanted; gives that and all that came before it."""
        heard = []
        for each in self._until(time.monotonic() + seconds):
            heard.append(each)
            if wanted(each):
                return each, heard
        raise TimeoutError(f"{what}: not within {seconds} s, but {[str(each) for each in heard[-20:]]}")

    def _until(self, end):
        while True:
            received = ctypes.POINTER(_Event)()
            result = self._alsa.snd_seq_event_input(self._handle, ctypes.byref(received))
            if result >= 0:
                yield _translate(received.contents)
            elif result == -errno.EAGAIN:
                left = end - time.monotonic()
                if left <= 0:
                    return
                self._poll.poll(left * 1000)
            else:
                raise OSError(-result, "reading the sequencer: " + os.strerror(-result))

    def _call(self, function, *arguments):
        result = getattr(self._alsa, function)(*arguments)
        if result < 0:
            raise OSError(-result, f"{function}: {os.strerror(-result)}")
        return result


def _translate(event):
    stamp = event.seconds + event.nanoseconds / 1e9
    port, source, data = event.dest_port, (event.source_client, event.source_port), event.data
    if event.type in (NOTE_ON, NOTE_OFF):
        kind = NOTE_OFF if event.type == NOTE_ON and data[2] == 0 else event.type
        return Heard(stamp, port, source, kind, data[0] + 1, data[1], data[2])
    if event.type in (CONTROLLER, PITCH_BEND):
        value = int.from_bytes(bytes(data[8:12]), "little", signed=True)
        return Heard(stamp, port, source, event.type, data[0] + 1, data[4], value)
    if event.type in (SUBSCRIBED, UNSUBSCRIBED):
        return Heard(stamp, port, source, event.type, sender=(data[0], data[1]), receiver=(data[2], data[3]))
    return Heard(stamp, port, source, event.type, sender=(data[0], data[1]))
