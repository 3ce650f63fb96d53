#!/usr/bin/env python3
"""Nothing is left sounding when the instrument goes, however it is told to: aseqdump is the synthesiser, to which the
instrument connects by itself, and sees an end for each note that began."""

import signal
import time

import dump
import instrument
import service
import verdict

# Notes that last until the next one of the same control, and a walk that plays alone: there is always one that sounds.
BATTLE = """
[model]
dimension = 5
[interaction]
mode = "battle"
autostart = true
[midi]
out_device = "aseqdump"
output."aseqdump" = [["note_on", 1], ["note_on", 2], ["note_on", 2], ["control_change", 3, 7]]
"""

SIGNALS = [signal.SIGTERM, signal.SIGINT]
RESTARTS = 5


def on_SIGTERM_and_SIGINT_every_note_ends():
    figures = []
    for by in SIGNALS:
        with dump.Dump() as synth, instrument.Instrument(BATTLE) as playing:
            verdict.wait_until("ten notes", lambda: synth.count("on") >= 10)
            verdict.wait_until("a note that sounds", synth.sounding)
            begun = time.monotonic()
            verdict.expect(playing.stop(by) == 0, f"{by.name}: it did not end well")
            took = (time.monotonic() - begun) * 1000
            verdict.wait_until("silence", lambda: not synth.sounding())
            figures.append(f"{by.name} {synth.count('on')} begun, {synth.count('off')} ended, gone in {took:.0f} ms")
    return "; ".join(figures)


def on_systemctl_restart_every_note_ends_and_it_plays_again():
    with dump.Dump(dump.NEWS) as synth, service.Service(BATTLE) as playing:
        pauses, held = [], []
        for _ in range(RESTARTS):
            start = len(synth.heard)
            verdict.wait_until("notes", lambda first=start: synth.heard[first + 10:])
            held.append(_restart_while_a_note_sounds(playing, synth, pauses))
        playing.stop()
        verdict.wait_until("silence", lambda: not synth.sounding())
        return (f"{RESTARTS} restarts with {', '.join(map(str, held))} notes sounding, silent for "
                f"{', '.join(f'{pause:.2f}' for pause in pauses)} s; {synth.count('on')} begun, "
                f"{synth.count('off')} ended")


def _restart_while_a_note_sounds(playing, synth, pauses):
    """Returns how many sounded; each of them has to end before anything else begins."""
    before = verdict.wait_until("a note that sounds", synth.sounding)
    begun = len(synth.heard)
    playing.restart()
    verdict.wait_until("the first is gone", lambda: "exit" in [each[0] for each in synth.heard[begun:]])
    gone = begun + [each[0] for each in synth.heard[begun:]].index("exit")
    verdict.wait_until("it plays again", lambda: "on" in [each[0] for each in synth.heard[gone:]])
    again = gone + [each[0] for each in synth.heard[gone:]].index("on")
    pauses.append(synth.times[again] - synth.times[gone - 1])
    left = dump.sounding(synth.heard[:gone])
    verdict.expect(not left, f"left sounding by the first: {left}, after {synth.heard[:gone][-10:]}")
    return len(before)


if __name__ == "__main__":
    verdict.run(
        "restart-releases-notes",
        on_SIGTERM_and_SIGINT_every_note_ends,
        on_systemctl_restart_every_note_ends_and_it_plays_again,
        modules=["snd-seq"])
