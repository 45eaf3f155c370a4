"""The files of a kiosk for one test (settings, stores, key and staff PIN), and functions that run the command."""

import io
import os
import re
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from kiosk.__main__ import main
from kiosk.commands.checks.unit import read_unit
from kiosk.domain.model import Secret
from kiosk.store.kiosk_key import load_key
from kiosk.store.pin_file import write_pin
from kiosk.store.store import Store, touch

COMMAND = Path(sys.executable).with_name("lending-kiosk")
PATIENCE_S = 60
NO_KIOSK_HERE = pytest.mark.skipif(
    read_unit().installed, reason="a kiosk is installed on this machine: its service and its key are found"
)


@dataclass
class KioskFiles:
    """The files of one kiosk.

    `more` is TOML for the settings file. `readers` has one table of the settings file for each reader.
    """

    folder: Path
    url: str = "https://library.example/library"
    more: str = ""
    readers: list[str] = field(default_factory=list)

    @property
    def config(self) -> Path:
        return self.folder / "kiosk.toml"

    @property
    def state_dir(self) -> Path:
        return self.folder / "state"

    @property
    def pin_file(self) -> Path:
        return self.folder / "staff-pin"

    def reader(self, name: str, reads: str, port: Path | str, more: str = "") -> None:
        """Add a serial reader."""
        head = f'[[scanner]]\nname = "{name}"\nreads = "{reads}"\ndriver = "serial"\nport = "{port}"\n'
        self.readers.append(head + more)

    def write(self, state_dir: Path | None = None) -> Path:
        """Write the settings file, and return its path."""
        parts = [
            f'[kiosk]\nstation = "desk"\nstate_dir = "{state_dir or self.state_dir}"\ntime_zone = "America/New_York"',
            f'[myturn]\nurl = "{self.url}"\nrequest_timeout_s = 2.0',
            f'[staff]\npin_file = "{self.pin_file}"',
            '[sound]\nplayer = "off"',
            self.more,
            *self.readers,
        ]
        self.config.write_text("\n\n".join(parts) + "\n", encoding="utf-8")
        return self.config

    def keep(self) -> None:
        """Make the stores, the key and the staff PIN, as a kiosk leaves them after it has run."""
        store = Store.open(self.state_dir)
        for database in (store.journal, store.vault, store.cache):
            database.write_now(touch)
        store.close()
        load_key(self.state_dir, {})
        write_pin(self.pin_file, Secret("1357"))


def kiosk(*words: str | Path, **environ: str) -> "subprocess.CompletedProcess[str]":
    """Run the installed command to its end."""
    return subprocess.run(
        [COMMAND, *map(str, words)],
        env={**os.environ, "COLUMNS": "200", **environ},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_S,
    )


def here(*words: str | Path) -> "subprocess.CompletedProcess[str]":
    """Run the command in this process. This is much faster than a new process."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    given = [*map(str, words)]
    with redirect_stdout(out), redirect_stderr(err):
        code = main(given)
    shown = []
    for stream in (out, err):
        stream.seek(0)
        shown.append(stream.read())
    return subprocess.CompletedProcess(given, code, *shown)


def lines(ended: "subprocess.CompletedProcess[str]", mark: str) -> list[str]:
    """Return the text of each finding with this mark (for example "warning").

    Each text is one line, without the sign before it and the advice after it.
    """
    found: list[str] = []
    is_open = False
    for line in ended.stdout.splitlines():
        head = re.fullmatch(r"  \S (\w+) +(.+)", line)
        if head:
            is_open = head[1] == mark
            found += [head[2]] if is_open else []
        elif is_open and line.startswith(" " * 13) and line[13:15] not in ("> ", "  "):
            found[-1] += f" {line.strip()}"
        else:
            is_open = False
    return found
