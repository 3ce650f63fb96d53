#!/usr/bin/env python3
"""How long MIDI takes through the instrument: the kernel stamps each message as it leaves the player's port, and again
what comes out of IMPSY Out, from one queue. What an emulated machine says is for comparing with itself only, so no
figure is a failure; a message without an answer is."""


import instrument
import sequencer
import verdict

THRU = """
[model]
dimension = 2
[interaction]
mode = "useronly"
input_thru = true
[midi]
input."IMPSY In" = [["control_change", 1, 7]]
output."IMPSY Out" = [["control_change", 1, 7]]
"""

# Each prediction is due at once (timescale), and strikes its note whatever it is (retrigger).
POLYPHONY = f"""
[model]
file = "{instrument.MODEL}"
timescale = 0
[interaction]
mode = "polyphony"
[midi]
input."IMPSY In" = [["control_change", 1, 7], [], [], [], [], [], [], []]
output."IMPSY Out" = [["note_on", 1], [], [], [], [], [], [], []]
[output]
retrigger = "always"
note_window_ms = 0
"""

MESSAGES = 200
WARM_UP = 20


def through_thru():
    return _measure(THRU, sequencer.CONTROLLER)


def through_a_prediction_in_polyphony():
    return _measure(POLYPHONY, sequencer.NOTE_ON)


def _measure(config, answer):
    times = []
    with instrument.Instrument(config):
        player = sequencer.Sequencer("player")
        mouth = player.port("mouth")
        copies, ear = player.port("copies", listens=True), player.port("ear", listens=True)
        # Cables are served in the order in which they were drawn: a copy is always here before the answer.
        player.hear(copies, (player.client, mouth))
        player.play_to(mouth, sequencer.port_named("IMPSY In"))
        player.hear(ear, sequencer.port_named("IMPSY Out"))
        # Each waits for the answer to the one before: an emulated prediction takes as long as many real ones.
        for i in range(WARM_UP + MESSAGES):
            player.send(mouth, sequencer.CONTROLLER, 1, 7, i % 128)
            reply, heard = player.wait_for("an answer", lambda each: each.port == ear and each.kind == answer)
            sent = [each.stamp for each in heard if each.port == copies]
            verdict.expect(len(sent) == 1, f"{len(sent)} messages before answer {i}")
            times.append((reply.stamp - sent[0]) * 1000)
    times = times[WARM_UP:]
    return f"{MESSAGES} messages, {verdict.spread(times)} (emulated)"


if __name__ == "__main__":
    verdict.run("latency", through_thru, through_a_prediction_in_polyphony, modules=["snd-seq"])
