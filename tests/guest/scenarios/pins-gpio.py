#!/usr/bin/env python3
"""Buttons, an encoder and lights on a GPIO chip that the kernel pretends to have (gpio-sim): what is pulled there, the
instrument hears; what it lights, is read there."""

import os
import random
import subprocess
import time

import ftrace
import instrument
import verdict
from board import Board

EDGES = 10_000
EDGES_A_SPIN = 500
PRESSES = 200

CONFIG = """
log_predictions = true
[interaction]
mode = "MODE"
[model]
file = "MODEL"
timescale = TIMESCALE
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

ACTIVITY = """
[[gpio.output]]
type = "activity"
line = "activity"
"""

STATE = """
[[gpio.output]]
type = "state"
line = "state"
"""


def play(mode, *sections, timescale=0):
    text = CONFIG.replace("MODEL", instrument.MODEL).replace("MODE", mode).replace("CHIP", "board")
    return instrument.Instrument(text.replace("TIMESCALE", str(timescale)) + "".join(sections))


def stay_behind_interrupts():
    """Puts this program on one processor with the kernel's threads for our lines, which have precedence: so each edge
    is seen before the next one is made, however late the host runs the guest's other processor."""
    os.sched_setaffinity(0, {0})
    for thread in verdict.command("pgrep", "^irq/.*-impsy$").split():
        os.sched_setaffinity(int(thread), {0})


def a_button_is_an_event_a_prediction_and_a_light():
    watch = ftrace.Trace(
        irq__irq_handler_entry='name ~ "*impsy*"', gpio__gpio_value="get == 0",
        sched__sched_switch='next_comm == "gpio in" || next_comm == "performance"')
    with play("filter", BUTTON, ACTIVITY) as playing:
        with watch:
            for turn in range(PRESSES):
                (board.close if turn % 2 == 0 else board.open)("button")
                verdict.wait_until(
                    f"a flash after press {turn}", lambda flashes=turn + 1: watch.count(ftrace.lights(False)) >= flashes)
        verdict.expect(playing.stop() == 0, playing.output)
        rows, answers = playing.rows(), playing.rows("rnn")
        verdict.expect([row[0] for row in rows] == [1, 0] * (PRESSES // 2), f"{len(rows)} rows: {rows[:6]}")
        verdict.expect(len(answers) == PRESSES, f"{len(answers)} predictions")
    chains = watch.chains(
        lambda seen: seen.kind == "irq_handler_entry", ftrace.runs("gpio in"), ftrace.runs("performance"),
        ftrace.lights(True))
    return (f"{PRESSES} edges; from the edge until the performance thread runs for it "
            f"{verdict.spread(ftrace.spans(chains, 0, 2))}, "
            f"until the light {verdict.spread(ftrace.spans(chains, 0, 3))} (emulated)")


def of_ten_thousand_edges_of_an_encoder_none_is_lost_or_doubled():
    chance = random.Random(5)
    place = 1000
    expected = []
    seconds = 0
    with play("useronly", ENCODER) as playing:
        stay_behind_interrupts()
        # Half of what the kernel keeps for a line, and then a rest: a host that holds up the guest's other processor
        # for longer than a spin loses nothing.
        for _ in range(EDGES // EDGES_A_SPIN):
            start = time.monotonic()
            for _ in range(EDGES_A_SPIN // 4):
                forward = chance.random() < 0.55
                first, second = ("contact A", "contact B") if forward else ("contact B", "contact A")
                for step in (board.close, board.open):
                    step(first)
                    step(second)
                place += 1 if forward else -1
                expected.append(round(place / 2000, 4))
            seconds += time.monotonic() - start
            time.sleep(0.2)
        os.sched_setaffinity(0, {0, 1})
        verdict.wait_until("the last step", lambda: len(playing.rows()) >= len(expected))
        verdict.expect(playing.stop() == 0, playing.output)
        rows = [round(row[0], 4) for row in playing.rows()]
        verdict.expect(rows == expected, f"{len(rows)} of {len(expected)} steps; {playing.output[-300:]}")
    return f"{EDGES} edges at {EDGES / seconds:.0f} a second, {len(rows)} steps, all in their order"


def a_line_in_use_is_told_with_its_user():
    with subprocess.Popen(["gpiomon", board.chip, str(board.number("taken"))], stdout=subprocess.DEVNULL) as user:
        try:
            verdict.wait_until("gpiomon has its line", lambda: "gpiomon" in verdict.command("gpioinfo", board.chip))
            with play("useronly", BUTTON, BUTTON.replace("button", "taken")) as playing:
                playing.wait_for("(taken) is in use by 'gpiomon'")
                board.close("button")
                verdict.wait_until("the button is heard", lambda: len(playing.rows()) == 1)
                verdict.expect(playing.stop() == 0, playing.output)
                board.open("button")
        finally:
            user.terminate()
    return "the other button played"


def a_chip_that_vanishes_is_told_once_and_comes_back_while_it_plays():
    with play("battle", BUTTON, PAUSE, ACTIVITY, STATE, timescale=0.1) as playing:
        # Held until it is heard: of a contact that is closed for less time than an interrupt takes, the kernel says
        # twice that it is open.
        board.close("button")
        verdict.wait_until("it plays", lambda: playing.rows("rnn"))
        board.open("button")
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
        verdict.wait_until("the state light is steady: it plays, and nothing is amiss", is_steady)
        board.close("pause")
        verdict.wait_until("the state light blinks", lambda: not board.is_lit("state"))
        board.open("pause")
        verdict.expect(playing.stop() == 0, playing.output)
    return f"told after {gone:.1f} s, more than ten events played meanwhile, heard {back:.1f} s after it came back"


def is_steady():
    """Lit for longer than any pattern lights it."""
    end = time.monotonic() + 0.7
    while board.is_lit("state"):
        if time.monotonic() > end:
            return True
        time.sleep(0.01)
    return False


if __name__ == "__main__":
    with Board("button", "pause", "contact A", "contact B", "activity", "state", "taken") as board:
        verdict.run(
            "pins-gpio",
            a_button_is_an_event_a_prediction_and_a_light,
            of_ten_thousand_edges_of_an_encoder_none_is_lost_or_doubled,
            a_line_in_use_is_told_with_its_user,
            a_chip_that_vanishes_is_told_once_and_comes_back_while_it_plays)
