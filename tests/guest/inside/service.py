"""The instrument as systemd runs it: one unit, in the background."""

import os

import instrument
import verdict

_UNIT = "/run/systemd/system/impsy.service"
_CONFIG = "/run/impsy-guest.toml"


class Service:
    """Started when made; gone afterwards."""

    def __init__(self, config):
        with open(_CONFIG, "w", encoding="utf-8") as file:
            file.write(config)
        os.makedirs(os.path.dirname(_UNIT), exist_ok=True)
        with open(_UNIT, "w", encoding="utf-8") as file:
            file.write(f"""[Unit]
StartLimitIntervalSec=0
[Service]
ExecStart={instrument.PROGRAM} run -c {_CONFIG} -l /tmp
WorkingDirectory=/usr/lib/impsy
LimitRTPRIO=40
LimitMEMLOCK=infinity
""")
        verdict.command("systemctl", "daemon-reload")
        verdict.command("systemctl", "start", "impsy")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()
        os.unlink(_UNIT)
        verdict.command("systemctl", "daemon-reload")

    def restart(self):
        """Returns when systemd says that it runs again."""
        verdict.command("systemctl", "restart", "impsy")

    def stop(self):
        """Returns when it is gone."""
        verdict.command("systemctl", "stop", "impsy")
