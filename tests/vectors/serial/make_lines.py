#!/usr/bin/env python3
"""Makes lines.txt: what C's printf does with "%.4f" (Python's % is the same code) for float32 numbers.

Chosen by hand: ends and middles of the range, values in the exact middle between two of four decimals (k/32 and so on),
signs, what rounds up into the next digit; then random ones of several sizes from a fixed seed.
"""
import random
import struct


def as_float(value):
    return struct.unpack("<f", struct.pack("<f", value))[0]


chosen = [0.0, -0.0, 1.0, 0.5, 0.25, 1 / 3, 2 / 3, 1 / 127, 64 / 127, 126 / 127, 0.03125, 0.09375, 0.15625, 0.96875,
          0.00003, -0.00003, 0.00005, 0.00006, 0.99994, 0.99995, 0.99996, -1.0, 9.99996, 9.5, 10.0, 99999.99,
          123456.789, -999999.0, 999999.0]
source = random.Random(20260205)
for size in (1.0, 1.0, 0.001, 10.0, 1000.0, 900000.0):
    chosen += [source.uniform(-size, size) for _ in range(20)]

print('# What printf("%.4f") makes of float32 numbers; made by make_lines.py beside this file.')
print("#")
print("# bits of the float in hexadecimal | text")
print("#")
for number in chosen:
    exact = as_float(number)
    print(f"{struct.unpack('<I', struct.pack('<f', number))[0]:08x} | {'%.4f' % exact}")
