#!/usr/bin/env python3
"""Buttons, an encoder and lights on a GPIO chip that the kernel pretends to have (gpio-sim): what is pulled there, the
instrument hears; what it lights, is read there."""

import glob
import os
import random
import subprocess
import time

import instrument
import verdict

SIM = "/sys/kernel/config/gpio-sim/board"
EDGES = 10_000
PRESSES = 200

CONFIG = """
log_predictions = true
[interaction]
mode = "MODE"
[model]
file = "MODEL"
timescale = 0
[gpio]
chip = "CHIP"
"""

BUTTON = """
[[gpio.input]]
line = "button"
debounce_ms = 0
dimension = 1
"""

ENCODER = """
[[gpio.input]]
type = "encoder"
line = ["contact A", "contact B"]
steps_per_turn = 1000
turns = 2
dimension = 1
"""

PAUSE = """
[[gpio.input]]
line = "pause"
command = "pause"
"""

LIGHTS = """
[[gpio.output]]
type = "activity"
line = "activity"
[[gpio.output]]
type = "state"
line = "state"
"""

LINES = ["button", "pause", "contact A", "contact B", "activity", "state", "taken"]


class Board:
    """The pretended chip."""

    def __init__(self):
        bank = f"{SIM}/bank0"
        os.makedirs(bank)
        write(f"{bank}/num_lines", str(len(LINES)))
        write(f"{bank}/label", "board")
        for number, name in enumerate(LINES):
            os.mkdir(f"{bank}/line{number}")
            write(f"{bank}/line{number}/name", name)
        self._pulls = {}
        self.plug()

    def plug(self):
        write(f"{SIM}/live", "1")
        self.chip = read(f"{SIM}/bank0/chip_name")
        self._folder = f"/sys/devices/platform/{read(f'{SIM}/dev_name')}/{self.chip}"
        self._pulls = {
            name: os.open(f"{self._folder}/sim_gpio{number}/pull", os.O_WRONLY) for number, name in enumerate(LINES)}

    def unplug(self):
        for pull in self._pulls.values():
            os.close(pull)
        write(f"{SIM}/live", "0")

    def close(self, name):
        """The contact goes to ground."""
        os.pwrite(self._pulls[name], b"pull-down", 0)

    def open(self, name):
        os.pwrite(self._pulls[name], b"pull-up", 0)

    def is_lit(self, name):
        return read(f"{self._folder}/sim_gpio{LINES.index(name)}/value") == "1"


def read(path):
    with open(path, encoding="ascii") as file:
        return file.read().strip()


def write(path, text):
    with open(path, "w", encoding="ascii") as file:
        file.write(text)


def play(mode, *sections):
    text = CONFIG.replace("MODEL", instrument.MODEL).replace("MODE", mode).replace("CHIP", "board")
    return instrument.Instrument(text + "".join(sections))


def stay_behind_interrupts():
    """Puts this program on one processor with the kernel's threads for our lines, which have precedence: so each edge is
    seen before the next one is made, however late the host runs the guest's other processor."""
    os.sched_setaffinity(0, {0})
    for folder in glob.glob("/proc/[0-9]*"):
        name = read(f"{folder}/comm")
        if name.startswith("irq/") and name.endswith("-impsy"):
            os.sched_setaffinity(int(os.path.basename(folder)), {0})


def a_button_is_an_event_a_prediction_and_a_light():
    took = []
    with play("filter", BUTTON, LIGHTS) as playing:
        for turn in range(PRESSES):
            verdict.wait_until("the light goes out", lambda: not board.is_lit("activity"))
            start = time.monotonic()
            (board.close if turn % 2 == 0 else board.open)("button")
            while not board.is_lit("activity"):
                verdict.expect(time.monotonic() < start + verdict.PATIENCE, f"no light after press {turn}: {playing.output}")
            took.append((time.monotonic() - start) * 1000)
        verdict.expect(playing.stop() == 0, playing.output)
        rows, answers = playing.rows(), playing.rows("rnn")
        verdict.expect([row[0] for row in rows] == [1, 0] * (PRESSES // 2), f"{len(rows)} rows: {rows[:6]}")
        verdict.expect(len(answers) == PRESSES, f"{len(answers)} predictions")
    return (f"{PRESSES} edges, from edge to light p50 {verdict.percentile(took, 0.5):.1f} ms, "
            f"p99 {verdict.percentile(took, 0.99):.1f} ms")


def of_ten_thousand_edges_of_an_encoder_none_is_lost_or_doubled():
    chance = random.Random(5)
    place = 1000
    expected = []
    with play("useronly", ENCODER) as playing:
        stay_behind_interrupts()
        start = time.monotonic()
        for _ in range(EDGES // 4):
            forward = chance.random() < 0.55
            first, second = ("contact A", "contact B") if forward else ("contact B", "contact A")
            for step in (board.close, board.open):
                step(first)
                step(second)
            place += 1 if forward else -1
            expected.append(round(place / 2000, 4))
        seconds = time.monotonic() - start
        os.sched_setaffinity(0, {0, 1})
        time.sleep(verdict.PATIENCE / 10)
        verdict.expect(playing.stop() == 0, playing.output)
        rows = [round(row[0], 4) for row in playing.rows()]
        verdict.expect(rows == expected, f"{len(rows)} of {len(expected)} steps; {playing.output[-300:]}")
    return f"{EDGES} edges at {EDGES / seconds:.0f} a second, {len(rows)} steps, all in their order"


def a_line_in_use_is_told_with_its_user():
    with subprocess.Popen(["gpiomon", board.chip, str(LINES.index("taken"))], stdout=subprocess.DEVNULL) as user:
        time.sleep(2)
        with play("useronly", BUTTON, BUTTON.replace("button", "taken")) as playing:
            playing.wait_for("(taken) is in use by 'gpiomon'")
            board.close("button")
            verdict.wait_until("the button is heard", lambda: len(playing.rows()) == 1)
            verdict.expect(playing.stop() == 0, playing.output)
            board.open("button")
        user.terminate()
    return "the other button played"


def a_chip_that_vanishes_is_told_once_and_comes_back_while_it_plays():
    with play("battle", BUTTON, PAUSE, LIGHTS) as playing:
        board.close("button")
        board.open("button")
        verdict.wait_until("it plays", lambda: playing.rows("rnn"))
        start = time.monotonic()
        board.unplug()
        playing.wait_for("is gone; waiting for it to come back", times=4)
        gone = time.monotonic() - start
        before = len(playing.rows("rnn"))
        verdict.wait_until("it plays on", lambda: len(playing.rows("rnn")) > before + 10)
        board.plug()
        start = time.monotonic()
        playing.wait_for("GPIO: Button on", times=6)  # twice each, and each once as gone
        back = time.monotonic() - start
        board.close("pause")
        board.open("pause")
        verdict.wait_until("the state light blinks", lambda: not board.is_lit("state"))
        verdict.expect(playing.stop() == 0, playing.output)
    return f"told after {gone:.1f} s, more than ten events played meanwhile, heard {back:.1f} s after it came back"


if __name__ == "__main__":
    verdict.command("modprobe", "-a", "configfs", "gpio-sim")
    board = Board()
    verdict.run(
        "pins-gpio",
        a_button_is_an_event_a_prediction_and_a_light,
        of_ten_thousand_edges_of_an_encoder_none_is_lost_or_doubled,
        a_line_in_use_is_told_with_its_user,
        a_chip_that_vanishes_is_told_once_and_comes_back_while_it_plays)
