"""Writes normal.txt: probabilities of the standard normal distribution between two bounds, from the complementary
error function of the C library (correct to the last digits). Rerun:  python3 make_normal.py > normal.txt"""
import math


def tail(x):
    return 0.5 * math.erfc(x / math.sqrt(2))


def mass(a, b):
    # From the nearer tail. Where the bin is so narrow that this cancels, by the density and its curvature instead.
    if b < 0:
        a, b = -b, -a
    if b - a < 1e-3 and abs(a) < 30:
        middle, half = (a + b) / 2, (b - a) / 2
        density = math.exp(-0.5 * middle * middle) / math.sqrt(2 * math.pi)
        return 2 * half * density * (1 + half * half * (middle * middle - 1) / 6)
    return tail(a) - tail(b)


print("# P(low < N < high) of the standard normal distribution, by make_normal.py from the C library's erfc.")
print("# low | high | probability")
BOUNDS = [(-1, 1), (0, 0.5), (-0.25, 0), (0.1, 0.11), (-3, -2), (2.9, 3.1), (2, 4), (3, 3.5), (5, 5.25), (-8, -7.5),
          (10, 10.5), (20, 21), (-30, -29.5), (36, 37), (-1e-4, 1e-4), (1.5, 1.5004), (-40, 40), (-50, -3),
          (2.999, 3.0), (3.0, 3.001), (0, 38)]
for low, high in BOUNDS:
    print(f"{low!r} | {high!r} | {mass(low, high):.17g}")
