# A BBC micro:bit as an instrument for IMPSY Edge, in MicroPython: tilt it to play.
# Sends a line of three numbers, 0 to 1, whenever it was moved: left-right, forward-back, up-down.
# Each line that comes back is what the model plays, and three columns of lights show it.
# On the instrument: impsy run -c configs/microbit.toml
from microbit import accelerometer, display, running_time, sleep, uart

PERIOD = 20  # milliseconds between two looks at the sensor: 50 lines a second at most
STILL = 0.02  # a hand at rest trembles by less

uart.init(baudrate=115200)


def reading():
    """The sensor's three axes, -1 g to 1 g as 0 to 1."""
    return [min(1, max(0, (axis + 1024) / 2048)) for axis in accelerometer.get_values()]


def show(values):
    """A bar of lights for each value, in the first, third and fifth column."""
    for index, value in enumerate(values[:3]):
        height = int(value * 5 + 0.5)
        for row in range(5):
            display.set_pixel(index * 2, 4 - row, 9 if row < height else 0)


def parse(line):
    """The numbers of a line; none when it is not one."""
    try:
        return [float(part) for part in line.split(b",")]
    except ValueError:
        return []


sent = [0, 0, 0]
heard = b""
while True:
    began = running_time()
    now = reading()
    if max(abs(a - b) for a, b in zip(now, sent)) > STILL:
        sent = now
        uart.write(",".join("%.4f" % value for value in now) + "\n")
    heard = (heard + (uart.read() or b""))[-200:]
    while b"\n" in heard:
        line, heard = heard.split(b"\n", 1)
        values = parse(line)
        if len(values) == 3:
            show(values)
    sleep(max(0, PERIOD - (running_time() - began)))
