#!/usr/bin/env python3
"""A USB serial device, such as a micro:bit, that comes and goes while it is played: a gadget on dummy_hcd, which the
kernel finds as /dev/ttyACM0 and udev by its serial number."""

import os
import select
import time
import tty

import gadget
import instrument
import verdict

BY_NUMBER = "/dev/ttyACM0"
BY_ID = "/dev/serial/by-id/usb-Guest_Test_Board_0001-if00"
BOARD = "/dev/ttyGS0"  # the device's own end of the cable
LINES = 50
REPLUGS = 3

CONFIG = """
[model]
dimension = 9
[interaction]
mode = "filter"
[serial]
port = "PORT"
"""


class Board:
    """The device and the program that runs on it."""

    def __init__(self):
        self._gadget = gadget.Gadget("board", "acm.usb0", "Test Board", "0001")
        self._line = None
        self._received = b""

    def plug(self):
        self._gadget.plug()
        verdict.wait_until(BOARD, lambda: os.path.exists(BOARD))
        self._line = os.open(BOARD, os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY)
        tty.setraw(self._line)
        self._received = b""

    def unplug(self):
        self._gadget.unplug()
        self._hang_up()

    def say(self, turn):
        """One line of eight numbers that differ from turn to turn."""
        os.write(self._line, ",".join(f"{(turn + i) % 100 / 100:.2f}" for i in range(8)).encode() + b"\n")

    def hear_line(self, seconds=verdict.PATIENCE):
        """The numbers of the next line; none may follow it at once."""
        end = time.monotonic() + seconds
        while not self._received.endswith(b"\n"):
            left = end - time.monotonic()
            verdict.expect(left > 0, f"no line within {seconds} s, but {self._received}")
            if select.select([self._line], [], [], left)[0]:
                self._received += os.read(self._line, 65536)
        lines, self._received = self._received.decode().splitlines(), b""
        verdict.expect(len(lines) == 1, f"more than one line: {lines}")
        return [float(value) for value in lines[0].split(",")]

    def remove(self):
        self._hang_up()
        self._gadget.remove()

    def _hang_up(self):
        if self._line is not None:
            os.close(self._line)  # the gadget cannot go while its line is open
            self._line = None


def _play(path):
    """Comes, is played, goes; several times. The figures."""
    board = Board()
    opened, closed = [], []
    try:
        with instrument.Instrument(CONFIG.replace("PORT", path)) as playing:
            for turn in range(1, REPLUGS + 1):
                board.plug()
                verdict.wait_until(path, lambda: os.path.exists(path))
                appeared = os.lstat(path).st_mtime  # the kernel's time
                playing.wait_for(f"{path} open at", turn)
                opened.append((playing.time_of(f"{path} open at", turn) - appeared) * 1000)
                for i in range(LINES):
                    board.say(i)
                    # One at a time: of answers that the wire is too slow for, only the newest is sent.
                    answer = board.hear_line()
                    verdict.expect(len(answer) == 8, f"the answer to line {i} is no eight numbers: {answer}")
                board.say(0)  # pulled out in the middle of things
                board.unplug()
                pulled = time.monotonic()
                playing.wait_for(f"{path} is gone", turn)
                closed.append((time.monotonic() - pulled) * 1000)
            verdict.expect(playing.stop() == 0, "it did not end well")
            rows = playing.rows()
            verdict.expect(len(rows) >= REPLUGS * LINES, f"{len(rows)} of {REPLUGS * LINES} lines were logged")
        return (f"{REPLUGS} × {LINES} lines each way; open {_milliseconds(opened)} after its path was made, "
                f"given up {_milliseconds(closed)} after it was pulled out")
    finally:
        board.remove()


def _milliseconds(times):
    return ", ".join(f"{each:.0f}" for each in times) + " ms"


def by_its_number_lines_go_both_ways_each_time_it_is_plugged_in():
    return _play(BY_NUMBER)


def by_its_id_lines_go_both_ways_each_time_it_is_plugged_in():
    return _play(BY_ID)


if __name__ == "__main__":
    verdict.run(
        "serial-hotplug",
        by_its_number_lines_go_both_ways_each_time_it_is_plugged_in,
        by_its_id_lines_go_both_ways_each_time_it_is_plugged_in)
