"""Paper slips through CUPS: `lp` puts a text into a queue. Nothing waits for it; a failure is said, and no more."""

import asyncio
import contextlib
import logging
import os
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from typing import BinaryIO

_log = logging.getLogger("kiosk.printing")

LIMIT_S = 5.0
_LOOK_EVERY_S = 0.05
_KILLED_S = 0.2
_SAID_OCTETS = 200
_TITLE = "Receipt"


class SlipPrinter:
    """Prints into one queue. `lp` is told by `environment` where CUPS is, as it is told by CUPS_SERVER."""

    def __init__(self, queue: str, *, limit_s: float = LIMIT_S, environment: Mapping[str, str] = os.environ) -> None:
        self._command = ("lp", "-s", "-d", queue, "-t", _TITLE, "-")
        self._limit_s = limit_s
        # CUPS takes a text for what the locale of `lp` says that it is.
        self._environment = {**environment, "LC_ALL": "C.UTF-8"}

    async def print_lines(self, lines: Sequence[str]) -> bool:
        """Whether CUPS has taken the slip, within `limit_s`. Never raises; what went wrong is in the log."""
        try:
            with tempfile.TemporaryFile() as slip, tempfile.TemporaryFile() as said:
                # A file, not a pipe: nothing is written while the loop waits, however slowly `lp` reads.
                slip.write("".join(f"{line}\n" for line in lines).encode("utf-8", "replace"))
                slip.seek(0)
                return await self._sent(slip, said)
        except OSError as why:
            _log.warning("no slip: %s", why.strerror)
            return False

    async def _sent(self, slip: BinaryIO, said: BinaryIO) -> bool:
        process = subprocess.Popen(  # noqa: ASYNC220 - it takes a millisecond; asyncio's own way needs a child watcher
            self._command,
            stdin=slip,
            stdout=subprocess.DEVNULL,
            stderr=said,
            env=self._environment,
            start_new_session=True,
        )
        try:
            code = await self._end_of(process)
        finally:
            if process.poll() is None:
                process.kill()
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(_KILLED_S)
        if code != 0:
            said.seek(0)
            words = " ".join(said.read(_SAID_OCTETS).decode("utf-8", "replace").split())
            _log.warning("no slip: lp %s: %s", "took too long" if code is None else f"ended with {code}", words)
        return code == 0

    async def _end_of(self, process: subprocess.Popen[bytes]) -> int | None:
        """Its exit code; None if it did not end in time."""
        latest = time.monotonic() + self._limit_s
        while (code := process.poll()) is None and time.monotonic() < latest:  # noqa: ASYNC110 - nobody tells us of its end
            await asyncio.sleep(_LOOK_EVERY_S)
        return code
