"""The command line that starts QEMU: the machine, its devices, and its connections with the system outside."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

KEYBOARD = "usb-kbd,id=keyboard,port=1"  # USB id 0627:0001
SERIAL_LINE = "usb-serial,id=line,chardev=line,always-plugged=on,port=2"  # USB id 0403:6001, an FTDI


@dataclass(frozen=True, slots=True)
class Boot:
    """The kernel and the files to boot, and the folder for the machine's sockets and logs."""

    kernel: Path
    ramdisk: Path
    folder: Path
    exchange: Path
    memory_mb: int = 2048


def qemu(boot: Boot) -> list[str]:
    """Return the command that starts QEMU.

    The machine's console is the standard output of QEMU. The log of the kernel goes to a file.
    """
    return ["qemu-system-x86_64", *_computer(boot), *_files(boot), *_devices(), *_lines(boot.folder)]


def _computer(boot: Boot) -> Iterator[str]:
    yield from ("-accel", "tcg,thread=multi", "-cpu", "Nehalem", "-smp", "2", "-m", str(boot.memory_mb))
    yield from ("-kernel", str(boot.kernel), "-initrd", str(boot.ramdisk))
    yield from ("-append", "console=ttyS0 quiet panic=-1 systemd.show_status=no")
    yield from ("-display", "none", "-vga", "none", "-net", "none", "-no-reboot", "-nodefaults", "-no-user-config")


def _files(boot: Boot) -> Iterator[str]:
    yield from ("-virtfs", "local,path=/,mount_tag=system,security_model=none,readonly=on,multidevs=remap")
    yield from ("-virtfs", f"local,path={boot.exchange},mount_tag=exchange,security_model=none")


def _devices() -> Iterator[str]:
    yield from ("-device", "virtio-rng-pci")
    yield from ("-device", "virtio-gpu-pci,xres=1280,yres=800")
    yield from ("-device", "qemu-xhci,id=usb", "-device", KEYBOARD)


def _lines(folder: Path) -> Iterator[str]:
    """Connect QEMU's monitor and the outer end of the serial line to two ports inside the machine.

    The tests run inside the machine. Through these ports, they can do what a person does outside: type on the keyboard
    and pull plugs.
    """
    yield from ("-chardev", f"file,id=log,path={folder / 'kernel.log'}", "-serial", "chardev:log")
    yield from (
        "-device",
        "virtio-serial",
        "-chardev",
        "stdio,id=console,signal=off",
        "-device",
        "virtconsole,chardev=console",
    )
    for name in ("monitor", "line"):
        socket = folder / name
        yield from ("-chardev", f"socket,id={name},path={socket},server=on,wait=off")
        yield from ("-chardev", f"socket,id={name}-inside,path={socket}")
        yield from ("-device", f"virtserialport,chardev={name}-inside,name=machine.{name}")
    yield from ("-mon", "chardev=monitor,mode=control")
    yield from ("-device", SERIAL_LINE)
