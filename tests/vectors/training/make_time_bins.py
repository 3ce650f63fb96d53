"""Makes time_bins.txt: what a dt costs a component that speaks of ten times its natural logarithm.

By the definition in DESIGN.md, sections 4 and 6: dt is clipped to 5 s; its bin reaches from dt - 0.5 ms, or from
zero, to dt + 0.5 ms; minus the logarithm to base 2 of the mass that a Gaussian over 10 ln(seconds) has there. The
mass is the difference of two tails on the nearer side, by the C library's erfc; no case here lets it cancel to less
than ten digits. Python's standard library only. Run: python3 make_time_bins.py > time_bins.txt
"""

import math


def tail(x):
    return 0.5 * math.erfc(x / math.sqrt(2))


def bits(dt, mean, deviation):
    dt = min(dt, 5.0)
    high = (10 * math.log(dt + 0.0005) - mean) / deviation
    low = (10 * math.log(dt - 0.0005) - mean) / deviation if dt > 0.0005 else -math.inf
    mass = tail(-high) - tail(-low) if high < 0 else tail(low) - tail(high)
    return -math.log2(mass)


print("# Source: make_time_bins.py, from the definition with the C library's erfc.")
print("# dt, s | mean, scaled | deviation, scaled | bits")
for dt in [0.0, 0.0001, 0.0004, 0.0006, 0.001, 0.0035, 0.02, 0.3, 4.9, 5.0, 434.0]:
    for off in [0.0, 0.7, -2.5]:
        for deviation in [0.4, 5.0, 30.0]:
            mean = 10 * math.log(max(min(dt, 5.0), 0.0005)) + off * deviation
            print(f"{dt!r} | {mean:.6f} | {deviation!r} | {bits(dt, float(f'{mean:.6f}'), deviation):.10f}")
