"""A USB device made of nothing: a gadget on dummy_hcd, which the same kernel finds plugged into its own USB port."""

import os

import verdict

CONFIGFS = "/sys/kernel/config/usb_gadget"


def _write(path, text):
    with open(path, "w", encoding="ascii") as file:
        file.write(text)


class Gadget:
    """One device with one function. Unplugged when made."""

    def __init__(self, name, function, product, serial, socket=0, **attributes):
        """function: "midi.usb0" or "acm.usb0"; socket: 0 or 1, each for one device at a time; attributes: of the
        function, before anything is plugged in."""
        verdict.command("modprobe", "libcomposite")
        verdict.command("modprobe", "dummy_hcd", "num=2")
        self._socket = socket
        self.folder = os.path.join(CONFIGFS, name)
        os.mkdir(self.folder)
        _write(f"{self.folder}/idVendor", "0x1d6b")
        _write(f"{self.folder}/idProduct", "0x0104")
        strings = f"{self.folder}/strings/0x409"
        os.mkdir(strings)
        _write(f"{strings}/manufacturer", "Guest")
        _write(f"{strings}/product", product)
        _write(f"{strings}/serialnumber", serial)
        self._config = f"{self.folder}/configs/c.1"
        os.mkdir(self._config)
        self.function = f"{self.folder}/functions/{function}"
        os.mkdir(self.function)
        for key, value in attributes.items():
            _write(f"{self.function}/{key}", str(value))
        os.symlink(self.function, f"{self._config}/{function}")
        self._link = f"{self._config}/{function}"

    def plug(self):
        """The device is there, as far as USB goes; what drivers make of it comes a moment later."""
        _write(f"{self.folder}/UDC", f"dummy_udc.{self._socket}")

    def unplug(self):
        """A cable that is pulled out."""
        _write(f"{self.folder}/UDC", "\n")

    def remove(self):
        """Back to nothing."""
        try:
            self.unplug()
        except OSError:
            pass  # it is unplugged
        os.unlink(self._link)
        os.rmdir(self.function)
        os.rmdir(self._config)
        os.rmdir(f"{self.folder}/strings/0x409")
        os.rmdir(self.folder)
