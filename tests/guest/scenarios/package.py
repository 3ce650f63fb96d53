#!/usr/bin/env python3
"""The package in a Debian that has never seen it: installed, it plays; and it goes on whatever is done to it. Here
systemd can give what a container cannot: real-time priority, locked memory, a sandbox; and the clock is the guest's."""

import glob
import os
import re
import signal
import subprocess
import time

import dump
import gadget
import installed
import verdict

HOURS = 5 * 3600
KILLS = 10
TOUCHES = 20

# Notes that last until the next of the same control, on whatever is plugged in and on a synthesiser that is a program.
BATTLE = """
[interaction]
mode = "battle"
autostart = true
[model]
file = "/var/lib/impsy/models"
[midi]
in_device = "Test Pad"
out_device = ["Test Pad", "aseqdump"]
input."Test Pad" = [["note_on", 1], [], [], [], [], [], [], []]
output."Test Pad" = [["note_on", 1], ["note_on", 2], [], [], [], [], [], []]
output."aseqdump" = [["note_on", 1], ["note_on", 2], ["note_on", 2], [], [], [], [], []]
[serial]
port = "/dev/ttyACM0"
[output]
retrigger = "always"
[osc]
server_ip = "127.0.0.1"
server_port = 6000
client_ip = "127.0.0.1"
client_port = 6001
"""


def apt_install_is_all_it_takes():
    with installed.Ear() as ear:
        begun = time.monotonic()
        installed.install()
        done = time.monotonic() - begun
        ear.wait_for(10)
        heard = time.monotonic() - begun
    verdict.expect(installed.is_active(), installed.journal())
    enabled = verdict.command("systemctl", "is-enabled", "impsy").strip()
    verdict.expect(enabled == "enabled", f"it is {enabled}")
    return f"installed in {done:.1f} s, ten predictions heard {heard:.1f} s after typing (emulated)"


def its_threads_have_their_priorities_and_its_memory_is_locked():
    policies = {}
    for task in glob.glob(f"/proc/{installed.pid()}/task/*"):
        with open(f"{task}/comm", encoding="ascii") as file:
            name = file.read().strip()
        said = verdict.command("chrt", "-p", os.path.basename(task))
        policies[name] = tuple(re.findall(r": (\S+)$", said, re.MULTILINE))
    fifo = {name: int(priority) for name, (policy, priority) in policies.items() if policy == "SCHED_FIFO"}
    verdict.expect(40 in fifo.values(), f"no thread has 40: {policies}")
    verdict.expect(35 in fifo.values(), f"no input thread has 35: {policies}")
    verdict.expect(len(fifo) < len(policies), f"the whole process has real-time priority: {policies}")
    with open(f"/proc/{installed.pid()}/status", encoding="ascii") as file:
        locked = int(re.search(r"VmLck:\s+(\d+) kB", file.read())[1])
    verdict.expect(locked > 0, "nothing is locked")
    verdict.expect("with real-time priority" in installed.journal(), installed.journal())
    return f"{fifo}, and what it touches stays in memory"


def it_is_shut_in():
    with open(f"/proc/{installed.pid()}/status", encoding="ascii") as file:
        status = dict(line.rstrip("\n").split(":\t", 1) for line in file)
    wanted = {"NoNewPrivs": "1", "Seccomp": "2", "CapEff": "0" * 16, "CapBnd": "0" * 16}
    seen = {key: status[key].strip() for key in wanted}
    verdict.expect(seen == wanted, f"{seen}")
    with open(f"/proc/{installed.pid()}/mountinfo", encoding="ascii") as file:
        mounts = {fields[4]: fields[5].split(",") for fields in map(str.split, file)}
    verdict.expect("ro" in mounts["/"], f"its root is {mounts['/']}")
    verdict.expect("rw" in mounts["/var/lib/impsy"], f"its folder is {mounts['/var/lib/impsy']}")
    uid = status["Uid"].split()[0]
    verdict.expect(uid != "0", "it runs as root")
    return f"user {uid}, no capability, a filter of system calls, a root that is read-only"


