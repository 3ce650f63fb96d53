#!/usr/bin/env python3
"""The ports IMPSY In and IMPSY Out, with programs on the other side that are not ours: amidi plays into them through a
raw MIDI device (snd-virmidi), aplaymidi plays a file, and aseqdump tells what the instrument plays."""

import re
import tempfile
import time

import dump
import instrument
import sequencer
import verdict

THRU = """
[model]
dimension = 4
[interaction]
mode = "useronly"
input_thru = true
[midi]
input."IMPSY In" = [["note_on", 1], ["velocity", 1], ["control_change", 2, 74]]
output."IMPSY Out" = [["note_on", 5], ["velocity", 5], ["control_change", 6, 21]]
"""

FILTER = f"""
[model]
file = "{instrument.MODEL}"
[interaction]
mode = "filter"
[midi]
input."IMPSY In" = [["note_on", 1], ["velocity", 1], [], [], [], [], [], []]
output."IMPSY Out" = [["note_on", 5, 36, 84], ["velocity", 5], ["control_change", 6, 21], [], [], [], [], []]
[output]
retrigger = "always"
note_window_ms = 0
"""

NOTES = 16


def there_are_the_ports_IMPSY_In_and_IMPSY_Out():
    with instrument.Instrument(THRU):
        listed = verdict.command("aconnect", "-l")
        client = re.search(r"client (\d+): 'IMPSY' \[[^\n]*\n((?:\s+\d+ '[^\n]*\n)+)", listed)
        verdict.expect(client, f"aconnect -l does not list IMPSY: {listed}")
        names = [name.strip() for name in re.findall(r"'(.*?)'", client[2])]
        verdict.expect({"IMPSY In", "IMPSY Out"} <= set(names), f"its ports are {names}")
        return f"client {client[1]}, {names}"


def what_a_raw_device_plays_goes_thru_mapped_with_velocity_and_note_off():
    virmidi = sequencer.port_named("VirMIDI")
    with instrument.Instrument(THRU), dump.Dump(sequencer.port_named("IMPSY Out")) as witness:
        verdict.command("aconnect", "{}:{}".format(*virmidi), "{}:{}".format(*sequencer.port_named("IMPSY In")))
        # A note, its end, a controller, and a note that ends in the manner of most keyboards: struck with velocity 0.
        verdict.command("amidi", "-p", "hw:VirMIDI", "-S", "90 3C 21 80 3C 40 B1 4A 20 90 40 5F 90 40 00")
        expected = [
            ("on", 5, 60, 33), ("off", 5, 60), ("cc", 6, 21, 32), ("on", 5, 64, 95), ("off", 5, 64),
        ]
        verdict.wait_until("five messages", lambda: len(witness.heard) >= 5)
        time.sleep(0.2)  # more would be wrong, too
        heard = [each if each[0] != "off" else each[:3] for each in witness.heard]
        verdict.expect(heard == expected, f"aseqdump heard {heard}, expected {expected}")
        return f"{heard}"


def each_note_of_a_file_is_answered_by_the_model():
    with tempfile.NamedTemporaryFile(suffix=".mid") as file:
        file.write(_scale())
        file.flush()
        with instrument.Instrument(FILTER) as playing, dump.Dump(sequencer.port_named("IMPSY Out")) as witness:
            target = "{}:{}".format(*sequencer.port_named("IMPSY In"))
            verdict.command("aplaymidi", "-p", target, "-d", "0", file.name)
            verdict.wait_until(f"{NOTES} notes", lambda: witness.count("on") >= NOTES)
            code = playing.stop()
            verdict.wait_until("the end of each note", lambda: not witness.sounding())
            notes = [each for each in witness.heard if each[0] == "on"]
            verdict.expect(code == 0, f"it ended with {code}")
            verdict.expect(len(notes) == NOTES, f"{len(notes)} notes for {NOTES}")
            verdict.expect(all(each[1] == 5 and 36 <= each[2] <= 84 for each in notes), f"out of range: {notes}")
            different = len({each[2] for each in notes})
            return f"{NOTES} notes in, {len(notes)} out, {different} of them different, none left"


def _scale():
    """A MIDI file of a track: notes of 50 ms with pauses of 50 ms, 500,000 µs to a quarter of 480."""
    events = b"".join(
        bytes([48, 0x90, 48 + i, 40 + 4 * i, 48, 0x80, 48 + i, 0]) for i in range(NOTES)) + b"\x00\xff\x2f\x00"
    return (b"MThd" + (6).to_bytes(4, "big") + bytes([0, 0, 0, 1, 480 >> 8, 480 & 255])
            + b"MTrk" + len(events).to_bytes(4, "big") + events)


if __name__ == "__main__":
    verdict.run(
        "midi-virtual",
        there_are_the_ports_IMPSY_In_and_IMPSY_Out,
        what_a_raw_device_plays_goes_thru_mapped_with_velocity_and_note_off,
        each_note_of_a_file_is_answered_by_the_model,
        modules=["snd-virmidi", "snd-seq"])
