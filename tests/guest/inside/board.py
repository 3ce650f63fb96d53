"""A GPIO chip that the kernel pretends to have (gpio-sim): what is pulled there, the instrument hears; what it lights,
is read there."""

import os

import verdict

_SIM = "/sys/kernel/config/gpio-sim/board"


class Board:
    """One chip, whose label is "board". Plugged in when made."""

    def __init__(self, *lines):
        """lines: their names, from line 0."""
        verdict.command("modprobe", "-a", "configfs", "gpio-sim")
        bank = f"{_SIM}/bank0"
        os.makedirs(bank)
        _write(f"{bank}/num_lines", str(len(lines)))
        _write(f"{bank}/label", "board")
        for number, name in enumerate(lines):
            os.mkdir(f"{bank}/line{number}")
            _write(f"{bank}/line{number}/name", name)
        self._lines = list(lines)
        self._pulls = {}
        self.plug()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        """Back to nothing."""
        if self._pulls:
            self.unplug()
        for number in range(len(self._lines)):
            os.rmdir(f"{_SIM}/bank0/line{number}")
        os.rmdir(f"{_SIM}/bank0")
        os.rmdir(_SIM)

    def plug(self):
        """The chip is there; its contacts are open once somebody has asked for a pull-up."""
        _write(f"{_SIM}/live", "1")
        self.chip = _read(f"{_SIM}/bank0/chip_name")
        self._folder = f"/sys/devices/platform/{_read(f'{_SIM}/dev_name')}/{self.chip}"
        self._pulls = {
            name: os.open(f"{self._folder}/sim_gpio{number}/pull", os.O_WRONLY)
            for number, name in enumerate(self._lines)}

    def unplug(self):
        """The chip is gone, whoever uses its lines."""
        for pull in self._pulls.values():
            os.close(pull)
        self._pulls = {}
        _write(f"{_SIM}/live", "0")

    def number(self, name):
        """Of a line on the chip."""
        return self._lines.index(name)

    def close(self, name):
        """The contact goes to ground."""
        os.pwrite(self._pulls[name], b"pull-down", 0)

    def open(self, name):
        """The contact is let go."""
        os.pwrite(self._pulls[name], b"pull-up", 0)

    def is_lit(self, name):
        """What stands on an output."""
        return _read(f"{self._folder}/sim_gpio{self.number(name)}/value") == "1"


def _read(path):
    with open(path, encoding="ascii") as file:
        return file.read().strip()


def _write(path, text):
    with open(path, "w", encoding="ascii") as file:
        file.write(text)