def a_clock_that_is_set_by_five_hours_changes_nothing():
    with installed.Ear() as ear:
        for step in (HOURS, -2 * HOURS, HOURS):
            verdict.command("date", "-s", f"@{time.time() + step:.0f}")
            for i in range(TOUCHES):
                installed.touch([i / TOUCHES] * 8)
                time.sleep(0.05)
            ear.wait_for(20)
    time.sleep(1.5)  # its log is flushed within the second
    newest = max(glob.glob(f"{installed.LOGS}/*.log"), key=os.path.getctime)
    with open(newest, encoding="ascii") as file:
        stamps = [line.split(",", 1)[0] for line in file]
    seconds = [sum(float(part) * by for part, by in zip(stamp[11:].split(":"), (3600, 60, 1))) for stamp in stamps]
    steps = [(after - before) % 86400 for before, after in zip(seconds, seconds[1:])]
    verdict.expect(len(steps) == 3 * TOUCHES - 1, f"{len(steps) + 1} rows in {newest}")
    verdict.expect(max(steps) < verdict.PATIENCE, f"a row {max(steps)} s after the one before it")
    return f"{len(stamps)} rows logged, at most {max(steps):.2f} s apart, across +5, -10 and +5 hours"


def with_all_devices_pulled_it_plays_on_and_they_come_back():
    verdict.command("modprobe", "-a", "snd-seq")
    pad = gadget.Gadget("pad", "midi.usb0", "Test Pad", "0001", id="pad", in_ports=1, out_ports=1)
    board = gadget.Gadget("board", "acm.usb0", "Test Board", "0002", socket=1)
    lines = ("Test Pad MIDI 1", "/dev/ttyACM0 open at")
    try:
        installed.configure(BATTLE)
        before = installed.pid()
        known = [installed.journal().count(line) for line in lines]
        for device in (pad, board):
            device.plug()
        for line, times in zip(lines, known):
            verdict.wait_until(line, lambda l=line, t=times: installed.journal().count(l) > t)
        for device in (pad, board):
            device.unplug()
        for gone in ("Test Pad MIDI 1 is gone", "/dev/ttyACM0 is gone"):
            verdict.wait_until(gone, lambda g=gone: g in installed.journal())
        with installed.Ear() as ear:
            took = ear.wait_for(20)
        known = [installed.journal().count(line) for line in lines]
        for device in (pad, board):
            device.plug()
        for line, times in zip(lines, known):
            verdict.wait_until(f"{line}, again", lambda l=line, t=times: installed.journal().count(l) > t)
        verdict.expect(installed.pid() == before, "it was started again")
        return f"MIDI and serial at once, 20 predictions in {took:.0f} ms with nothing plugged in, both taken up again"
    finally:
        pad.remove()
        board.remove()


def killed_it_is_back_and_ends_what_sounded_before_it_plays():
    with dump.Dump() as synth:
        installed.configure(BATTLE)
        before = installed.journal().count("killed before it could end its notes")
        for _ in range(KILLS):
            count = len(synth.heard)
            verdict.wait_until("notes", lambda first=count: len(synth.heard) > first + 10)
            first = installed.pid()
            os.kill(first, signal.SIGKILL)
            verdict.wait_until("it is back", lambda old=first: installed.is_active() and installed.pid() not in (0, old))
        verdict.command("systemctl", "stop", "impsy")
        verdict.wait_until("silence", lambda: not synth.sounding())
        held = installed.journal().count("killed before it could end its notes") - before
        begun = synth.count("on")
        verdict.expect(held > 0, "it never had anything to end")
        return f"{KILLS} kills, {begun} notes begun, each ended; {held} successors had notes to end"


def purged_nothing_of_it_is_left():
    installed.purge()
    running = subprocess.run(["pgrep", "-x", "impsy"], capture_output=True, check=False).returncode == 0
    verdict.expect(not running, "it still runs")
    return "no file, no process"


if __name__ == "__main__":
    verdict.run(
        "package",
        apt_install_is_all_it_takes,
        its_threads_have_their_priorities_and_its_memory_is_locked,
        it_is_shut_in,
        a_clock_that_is_set_by_five_hours_changes_nothing,
        with_all_devices_pulled_it_plays_on_and_they_come_back,
        killed_it_is_back_and_ends_what_sounded_before_it_plays,
        purged_nothing_of_it_is_left,
        modules=["snd-seq"])
