"""Run a command in the virtual machine: `python -m tests.vm.machine [--timeout S] -- COMMAND ...`"""

import argparse
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from tests.vm.machine.emulator import Boot, qemu
from tests.vm.machine.kernel import NoKernelError, kernel_in
from tests.vm.machine.ramdisk import make_ramdisk

BUILD = Path(__file__).parents[3] / "build" / "machine"
NO_ANSWER = 125
_PASSED_ON = re.compile(r"PATH|HOME|LANG|CI|PYTHON\w+|PYTEST_\w+")
_CONTROL = re.compile(r"\x1b(\[[0-9;?]*[A-Za-z]|c|\][^\x07]*\x07)|\r")


def main() -> int:
    """Boot the machine, run the command, and return the exit status of the command.

    Return 125 if there is no kernel to boot, or if the command does not end in time.
    """
    parser = argparse.ArgumentParser(prog="python -m tests.vm.machine", description=__doc__)
    parser.add_argument("--timeout", type=float, default=600, metavar="S", help="end the machine after so long (600)")
    parser.add_argument("command", nargs="+")
    args = parser.parse_args()
    try:
        kernel = kernel_in(BUILD)
    except NoKernelError as why:
        print(f"The machine for tests cannot be made: {why}", file=sys.stderr)
        return NO_ANSWER
    exchange = BUILD / "exchange"
    shutil.rmtree(exchange, ignore_errors=True)
    exchange.mkdir(parents=True)
    (exchange / "job").write_text(_job(args.command))
    with tempfile.TemporaryDirectory(prefix="machine-") as made:
        folder = Path(made)
        make_ramdisk(kernel, folder / "ramdisk")
        print(f"Booting Debian's kernel {kernel.version} in QEMU", flush=True)
        _watch(qemu(Boot(kernel.image, folder / "ramdisk", folder, exchange)), args.timeout)
        shutil.copy(folder / "kernel.log", BUILD)
    return _status(exchange / "status")


def _job(command: list[str]) -> str:
    """Return the shell script that the machine runs: set variables, run the command, and write down its exit status."""
    variables = {name: value for name, value in os.environ.items() if _PASSED_ON.fullmatch(name)}
    return "".join(
        (
            *(f"export {name}={shlex.quote(value)}\n" for name, value in variables.items()),
            f"cd {shlex.quote(str(Path.cwd()))}\n",
            f"{shlex.join(command)}\n",
            "echo $? >/run/exchange/status\n",
        )
    )


def _watch(command: list[str], timeout_s: float) -> None:
    """Run the machine, and print its output until the machine is off. After `timeout_s` seconds, end the machine."""
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, errors="replace"
    ) as machine:
        too_long = threading.Timer(timeout_s, _end, (machine, timeout_s))
        too_long.start()
        try:
            assert machine.stdout is not None
            for line in machine.stdout:
                print(_CONTROL.sub("", line), end="", flush=True)
        finally:
            too_long.cancel()
            machine.kill()


def _end(machine: "subprocess.Popen[str]", timeout_s: float) -> None:
    print(f"The machine was ended after {timeout_s:.0f} s", file=sys.stderr, flush=True)
    machine.kill()


def _status(file: Path) -> int:
    try:
        return int(file.read_text())
    except (OSError, ValueError):
        print(f"The command did not end; {BUILD / 'kernel.log'} is what the kernel said", file=sys.stderr)
        return NO_ANSWER


if __name__ == "__main__":
    sys.exit(main())
