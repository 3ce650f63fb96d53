"""Writes mixture.txt: draws computed in double precision, straight from the definition of a model's head in
DESIGN.md section 6. Rerun only when the definition changes:  python3 make_mixture.py > mixture.txt

Every number that goes in is a float32, so that C# and this start from the same values. Draws whose rounding to the
grid or whose choice of a component hangs on the last bits are drawn again: float and double may differ there."""
import math
import random
import struct

rng = random.Random(20260801)


def f32(x):
    return struct.unpack("<f", struct.pack("<f", x))[0]


def text(values):
    return " ".join(f"{x:.9g}" for x in values)


def elu(z):
    return z if z > 0 else math.expm1(z)


def draw(d, m, case):
    residual, log, grid, scale, floor, dt_max, pi, sigma = case
    means = [f32(rng.uniform(-2, 12)) for _ in range(m * d)]
    if log:
        for k in range(m):
            means[k * d] = f32(rng.uniform(-90, 30))
    if residual:
        means = [x if i % d == 0 else f32(rng.uniform(-3, 3)) for i, x in enumerate(means)]
    raw = [f32(rng.uniform(-4, 1.5)) for _ in range(m * d)]
    logits = [f32(rng.uniform(-4, 4)) for _ in range(m)]
    current = [f32(rng.uniform(0, 2))] + [f32(rng.random()) for _ in range(d - 1)]
    uniform = f32(rng.random())
    normals = [f32(rng.gauss(0, 1)) for _ in range(d)]

    if pi == 0:
        chosen = max(range(m), key=lambda k: logits[k])
    else:
        weights = [math.exp((x - max(logits)) / pi) for x in logits]
        total = sum(weights)
        cumulative = 0.0
        for chosen in range(m):
            cumulative += weights[chosen] / total
            if abs(uniform - cumulative) < 1e-4:
                return draw(d, m, case)
            if uniform < cumulative:
                break

    event = []
    for i in range(d):
        mean = means[chosen * d + i]
        if residual and i > 0:
            mean += scale * current[i]
        deviation = elu(raw[chosen * d + i]) + 1 + 1e-7 + floor
        y = (mean + deviation * math.sqrt(sigma) * normals[i]) / scale
        if i == 0:
            seconds = math.exp(y) if log else y
            event.append(min(max(seconds, 0.0005), dt_max))
        else:
            y = min(max(y, 0.0), 1.0)
            if grid:
                steps = y * grid
                if abs(steps - math.floor(steps) - 0.5) < 1e-3:
                    return draw(d, m, case)
                y = math.floor(steps + 0.5) / grid
            event.append(y)
    head = means + raw + logits
    setting = f"{d} {m} {int(residual)} {int(log)} {grid} {scale} {floor} {dt_max} {pi} {sigma} {uniform:.9g}"
    print(" | ".join([setting, text(head), text(current), text(normals), text(event)]))


print("# Draws from a head, computed in double precision by make_mixture.py from the definition in DESIGN.md.")
print("# D M residual log grid scale floor dt_max pi sigma uniform | head | current | normals | event")
CASES = [
    # residual, log, grid, scale, floor, dt_max, pi, sigma
    (False, False, 0, 10, 0.0, 5, 1.0, 0.01),
    (False, False, 0, 10, 0.0, 5, 1.0, 1.0),
    (False, False, 127, 10, 0.0, 5, 0.5, 1.0),
    (True, False, 127, 10, 0.0, 5, 1.0, 1.0),
    (True, False, 128, 10, 0.05, 5, 1.5, 0.6),
    (True, True, 127, 10, 0.0, 5, 1.0, 1.0),
    (False, True, 0, 10, 0.0, 0.75, 0.8, 2.0),
    (True, False, 0, 1, 0.0, 2, 1.0, 1.0),
    (True, False, 127, 10, 0.0, 5, 1.0, 0.0),
    (True, False, 127, 10, 0.0, 5, 0.0, 1.0),
    (True, True, 128, 10, 0.01, 5, 0.0, 0.0),
    (False, False, 0, 10, 0.0, 5, 10.0, 10.0),
]
for d, m in [(2, 1), (3, 5), (9, 4), (17, 2)]:
    for case in CASES:
        draw(d, m, case)
