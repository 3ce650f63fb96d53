"""aseqdump as a witness: what a program that is not ours makes of what the instrument plays."""

import re
import subprocess
import threading
import time

_LINE = re.compile(
    r" *\d+:\d+ +(Note on|Note off|Control change|Pitch bend) +(\d+), (?:note|controller|value) (-?\d+)"
    r"(?:, (?:velocity|value) (\d+))?")
_EXIT = re.compile(r" *0:1 +Client exit +client (\d+)")
_KINDS = {"Note on": "on", "Note off": "off", "Control change": "cc", "Pitch bend": "bend"}

NEWS = (0, 1)  # the port at which the kernel tells who comes and goes


def sounding(heard):
    """Notes that have begun and not ended: {(channel, note)}."""
    notes = {}
    for kind, channel, number, _ in heard:
        if kind in ("on", "off"):
            notes[channel, number] = kind == "on"
    return {note for note, is_on in notes.items() if is_on}


class Dump:
    """Listens to a port, or waits under the name "aseqdump" for others to connect to it. Connected to NEWS, it also
    hears who goes, in its place among what they have played."""

    def __init__(self, address=None):
        # Its output would come in blocks otherwise, and the first one never.
        command = ["stdbuf", "-oL", "aseqdump", *([] if address is None else ["-p", "{}:{}".format(*address)])]
        self.heard = []  # (kind, channel 1..16, number, value), or ("exit", 0, client, 0)
        self.times = []  # of each, when its line was read
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        # It says so once it is connected.
        while "Source" not in self._process.stdout.readline():
            if self._process.poll() is not None:
                raise RuntimeError(f"{' '.join(command)} ended with {self._process.returncode}")
        self._reader = threading.Thread(target=self._keep, daemon=True)
        self._reader.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.terminate()
        self._process.wait()
        self._reader.join(5)

    def sounding(self):
        return sounding(list(self.heard))

    def count(self, kind):
        return sum(each[0] == kind for each in list(self.heard))

    def _keep(self):
        for line in self._process.stdout:
            if said := _LINE.match(line):
                kind, channel, number, value = _KINDS[said[1]], int(said[2]) + 1, int(said[3]), int(said[4] or 0)
                self._hear("off" if (kind, value) == ("on", 0) else kind, channel, number, value)
            elif gone := _EXIT.match(line):
                self._hear("exit", 0, int(gone[1]), 0)

    def _hear(self, *event):
        self.times.append(time.monotonic())
        self.heard.append(event)
