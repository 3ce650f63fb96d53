"""Makes normal_bins.txt: the logarithm of the standard normal's mass in [z - h, z + h] and its slopes.

By definition: integral of exp(-(x^2 - m^2) / 2) over the bin by the rule of Simpson with 50 digits, where m is
the point of the bin nearest zero, so that nothing under- or overflows; slopes by the densities at both edges.
Python's standard library only. Run: python3 make_normal_bins.py > normal_bins.txt
"""

from decimal import Decimal, getcontext

getcontext().prec = 50
PI = Decimal("3.14159265358979323846264338327950288419716939937510")
HALF_LOG_2PI = (2 * PI).ln() / 2


def simpson(f, low, high, pieces):
    step = (high - low) / pieces
    total = f(low) + f(high)
    for i in range(1, pieces):
        total += f(low + i * step) * (4 if i % 2 else 2)
    return total * step / 3


def case(z, h):
    z, h = Decimal(z), Decimal(h)
    low, high = z - h, z + h
    nearest = Decimal(0) if low < 0 < high else min(abs(low), abs(high))
    # Beyond this the integrand is below 1e-40 of its largest value.
    if nearest == 0:
        low_cut, high_cut = max(low, Decimal(-14)), min(high, Decimal(14))
    else:
        reach = min(high - low, Decimal(92) / nearest + Decimal("0.0001"), Decimal(14))
        low_cut, high_cut = (low, low + reach) if z > 0 else (high - reach, high)
    relative = simpson(lambda x: ((nearest * nearest - x * x) / 2).exp(), low_cut, high_cut, 2000)
    log = relative.ln() - nearest * nearest / 2 - HALF_LOG_2PI

    def density_share(x):
        return (-x * x / 2 - HALF_LOG_2PI - log).exp()

    at_low, at_high = density_share(low), density_share(high)
    return log, at_high - at_low, h * (at_low + at_high)


print("# Source: make_normal_bins.py, from the definition with 50 digits (Simpson, 2000 pieces).")
print("# z | h | ln(mass of [z-h, z+h]) | its slope along z | its slope along ln h")
for half in ["0.000001", "0.001", "0.05", "0.09", "0.11", "0.5", "2", "10", "100"]:
    for center in ["0", "0.001", "0.3", "-1", "2.5", "-6", "20", "300", "-20000"]:
        log, by_center, by_log_half = case(center, half)
        print(f"{center} | {half} | {float(log)!r} | {float(by_center)!r} | {float(by_log_half)!r}")
