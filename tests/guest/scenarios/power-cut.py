#!/usr/bin/env python3
"""Power is cut in the middle of a performance, as a player does who pulls the plug: the kernel stops within an
instruction, and what it had not been told to write is lost. Then power is back, and the rest of this runs."""

import glob
import json
import os
import random
import shutil
import time

import installed
import verdict

SHARE = "/share/power-cut"  # on the host, whose power stays
SENT = f"{SHARE}/sent.txt"
CUT = f"{SHARE}/cut.json"
MODELS = "/var/lib/impsy/models"
COPIED = f"{MODELS}/copied.onnx"
WANTED = "/etc/systemd/system/impsy-guest.target.wants/impsy.service"
PLAYED = 20  # seconds
PAUSE = 0.02  # between two touches
DEAREST = 3  # seconds of playing: log_flush_seconds, and what an emulated machine takes besides
CONTROLS = 8

CONFIG = f"""
log_predictions = true
[interaction]
mode = "callresponse"
autostart = true
[model]
file = "{MODELS}"
[osc]
server_ip = "127.0.0.1"
server_port = 6000
client_ip = "127.0.0.1"
client_port = 6001
"""


def values_of(number):
    """Eight values that say which touch this is."""
    return [number // 100 / 128, number % 100 / 128] + [0.5] * (CONTROLS - 2)


def number_of(row):
    return round(float(row[2]) * 128) * 100 + round(float(row[3]) * 128)


def sent():
    """When each touch was sent, by the guest's clock."""
    with open(SENT, encoding="ascii") as file:
        return [float(line) for line in file if line.endswith("\n")]


def logs_before():
    with open(CUT, encoding="ascii") as file:
        return json.load(file)


def status():
    return json.loads(verdict.command("impsy", "status", "--json"))


def it_plays_until_power_is_cut():
    installed.install()
    installed.configure(CONFIG)
    os.makedirs(os.path.dirname(WANTED), exist_ok=True)
    os.symlink("/usr/lib/systemd/system/impsy.service", WANTED)  # this target is the one that the guest boots
    os.sync()  # what was set up was set up long ago
    # From here on the kernel writes what it is told to write, and nothing of its own accord.
    verdict.command("sysctl", "-q", "vm.dirty_writeback_centisecs=0", "vm.dirty_expire_centisecs=100000")
    verdict.command("mount", "-o", "remount,commit=1000", "/")
    model = max(glob.glob("/share/publish/models/*dim9*.onnx"), key=os.path.getsize)
    shutil.copyfile(model, COPIED)  # as scp does
    verdict.wait_until("it plays the model", lambda: os.path.basename(COPIED) in str(status()))
    verdict.command("impsy", "send", "sigmatemp", "0.7")
    verdict.command("impsy", "send", "mode", "battle")
    os.makedirs(SHARE)
    with open(SENT, "w", encoding="ascii", buffering=1) as told:
        number = 0
        end = time.monotonic() + PLAYED + random.uniform(0, 1)
        while time.monotonic() < end:
            installed.touch(values_of(number))
            told.write(f"{time.monotonic()}\n")
            number += 1
            time.sleep(PAUSE)
    with open(CUT, "w", encoding="ascii") as file:
        json.dump(sorted(glob.glob(f"{installed.LOGS}/*.log")), file)
    with open("/share/results.txt", "a", encoding="ascii") as results:
        results.write("CUT power-cut\n")
    with open("/proc/sysrq-trigger", "wb", buffering=0) as kernel:
        kernel.write(b"b")
    time.sleep(verdict.PATIENCE)
    raise AssertionError("the power is still on")


def it_plays_again_without_a_hand():
    verdict.wait_until("it is active", installed.is_active)
    with installed.Ear() as ear:
        ear.wait_for(10)
    said = verdict.command("systemctl", "show", "impsy", "-P", "ActiveEnterTimestampMonotonic")
    return f"READY {int(said) / 1e6:.1f} s after the kernel began (emulated)"


def its_log_has_all_but_the_last_of_the_playing():
    times = sent()
    with open(logs_before()[-1], encoding="utf-8") as file:
        *lines, last = file.read().split("\n")  # the last: nothing, or half a row, which dataset leaves out
    rows = [line.split(",") for line in lines]
    verdict.expect(all(len(row) == 2 + CONTROLS for row in rows), "not every row is whole")
    numbers = [number_of(row) for row in rows if row[1] == "interface"]
    verdict.expect(numbers == list(range(len(numbers))), f"{len(numbers)} rows, not those that were played first")
    lost = times[-1] - times[max(len(numbers) - 1, 0)]
    verdict.expect(lost < DEAREST, f"{len(numbers)} of {len(times)} touches are logged: {lost:.2f} s are lost")
    end = "; half a row after them" if last else ""
    return f"{len(numbers)} of {len(times)} touches logged, the last {lost:.2f} s are lost{end}"


def it_logs_to_a_file_of_its_own():
    installed.touch(values_of(0))
    before = logs_before()

    def new_logs():
        return [path for path in glob.glob(f"{installed.LOGS}/*.log") if path not in before]

    newest = verdict.wait_until("a log", new_logs)
    return f"{len(newest)} beside the {len(before)} of before"


def it_has_the_mode_and_the_temperature_that_were_chosen():
    seen = status()
    chosen = (seen["mode"], seen["sigmatemp"])
    verdict.expect(chosen == ("battle", 0.7), f"mode and sigmatemp are {chosen}")
    return "battle and 0.7, which the configuration does not say"


def a_model_that_was_copied_and_never_written_does_not_silence_it():
    size = os.path.getsize(COPIED) if os.path.exists(COPIED) else None
    said = [line for line in installed.journal().splitlines() if "model" in line]
    verdict.expect(said and "random walk" not in said[-1], f"it says: {said}")
    left = "is not there" if size is None else f"has {size} bytes"
    return f"the file {left}; it says: {said[-1]}"


def purged_it_is_gone():
    os.unlink(WANTED)
    installed.purge()
    return "nothing is left"


if __name__ == "__main__":
    if os.path.exists(CUT):
        verdict.run(
            "power-cut",
            it_plays_again_without_a_hand,
            its_log_has_all_but_the_last_of_the_playing,
            it_logs_to_a_file_of_its_own,
            it_has_the_mode_and_the_temperature_that_were_chosen,
            a_model_that_was_copied_and_never_written_does_not_silence_it,
            purged_it_is_gone)
    verdict.run("power-cut", it_plays_until_power_is_cut)
