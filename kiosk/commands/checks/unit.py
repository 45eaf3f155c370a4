"""The kiosk's systemd unit on this machine: if it is installed, and how it gives the kiosk its key.

The files are read and systemd is not asked, so the answer is the same if the service is stopped, or in a container.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from kiosk.store.keys import NAME as KEY_NAME

UNIT = "lending-kiosk.service"
UNIT_FOLDERS = tuple(map(Path, ("/etc/systemd/system", "/run/systemd/system", "/usr/local/lib/systemd/system")))
UNIT_FOLDERS += (Path("/usr/lib/systemd/system"),)


class Sealing(StrEnum):
    """The way in which the unit gives the key to the kiosk."""

    SEALED = "LoadCredentialEncrypted"
    PLAIN = "LoadCredential"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Unit:
    """The settings of the unit and its drop-ins. `key_file` is the file from which systemd reads the key."""

    installed: bool = False
    sealing: Sealing = Sealing.NONE
    key_file: Path | None = None
    user: str = ""


def read_unit(folders: Sequence[Path] = UNIT_FOLDERS) -> Unit:
    """Return the unit of this machine; the result is not `installed` if no unit can be found and read."""
    main = next((folder / UNIT for folder in folders if _text(folder / UNIT)), None)
    if main is None:
        return Unit()
    credentials: dict[Sealing, str] = {}
    user = ""
    for key, value in settings_in([main, *drop_ins(folders, f"{UNIT}.d")]):
        if key == "User":
            user = value
        elif key in (Sealing.SEALED, Sealing.PLAIN):
            name, _, source = value.partition(":")
            if not value:
                credentials.pop(Sealing(key), None)
            elif name == KEY_NAME:
                credentials[Sealing(key)] = source
    sealing = next((each for each in (Sealing.SEALED, Sealing.PLAIN) if each in credentials), Sealing.NONE)
    source = credentials.get(sealing, "")
    return Unit(True, sealing, Path(source) if source.startswith("/") else None, user)


def drop_ins(folders: Sequence[Path], name: str) -> list[Path]:
    """Return the drop-in files, sorted by name; of two with the same name, the one in the first folder counts."""
    found: dict[str, Path] = {}
    for folder in folders:
        for path in (folder / name).glob("*.conf"):
            found.setdefault(path.name, path)
    return [found[name] for name in sorted(found)]


def settings_in(files: Sequence[Path]) -> Iterator[tuple[str, str]]:
    """Yield each `Key=value` of these files, in their order; a file that cannot be read has none."""
    for file in files:
        for line in _text(file).splitlines():
            if setting := re.fullmatch(r"\s*(\w+)\s*=\s*(.*?)\s*", line):
                yield setting[1], setting[2]


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
