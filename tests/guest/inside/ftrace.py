"""What the kernel saw, with its own time: ftrace, whose stamps are true however late the program runs that reads them.

The time that recording takes is in them: of an emulated processor, some microseconds for each event."""

import dataclasses
import os
import re

import verdict

_FOLDER = "/sys/kernel/tracing"
_BUFFER_KILOBYTES = 8192  # for each processor
_LINE = re.compile(r" *(.+?)-(\d+) +\[\d+\] \S+ +(\d+\.\d+): (\w+): (.*)")


@dataclasses.dataclass(frozen=True)
class Seen:
    """One event: seconds of the monotonic clock, the thread it happened in, what it was and what it says of itself."""

    time: float
    thread: str
    kind: str
    text: str


class Trace:
    """Records while it is entered; afterwards `seen` is everything, in the order of time."""

    def __init__(self, **filters):
        """filters: by event, such as gpio__gpio_value="get == 0"; "" takes all of them."""
        self._filters = {name.replace("__", "/"): text for name, text in filters.items()}
        self.seen = []

    def __enter__(self):
        if not os.path.exists(f"{_FOLDER}/trace"):
            verdict.command("mount", "-t", "tracefs", "tracefs", _FOLDER)
        _write("tracing_on", "0")
        _write("trace_clock", "mono")
        _write("buffer_size_kb", str(_BUFFER_KILOBYTES))
        for event, text in self._filters.items():
            _write(f"events/{event}/filter", text or "0")
            _write(f"events/{event}/enable", "1")
        _write("trace", "")
        _write("tracing_on", "1")
        return self

    def __exit__(self, kind, *_):
        _write("tracing_on", "0")
        for event in self._filters:
            _write(f"events/{event}/enable", "0")
        if kind is None:
            with open(f"{_FOLDER}/trace", encoding="utf-8", errors="replace") as file:
                text = file.read()
            kept, written = re.search(r"entries-in-buffer/entries-written: (\d+)/(\d+)", text).groups()
            verdict.expect(kept == written, f"the kernel kept {kept} of {written} events")
            lines = (_LINE.match(line) for line in text.splitlines() if not line.startswith("#"))
            self.seen = [Seen(float(line[3]), line[1], line[4], line[5]) for line in lines if line]
            verdict.expect(len(self.seen) == int(kept), f"{len(self.seen)} of {kept} events were understood")
        _write("trace", "")

    def chains(self, *stages):
        """For each event that the first stage (a function of an event) wants: its time, and that of the first event
        after it that the second wants, and so on. A chain that another event has cut short is left out, such as that
        of a thread which was awake already; when those are more than a tenth, raises."""
        chains = []
        for each in self.seen:
            if stages[0](each):
                chains.append([each.time])
            elif chains and len(chains[-1]) < len(stages) and stages[len(chains[-1])](each):
                chains[-1].append(each.time)
        whole = [chain for chain in chains if len(chain) == len(stages)]
        verdict.expect(whole and len(whole) >= 0.9 * len(chains), f"{len(whole)} of {len(chains)} chains are whole")
        return whole


def runs(thread):
    """A stage: the kernel gives a thread its processor, for which sched__sched_switch is needed."""
    return lambda seen: seen.kind == "sched_switch" and f"next_comm={thread} " in seen.text


def spans(chains, start, end):
    """From one stage to another, in milliseconds."""
    return [(chain[end] - chain[start]) * 1000 for chain in chains]


def _write(name, text):
    with open(f"{_FOLDER}/{name}", "w", encoding="ascii") as file:
        file.write(text)
