"""What a scenario says: one line for each thing that was to be seen."""

import os
import subprocess
import sys
import time
import traceback

# Seconds that anything may take before it counts as not happening: more on a host that is busy with other things.
PATIENCE = int(os.environ.get("IMPSY_GUEST_PATIENCE", "30"))


def run(scenario, *claims, modules=()):
    """Tries each claim, a function whose name is what it claims and which returns its figures; ends the program.

    modules: of the kernel, which the claims need.
    """
    if set(sys.argv) & {"-h", "--help"}:
        print(f"usage: {sys.argv[0]}   (inside the guest, as root)\n\n{sys.modules['__main__'].__doc__}")
        sys.exit(0)
    with open("/proc/cmdline", encoding="ascii") as line:
        if "impsy-guest" not in line.read():
            sys.exit("this loads kernel modules and takes devices away: it is for the guest, see tests/guest/run")
    if modules:
        command("modprobe", "-a", *modules)
    failures = 0
    for claim in claims:
        name = f"{scenario}: {claim.__name__.replace('_', ' ')}"
        try:
            print(f"PASS {name}: {claim()}", flush=True)
        except Exception as failure:  # whatever it is, the others are to be tried
            failures += 1
            traceback.print_exc(file=sys.stderr)
            print(f"FAIL {name}: {' '.join(str(failure).split()) or type(failure).__name__}", flush=True)
    sys.exit(1 if failures else 0)


def expect(is_so, otherwise):
    """Raises with what was seen instead."""
    if not is_so:
        raise AssertionError(otherwise)


def percentile(values, share):
    """Of a list that is not empty, by nearest rank."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def spread(times):
    """Of times in milliseconds: the middle, the slow end, the slowest."""
    return f"p50 {percentile(times, 0.5):.2f}, p99 {percentile(times, 0.99):.2f}, max {max(times):.2f} ms"


def wait_until(what, is_so, seconds=PATIENCE, pause=0.02):
    """Returns what is so, once it is. pause: seconds between two looks."""
    end = time.monotonic() + seconds
    while not (result := is_so()):
        if time.monotonic() > end:
            raise TimeoutError(f"{what}: not within {seconds} s")
        time.sleep(pause)
    return result


def command(*words):
    """Runs a program that must succeed; returns what it says."""
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    expect(done.returncode == 0, f"{' '.join(words)} ended with {done.returncode}: {done.stdout}{done.stderr}")
    return done.stdout
