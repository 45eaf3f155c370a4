"""A process that has imported all modules and forks a kiosk for each request. The imports take longer than a visit.

`python -m tests.proof.nursery` reads lines "FOLDER PLACE UTC SCRIPT" (see child.py). UTC is the library's time. For
each line, the process forks a kiosk and writes the kiosk's process id. When the kiosk has ended, the process writes the
kiosk's exit code. If a signal has ended the kiosk, it writes minus the number of the signal.
"""

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from tests.proof.child import live


class Nursery:
    """The client of the process that forks kiosks. Only one kiosk may run at a time."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "tests.proof.nursery"]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._kiosk = 0

    def begin(self, folder: Path, place: int, utc: str, script: str) -> None:
        """Start a kiosk, and return as soon as its process exists."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{folder} {place} {utc} {script}\n")
        self._process.stdin.flush()
        self._kiosk = int(self._heard())

    def kill(self) -> None:
        """Kill the kiosk with SIGKILL. If the kiosk has already ended by itself, do nothing."""
        with suppress(ProcessLookupError):
            os.kill(self._kiosk, signal.SIGKILL)

    def ended(self) -> int:
        """Wait until the kiosk has ended, and return its exit code, or minus the number of the signal that ended it."""
        return int(self._heard())

    def _heard(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise AssertionError("the nursery has ended")
        return line


def _in_the_child(folder: str, place: str, utc: str, script: str) -> None:
    with (Path(folder) / "stderr").open("a", encoding="utf-8") as said:
        os.dup2(said.fileno(), 2)
        os.dup2(said.fileno(), 1)
        live(Path(folder), int(place), utc, script)


def main() -> None:
    """Fork a kiosk for each line of the standard input."""
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            code = 1
            try:
                _in_the_child(*line.split())
                code = 0
            finally:
                os._exit(code)
        print(pid, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)


if __name__ == "__main__":
    main()
