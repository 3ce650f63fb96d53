#!/usr/bin/env python3
"""A USB MIDI device that comes, goes and comes back as another: a gadget on dummy_hcd, which ALSA takes for a real one.
Times are the kernel's: from the announcement of the port to the cable that the instrument has drawn."""

import os
import threading
import time

import dump
import gadget
import instrument
import sequencer
import verdict

PAD = "Test Pad"
KNOBS = "Steady Knobs"
MAPPINGS = f"""
in_device = ["{PAD}", "{KNOBS}"]
out_device = ["{PAD}"]
input."{PAD}" = [["note_on", 1], [], []]
input."{KNOBS}" = [[], ["control_change", 3, 7], []]
output."{PAD}" = [["note_on", 5], ["control_change", 5, 9], []]
output."IMPSY Out" = [["note_on", 5], ["control_change", 5, 9], []]
"""

BATTLE = f"""
[model]
dimension = 4
[interaction]
mode = "battle"
autostart = true
[midi]
{MAPPINGS}
[output]
retrigger = "always"
"""

THRU = f"""
[model]
dimension = 4
[interaction]
mode = "useronly"
input_thru = true
[midi]
{MAPPINGS}
"""

REPLUGS = 3
LIMIT_MILLISECONDS = 200


class Pad:
    """The device, and the wire behind its socket: what a player's fingers do there, and what its synthesiser gets."""

    def __init__(self):
        self._gadget = gadget.Gadget("pad", "midi.usb0", PAD, "0001", id="pad", in_ports=1, out_ports=1)
        self._wire = None

    def plug(self):
        self._gadget.plug()
        card = verdict.wait_until("the gadget's own card", lambda: _card("pad"))
        path = f"/dev/snd/midiC{card}D0"
        verdict.wait_until(path, lambda: os.path.exists(path))
        self._wire = os.open(path, os.O_RDWR | os.O_NONBLOCK)

    def unplug(self):
        self._gadget.unplug()
        os.close(self._wire)

    def strike(self, note):
        os.write(self._wire, bytes([0x90, note, 100]))

    def got(self):
        """Bytes that have come in since the last call."""
        try:
            return os.read(self._wire, 65536)
        except BlockingIOError:
            return b""

    def remove(self):
        self._gadget.remove()


def _card(name):
    try:
        return os.readlink(f"/proc/asound/{name}").removeprefix("card")
    except FileNotFoundError:
        return None


class Watch:
    """Who comes and which cables are drawn, with the kernel's time."""

    def __init__(self):
        self._sequencer = sequencer.Sequencer("watch")
        self._sequencer.hear(self._sequencer.port("news", listens=True), (0, 1))

    def connection(self):
        """Until the pad is connected both ways: its address, and milliseconds since the kernel announced it."""
        appeared = {}
        ends = []

        def is_connected(heard):
            if heard.kind == sequencer.PORT_START:
                appeared[heard.sender] = heard.stamp
            if heard.kind == sequencer.SUBSCRIBED:
                ends.extend(end for end in (heard.sender, heard.receiver) if end == sequencer.ports().get(
                    (PAD, f"{PAD} MIDI 1")))
            return len(ends) == 2

        last, _ = self._sequencer.wait_for(f"a cable to and from {PAD}", is_connected)
        return ends[0], (last.stamp - appeared[ends[0]]) * 1000

    def drop(self):
        """What has happened so far is of no interest."""
        self._sequencer.read(0)


class Knobs(threading.Thread):
    """Another device that is played all the time: a controller that never has the same value twice in a row."""

    def __init__(self):
        super().__init__(daemon=True)
        self._sequencer = sequencer.Sequencer(KNOBS)
        self._port = self._sequencer.port(KNOBS)
        self._enough = threading.Event()
        self.sent = []

    def run(self):
        while not self._enough.wait(0.02):
            value = len(self.sent) % 128
            self._sequencer.send(self._port, sequencer.CONTROLLER, 3, 7, value)
            self.sent.append(value)

    def end(self):
        self._enough.set()
        self.join()


def absent_at_boot_it_is_connected_when_it_comes_and_again_under_another_number():
    pad, watch = Pad(), Watch()
    try:
        with instrument.Instrument(BATTLE) as playing, dump.Dump(sequencer.port_named("IMPSY Out")) as witness:
            times, addresses = [], []
            for turn in range(1, REPLUGS + 1):
                watch.drop()
                pad.plug()
                address, milliseconds = watch.connection()
                times.append(milliseconds)
                addresses.append(address)
                verdict.wait_until("predictions at the pad", pad.got)
                pad.unplug()
                playing.wait_for("is gone", turn)
                before = len(witness.heard)
                verdict.wait_until("predictions at IMPSY Out", lambda start=before: len(witness.heard) > start + 5)
                # Its number is free: another card takes it, so that the pad comes back under the next.
                if turn == 1:
                    verdict.command("modprobe", "snd-dummy")
            lines = (playing.count(f"{PAD} MIDI 1") - playing.count("is gone"), playing.count("is gone"))
            verdict.expect(playing.stop() == 0, "it did not end well")
            verdict.expect(not witness.sounding(), f"left sounding: {witness.sounding()}")
            verdict.expect(len(set(addresses)) > 1, f"it had the same number each time: {addresses}")
            verdict.expect(lines[1] == REPLUGS and lines[0] == 2 * REPLUGS, f"lines for coming and going: {lines}")
            # The emulated machine has to wait for its host now and then; the software is as fast as the best.
            verdict.expect(min(times) <= LIMIT_MILLISECONDS, f"connected after {times} ms")
            return f"connected after {', '.join(f'{t:.1f}' for t in times)} ms at {addresses}, played on without it"
    finally:
        pad.remove()
        verdict.command("modprobe", "-r", "snd-dummy")


def pulled_out_while_a_key_is_down_the_note_ends_and_the_other_device_loses_nothing():
    pad, watch, knobs = Pad(), Watch(), Knobs()
    try:
        pad.plug()
        sequencer.port_named(PAD)
        with instrument.Instrument(THRU) as playing, dump.Dump(sequencer.port_named("IMPSY Out")) as witness:
            knobs.start()
            ended = []
            for turn in range(REPLUGS):
                note = 60 + turn
                pad.strike(note)
                verdict.wait_until("the note", lambda n=note: (5, n) in witness.sounding())
                pulled = time.monotonic()
                pad.unplug()
                verdict.wait_until("the end of the note", lambda n=note: (5, n) not in witness.sounding())
                ended.append((time.monotonic() - pulled) * 1000)
                watch.drop()
                pad.plug()
                watch.connection()
            knobs.end()
            sent = knobs.sent
            verdict.wait_until("the last value", lambda: witness.count("cc") >= len(sent))
            came = [each[3] for each in witness.heard if each[0] == "cc"]
            verdict.expect(came == sent, f"of {len(sent)} values came {len(came)}, or in another order")
            verdict.expect(playing.stop() == 0, "it did not end well")
            return (f"{REPLUGS} notes ended {', '.join(f'{t:.0f}' for t in ended)} ms after the cable, "
                    f"{len(came)} of {len(sent)} values of the other device in order")
    finally:
        knobs.end()
        pad.remove()


if __name__ == "__main__":
    verdict.run(
        "midi-hotplug",
        absent_at_boot_it_is_connected_when_it_comes_and_again_under_another_number,
        pulled_out_while_a_key_is_down_the_note_ends_and_the_other_device_loses_nothing,
        modules=["snd-seq"])
