"""The player of the kiosk's five sounds. Another program on the machine plays them, so no sound library is needed."""

import logging
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

_log = logging.getLogger("kiosk.sound")

_COMMANDS: Mapping[str, tuple[str, ...]] = {
    "aplay": ("aplay", "-q", "-D", "default"),
    "pw-play": ("pw-play",),
}


class _Process(Protocol):
    def poll(self) -> int | None: ...
    def kill(self) -> None: ...


def _start(command: tuple[str, ...]) -> _Process:
    quiet = subprocess.DEVNULL
    return subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)


class SoundPlayer:
    """A player that plays one sound at a time. If a sound still plays when a new sound starts, the old sound stops.

    `player` is the program that plays the sounds: "aplay" or "pw-play". If it is "off", no sound is played.
    """

    def __init__(self, player: str, folder: Path, start: Callable[[tuple[str, ...]], _Process] = _start) -> None:
        self._command = _COMMANDS.get(player)
        self._folder = folder
        self._start = start
        self._playing: _Process | None = None
        self._missing = False

    def play(self, name: str) -> None:
        """Start to play the file `name`.wav, and return at once. If this fails, no error is raised."""
        if self._command is None or self._missing:
            return
        if self._playing is not None and self._playing.poll() is None:
            self._playing.kill()
            self._playing.poll()
        try:
            self._playing = self._start((*self._command, str(self._folder / f"{name}.wav")))
        except OSError as why:
            self._missing = True
            _log.warning("no sound: %s cannot be started (%s)", self._command[0], why.strerror)
