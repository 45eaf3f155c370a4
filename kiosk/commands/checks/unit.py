"""The kiosk's systemd unit as it lies on this machine: is it installed, and how does it get the kiosk key?

The files are read, not systemd asked: the answer is the same for a service that does not run, and in a container.
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
    """How the unit gives the key to the kiosk."""

    SEALED = "LoadCredentialEncrypted"
    PLAIN = "LoadCredential"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Unit:
    """What the unit and its drop-ins say. `key_file`: where systemd reads the key from."""

    installed: bool = False
    sealing: Sealing = Sealing.NONE
    key_file: Path | None = None
    user: str = ""


def read_unit(folders: Sequence[Path] = UNIT_FOLDERS) -> Unit:
    """The unit of this machine; not installed where there is none, or it may not be read."""
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
    """Return the drop-in files by their names; the same name counts once, from the first folder that has it."""
    found: dict[str, Path] = {}
    for folder in folders:
        for path in (folder / name).glob("*.conf"):
            found.setdefault(path.name, path)
    return [found[name] for name in sorted(found)]


def settings_in(files: Sequence[Path]) -> Iterator[tuple[str, str]]:
    """Yield each `Key=value` of these files, in their order; what cannot be read has none."""
    for file in files:
        for line in _text(file).splitlines():
            if setting := re.fullmatch(r"\s*(\w+)\s*=\s*(.*?)\s*", line):
                yield setting[1], setting[2]


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
