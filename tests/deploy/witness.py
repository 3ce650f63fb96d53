#!/usr/bin/env python3
"""usage: witness.py osc FILE LEADER PORT | wire FILE LEADER NAME | gaps FILE TIME... | notes FILE TIME...

The synthesisers of tests/deploy, outside of the container whose first process is LEADER:
  osc    hears UDP at 127.0.0.1:PORT in the container's network, and notes when each datagram came, until it is ended
  wire   is a serial device /dev/NAME in the container, and notes what comes and when; gone when it is ended
Afterwards, of such a file and moments (nanoseconds of the epoch) at which the instrument was taken away:
  gaps   says how long it was silent around each moment
  notes  says whether each note ended: those that sounded when the instrument was killed by its successor, before
         that plays a note of its own; 1 when not
"""

import ctypes
import errno
import fcntl
import os
import signal
import socket
import statistics
import struct
import sys
import time
import tty

UNLOCK, NUMBER, SHARED = 0x40045431, 0x80045430, 0x540D  # TIOCSPTLCK, TIOCGPTN, TIOCNXCL
# After this much of a second nothing comes any more from one that was killed, and nothing yet from its successor.
BETWEEN = 50_000_000


def hear_osc(path, leader, port):
    enter_network(leader)
    listener = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    listener.bind(("127.0.0.1", int(port)))
    with open(path, "w", encoding="ascii", buffering=1) as file:
        print("listening", flush=True)
        while True:
            listener.recv(65536)
            print(time.time_ns(), file=file)


def enter_network(leader):
    """By libc, because Python has os.setns from 3.12 on only."""
    libc = ctypes.CDLL(None, use_errno=True)
    with open(f"/proc/{leader}/ns/net", "rb") as namespace:
        if libc.setns(namespace.fileno(), 0) != 0:
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def hear_wire(path, leader, name):
    devices = f"/proc/{leader}/root/dev"
    master = os.open(f"{devices}/pts/ptmx", os.O_RDWR | os.O_NOCTTY)
    fcntl.ioctl(master, UNLOCK, struct.pack("i", 0))
    number = struct.unpack("i", fcntl.ioctl(master, NUMBER, struct.pack("i", 0)))[0]
    tty.setraw(master)
    os.chmod(f"{devices}/pts/{number}", 0o666)
    os.symlink(f"pts/{number}", f"{devices}/{name}")
    try:
        with open(path, "w", encoding="ascii", buffering=1) as file:
            print("listening", flush=True)
            while True:
                try:
                    data = os.read(master, 4096)
                    print(time.time_ns(), data.hex(), file=file)
                except OSError as failure:
                    if failure.errno != errno.EIO:
                        raise
                    share(f"{devices}/pts/{number}")
                    time.sleep(0.002)  # nobody has it open
    finally:
        os.unlink(f"{devices}/{name}")


def share(path):
    """A port forgets who had it to itself when that program is gone; a terminal that somebody still reads does not."""
    slave = os.open(path, os.O_RDWR | os.O_NOCTTY)
    fcntl.ioctl(slave, SHARED)
    os.close(slave)


def rows(path):
    with open(path, encoding="ascii") as file:
        return [(int(row[0]), bytes.fromhex(row[1]) if len(row) > 1 else b"") for row in map(str.split, file)]


def say_gaps(path, *moments):
    times = [row[0] for row in rows(path)]
    starts = [int(moment) for moment in moments]
    longest = []
    for start, end in zip(starts, [*starts[1:], sys.maxsize]):
        gaps = [after - before for before, after in zip(times, times[1:]) if start < after <= end]
        if not gaps:
            sys.exit("nothing was heard after a moment at which it was taken away")
        longest.append(max(gaps) / 1e6)
    print(f"silent for {statistics.median(longest):.0f} ms (median), {max(longest):.0f} ms at most")


def messages(data):
    """Note messages of a stream with running status: (time, channel, note, whether it begins)."""
    status, first = 0, None
    for moment, chunk in data:
        for byte in chunk:
            if byte >= 0xF8:
                continue
            if byte >= 0x80:
                status, first = byte, None
            elif status & 0xF0 in (0xC0, 0xD0):
                continue
            elif first is None:
                first = byte
            else:
                if status & 0xF0 in (0x80, 0x90):
                    yield moment, status & 0x0F, first, status & 0xF0 == 0x90 and byte > 0
                first = None


def say_notes(path, *moments):
    deaths = [int(moment) + BETWEEN for moment in moments]
    sounding, inherited, held, begun = set(), set(), 0, 0
    for moment, channel, note, begins in messages(rows(path)):
        while deaths and moment > deaths[0]:
            deaths.pop(0)
            inherited = set(sounding)
            held += bool(inherited)
        if begins:
            if inherited:
                sys.exit(f"a successor struck a note while {sorted(inherited)} still sounded from before")
            sounding.add((channel, note))
            begun += 1
        else:
            sounding.discard((channel, note))
            inherited.discard((channel, note))
    if sounding or deaths:
        sys.exit(f"left sounding: {sorted(sounding)}; deaths without anything after them: {len(deaths)}")
    print(f"{begun} notes begun, {held} times something sounded when it was killed, each note ended")


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    verbs = {"osc": hear_osc, "wire": hear_wire, "gaps": say_gaps, "notes": say_notes}
    if len(sys.argv) < 3 or sys.argv[1] not in verbs:
        print(__doc__)
        sys.exit(0 if set(sys.argv) & {"-h", "--help"} else 2)
    verbs[sys.argv[1]](*sys.argv[2:])
