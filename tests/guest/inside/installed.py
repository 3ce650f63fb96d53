"""The instrument as its package installs it, and a player and a listener on its wires."""

import contextlib
import os
import shutil
import socket
import struct
import time

import verdict

CONFIG = "/etc/impsy/config.toml"
LOGS = "/var/lib/impsy/logs"


def install():
    """Returns when apt is done."""
    shutil.rmtree("/usr/lib/impsy")  # of the other scenarios
    verdict.command("apt-get", "install", "-y", shutil.copy("/share/impsy.deb", "/root/impsy.deb"))


def purge():
    """Returns when apt is done, and the other scenarios have back what they need."""
    verdict.command("apt-get", "purge", "-y", "impsy")
    left = [path for path in ("/usr/lib/impsy", CONFIG, "/var/lib/impsy", "/run/impsy") if os.path.exists(path)]
    shutil.copytree("/share/publish", "/usr/lib/impsy", dirs_exist_ok=True)
    verdict.expect(not left, f"left: {left}")


class Ear:
    """Hears the predictions at the port where the configuration that ships sends them."""

    def __init__(self):
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 6001))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._socket.close()

    def wait_for(self, count, seconds=verdict.PATIENCE):
        """Milliseconds until so many came, not counting what had come before."""
        begun = time.monotonic()
        self._socket.setblocking(False)
        with contextlib.suppress(BlockingIOError):
            while self._socket.recv(4096):
                pass
        for i in range(count):
            self._socket.settimeout(max(0.01, begun + seconds - time.monotonic()))
            try:
                said = self._socket.recv(4096)
            except TimeoutError as late:
                raise TimeoutError(f"{i} of {count} predictions within {seconds} s") from late
            verdict.expect(said.startswith(b"/prediction\0"), f"heard {said}")
        return (time.monotonic() - begun) * 1000


def is_active():
    return verdict.command("systemctl", "show", "impsy", "-P", "ActiveState").strip() == "active"


def pid():
    return int(verdict.command("systemctl", "show", "impsy", "-P", "MainPID"))


def journal():
    """All that it has said."""
    return verdict.command("journalctl", "-u", "impsy", "-o", "cat", "--no-pager")


def touch(values):
    """What a player does who moves eight knobs."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as player:
        player.sendto(b"/interface\0\0,ffffffff\0\0\0" + struct.pack(">8f", *values), ("127.0.0.1", 6000))


def configure(text):
    """Returns when it plays by another configuration."""
    with open(CONFIG, "w", encoding="utf-8") as file:
        file.write(text)
    verdict.command("systemctl", "restart", "impsy")
    verdict.wait_until("it is active", is_active)
