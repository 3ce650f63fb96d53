#!/usr/bin/env python3
"""Knobs on converters, through the kernel's own I2C and IIO: an ADS1115 whose registers i2c-stub keeps, spoken to by
i2c-dev; and the same as an ADS1015 that the driver ti-ads1015 serves."""

import glob
import time

import instrument
import verdict

ADDRESS = "0x48"

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


def turn(counts):
    """Sets the conversion register: high byte first, and SMBus has words the other way round."""
    swapped = (counts & 0xFF) << 8 | counts >> 8
    verdict.command("i2cset", "-y", "-f", BUS.rsplit("-", 1)[1], ADDRESS, "0", f"{swapped:#06x}", "w")


def play(chip, bus, most):
    return instrument.Instrument(
        CONFIG.replace("MODEL", instrument.MODEL).replace("CHIP", chip).replace("BUS", bus).replace("MAX", str(most)))


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
        an_address_that_a_driver_has_is_told,
        a_knob_on_a_chip_that_the_kernel_drives_is_heard_by_iio)
