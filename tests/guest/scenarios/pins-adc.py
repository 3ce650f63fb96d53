#!/usr/bin/env python3
"""Knobs on converters, through the kernel's own I2C and IIO: an ADS1115 whose registers i2c-stub keeps, spoken to by
i2c-dev; and the same as an ADS1015 that the driver ti-ads1015 serves. A light is on a chip of gpio-sim."""

import glob
import time

import ftrace
import instrument
import verdict
from board import Board

ADDRESS = "0x48"
TURNS = 40
KNOBS = 4
SECONDS = 5
CLOCK_GETTIME = 228  # a call only here, where the kernel's clock is none that a program can read by itself
CALLS_A_ROUND = 3 * KNOBS + 1  # begin, wait and read for each knob, and the wait for the next round

CONFIG = """
log_predictions = true
[interaction]
mode = "filter"
[model]
file = "MODEL"
timescale = 0
[adc]
chip = "CHIP"
bus = "BUS"
[[adc.input]]
channel = 0
dimension = 1
max = MAX
"""

MORE_KNOBS = "".join(f"""
[[adc.input]]
channel = {number}
dimension = {number + 1}
""" for number in range(1, KNOBS))

ACTIVITY = """
[gpio]
chip = "board"
[[gpio.output]]
type = "activity"
line = "activity"
"""


def turn(counts):
    """Sets the conversion register: high byte first, and SMBus has words the other way round."""
    swapped = (counts & 0xFF) << 8 | counts >> 8
    verdict.command("i2cset", "-y", "-f", BUS.rsplit("-", 1)[1], ADDRESS, "0", f"{swapped:#06x}", "w")


def play(chip, bus, most, more=""):
    text = CONFIG.replace("MODEL", instrument.MODEL).replace("CHIP", chip).replace("BUS", bus)
    return instrument.Instrument(text.replace("MAX", str(most)) + more)


def sweep(playing, highest):
    """From one end to the other; what was heard, and what was answered."""
    steps = 40
    for step in range(steps + 1):
        turn(highest * step // steps)
        time.sleep(0.05)
    verdict.wait_until("the end is heard", lambda: playing.rows() and playing.rows()[-1][0] == 1)
    verdict.expect(playing.stop() == 0, playing.output)
    heard = [row[0] for row in playing.rows()]
    answers = len(playing.rows("rnn"))
    verdict.expect(heard == sorted(heard) and heard[-1] == 1, f"{heard}")
    verdict.expect(len(heard) >= steps // 2 and answers == len(heard), f"{len(heard)} events, {answers} predictions")
    return f"{len(heard)} events of a sweep of {steps} steps, each answered, up to 1"


def a_knob_on_an_ADS1115_is_heard_by_i2c_dev():
    turn(0)
    with play("ads1115", BUS, 26400) as playing:
        playing.wait_for("ADC: ads1115 on")
        return sweep(playing, 26400)


def a_knob_turned_is_an_event_a_prediction_and_a_light():
    watch = ftrace.Trace(
        smbus__smbus_write="", smbus__smbus_read="", gpio__gpio_value="get == 0",
        sched__sched_switch='next_comm == "performance"')
    turn(0)
    with Board("activity"), play("ads1115", BUS, 26400, ACTIVITY) as playing:
        playing.wait_for("ADC: ads1115 on")
        with watch:
            for number in range(TURNS):
                turn(0 if number % 2 else 26400)
                verdict.wait_until(f"a flash after turn {number}", lambda flashes=number + 1: watch.count(
                    ftrace.lights(False)) >= flashes)
        verdict.expect(playing.stop() == 0, playing.output)
        heard, answers = [row[0] for row in playing.rows()], playing.rows("rnn")
    verdict.expect(heard == [1, 0] * (TURNS // 2) and len(answers) == TURNS, f"{len(answers)} predictions for {heard}")
    chains = watch.chains(
        lambda seen: seen.kind == "smbus_write" and seen.thread == "i2cset",
        lambda seen: seen.kind == "smbus_read" and seen.thread == "adc in",
        ftrace.runs("performance"), ftrace.lights(True))
    return (f"{TURNS} turns, one event each; from the turn to a sample {verdict.spread(ftrace.spans(chains, 0, 1))}, "
            f"until the performance thread runs for it {verdict.spread(ftrace.spans(chains, 0, 2))}, "
            f"until the light {verdict.spread(ftrace.spans(chains, 0, 3))} (emulated)")


def four_knobs_at_rest_are_sampled_all_the_while_and_say_nothing():
    turn(13000)
    with play("ads1115", BUS, 26400, MORE_KNOBS) as playing:
        playing.wait_for("ADC: ads1115 on")
        own = f"common_pid == {playing.thread('adc in')}"
        calls_but_time = f"{own} && id != {CLOCK_GETTIME}"
        with ftrace.Trace(smbus__smbus_write=own, raw_syscalls__sys_enter=calls_but_time) as watch:
            time.sleep(SECONDS)
        verdict.expect(playing.stop() == 0, playing.output)
        verdict.expect(not playing.rows(), f"{playing.rows()[:5]}")
    begun = [seen.time for seen in watch.seen if seen.kind == "smbus_write"]
    calls = [seen.time for seen in watch.seen if seen.kind == "sys_enter"]
    rounds = len(begun) / KNOBS
    verdict.expect(abs(len(calls) - rounds * CALLS_A_ROUND) <= CALLS_A_ROUND, f"{len(calls)} calls in {rounds} rounds")
    periods = [(later - earlier) * 1000 for earlier, later in zip(begun[::KNOBS], begun[KNOBS::KNOBS])]
    seconds = calls[-1] - calls[0]
    return (f"{rounds / seconds:.1f} rounds a second, {verdict.spread(periods)} from one to the next (emulated), "
            f"{CALLS_A_ROUND} system calls each, {len(calls) / seconds:.0f} a second")


def an_address_that_a_driver_has_is_told():
    with open(f"/sys/bus/i2c/devices/{BUS[5:]}/new_device", "w", encoding="ascii") as file:
        file.write(f"ads1015 {ADDRESS}\n")
    verdict.wait_until("the driver", lambda: glob.glob("/sys/bus/iio/devices/iio:device*"))
    with play("ads1115", BUS, 26400) as playing:
        playing.wait_for("a driver of the kernel has 0x48: take chip = \"iio\"")
        verdict.expect(playing.stop() == 0, playing.output)
    return "and what to do about it"


def a_knob_on_a_chip_that_the_kernel_drives_is_heard_by_iio():
    turn(0)
    with play("iio", "ads1015", 2000) as playing:
        playing.wait_for("ADC: iio on ads1015 answers")
        return sweep(playing, 2000 << 4)


if __name__ == "__main__":
    verdict.command("modprobe", "i2c-dev")
    verdict.command("modprobe", "i2c-stub", f"chip_addr={ADDRESS}")
    verdict.command("modprobe", "ti-ads1015")
    BUS = next(
        "/dev/" + path.split("/")[-2] for path in glob.glob("/sys/class/i2c-dev/*/name")
        if "stub" in open(path, encoding="ascii").read())
    verdict.run(
        "pins-adc",
        a_knob_on_an_ADS1115_is_heard_by_i2c_dev,
        a_knob_turned_is_an_event_a_prediction_and_a_light,
        four_knobs_at_rest_are_sampled_all_the_while_and_say_nothing,
        an_address_that_a_driver_has_is_told,
        a_knob_on_a_chip_that_the_kernel_drives_is_heard_by_iio)
