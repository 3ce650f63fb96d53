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

CONFIG = f"""
[model]
file = "{instrument.MODEL}"
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
        os.close(self._line)

    def say(self, turn):
        """One line of eight numbers that differ from turn to turn."""
        os.write(self._line, ",".join(f"{(turn + i) % 100 / 100:.2f}" for i in range(8)).encode() + b"\n")

    def hear(self, lines, seconds=30):
        """Waits for that many lines and returns their numbers."""
        end = time.monotonic() + seconds
        while (count := self._received.count(b"\n")) < lines:
            left = end - time.monotonic()
            verdict.expect(left > 0, f"{count} of {lines} lines came within {seconds} s")
            if select.select([self._line], [], [], left)[0]:
                self._received += os.read(self._line, 65536)
        heard, self._received = self._received.decode().splitlines(), b""
        return [[float(value) for value in line.split(",")] for line in heard]

    def remove(self):
        self._gadget.remove()


def _play(path):
    """Comes, is played, goes; several times. The figures."""
    board = Board()
    opened, closed = [], []
    try:
        with instrument.Instrument(CONFIG.replace("PORT", path)) as playing:
            for turn in range(1, REPLUGS + 1):
                board.plug()
                verdict.wait_until(path, lambda: os.path.exists(path))
                appeared = time.monotonic()
                playing.wait_for(f"{path} open at", 20, turn)
                opened.append((time.monotonic() - appeared) * 1000)
                for i in range(LINES):
                    board.say(i)
                    time.sleep(0.01)
                answers = board.hear(LINES)
                verdict.expect(len(answers) == LINES, f"{len(answers)} answers to {LINES} lines")
                verdict.expect(all(len(answer) == 8 for answer in answers), f"not eight numbers each: {answers}")
                board.say(0)  # pulled out in the middle of things
                board.unplug()
                pulled = time.monotonic()
                playing.wait_for(f"{path} is gone", 20, turn)
                closed.append((time.monotonic() - pulled) * 1000)
            verdict.expect(playing.stop() == 0, "it did not end well")
            rows = playing.rows()
            verdict.expect(len(rows) >= REPLUGS * LINES, f"{len(rows)} of {REPLUGS * LINES} lines were logged")
        return (f"{REPLUGS} × {LINES} lines each way; open {_milliseconds(opened)} after its path was there, "
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
