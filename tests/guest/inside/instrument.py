"""The native instrument as a process of its own in the foreground."""

import glob
import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time

import verdict

PROGRAM = "/usr/lib/impsy/impsy"
MODEL = (glob.glob("/usr/lib/impsy/models/*-dim9-*.onnx") or ["none"])[0]


class Instrument:
    """Plays a configuration, and keeps what it says. Leaves nothing behind."""

    def __init__(self, config, ready=True):
        self._folder = tempfile.mkdtemp(prefix="impsy-")
        path = os.path.join(self._folder, "config.toml")
        with open(path, "w", encoding="utf-8") as file:
            file.write(config)
        self._lines = []
        self._process = subprocess.Popen(
            [PROGRAM, "run", "-c", path, "-l", self._folder], cwd="/usr/lib/impsy",
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self._reader = threading.Thread(target=self._keep, daemon=True)
        self._reader.start()
        if ready:
            self.wait_for(" ready: ")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.is_alive:
            self.stop()
        shutil.rmtree(self._folder)

    @property
    def is_alive(self):
        return self._process.poll() is None

    @property
    def output(self):
        return "\n".join(self._lines)

    def count(self, text):
        """Lines that hold a text."""
        return sum(text in line for line in list(self._lines))

    def wait_for(self, text, times=1):
        """Until that many lines hold the text."""
        end = time.monotonic() + verdict.PATIENCE
        while self.count(text) < times:
            if time.monotonic() > end or not self.is_alive:
                raise TimeoutError(f"'{text}' did not come {times} time(s); it said: {self.output}")
            time.sleep(0.02)

    def time_of(self, text, turn=1):
        """When it said the text for the so manieth time, by its own clock: seconds of the epoch."""
        line = [line for line in list(self._lines) if text in line][turn - 1]
        hours, minutes, seconds = line.split(" ", 1)[0].split(":")
        now = time.time()  # of the same day, by UTC, which is the guest's time
        since_midnight = int(hours) * 3600 + int(minutes) * 60 + float(seconds)
        return now - (now - since_midnight) % 86400

    def thread(self, name):
        """The kernel's number of one of its threads."""
        folder = f"/proc/{self._process.pid}/task"
        for number in os.listdir(folder):
            with open(f"{folder}/{number}/comm", encoding="utf-8") as file:
                if file.read().strip() == name:
                    return int(number)
        raise LookupError(f"it has no thread '{name}'")

    def rows(self, source="interface"):
        """The performance log: a list of values for each event."""
        rows = []
        for name in sorted(os.listdir(self._folder)):
            if name.endswith(".log"):
                with open(os.path.join(self._folder, name), encoding="utf-8") as file:
                    split = [line.strip().split(",") for line in file]
                rows += [[float(value) for value in row[2:]] for row in split if row[1] == source]
        return rows

    def stop(self, by=signal.SIGTERM):
        """Returns its exit code."""
        self._process.send_signal(by)
        try:
            return self._process.wait(verdict.PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            raise
        finally:
            self._reader.join(5)

    def _keep(self):
        for line in self._process.stdout:
            self._lines.append(line.rstrip())
            print(f"| {line}", end="", flush=True)
