"""What the kernel saw, with its own time: ftrace, whose stamps are true however late the program runs that reads them.

The time that recording takes is in them: of an emulated processor, some microseconds for each event."""

import dataclasses
import os
import re
import select
import threading

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
    """Records while it is entered, so that nothing is missed that is over before somebody looks; afterwards `seen` is
    everything, in the order of time."""

    def __init__(self, **filters):
        """filters: by event, such as gpio__gpio_value="get == 0"; "" takes all of them."""
        self._filters = {name.replace("__", "/"): text for name, text in filters.items()}
        self._enough = threading.Event()
        self._reader = threading.Thread(target=self._keep, daemon=True)
        self._odd = []  # lines that are no events: what was lost
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
        self._reader.start()
        return self

    def __exit__(self, *_):
        _write("tracing_on", "0")  # all of them at once
        for event in self._filters:
            _write(f"events/{event}/enable", "0")
        self._enough.set()
        self._reader.join()
        self.seen.sort(key=lambda seen: seen.time)
        verdict.expect(not self._odd, f"the kernel said {self._odd[:3]}")

    def count(self, stage):
        """How many events a stage (a function of an event) wants, so far."""
        return sum(map(stage, list(self.seen)))

    def _keep(self):
        pipe = os.open(f"{_FOLDER}/trace_pipe", os.O_RDONLY | os.O_NONBLOCK)
        poll = select.poll()
        poll.register(pipe, select.POLLIN)
        text = ""
        while (read := _read(pipe, poll)) or not self._enough.is_set():
            text += read.decode(errors="replace")
            *lines, text = text.split("\n")
            for line in lines:
                if event := _LINE.match(line):
                    self.seen.append(Seen(float(event[3]), event[1], event[4], event[5]))
                else:
                    self._odd.append(line)
        os.close(pipe)

    def chains(self, *stages):
        """For each event that the first stage wants: its time, and that of the first event after it that the second
        wants, and so on. A chain that another event has cut short is left out, such as that
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


def lights(is_lit):
    """A stage: a line goes on, or off, for which gpio__gpio_value is needed."""
    return lambda seen: seen.kind == "gpio_value" and seen.text.endswith(f" set {is_lit:d}")


def spans(chains, start, end):
    """From one stage to another, in milliseconds."""
    return [(chain[end] - chain[start]) * 1000 for chain in chains]


def _read(pipe, poll):
    """What is there, or nothing."""
    try:
        return os.read(pipe, 65536) if poll.poll(50) else b""
    except BlockingIOError:
        return b""


def _write(name, text):
    with open(f"{_FOLDER}/{name}", "w", encoding="ascii") as file:
        file.write(text)
