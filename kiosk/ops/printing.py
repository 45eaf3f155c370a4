"""The printing of paper slips. The program `lp` puts the text of a slip into a printer queue of CUPS.

If a slip cannot be printed, the reason is logged, but no error is raised.
"""

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
    """A printer that sends its slips to one queue of CUPS.

    `environment` contains the environment variables for `lp`, such as CUPS_SERVER, which says where CUPS runs.
    """

    def __init__(self, queue: str, *, limit_s: float = LIMIT_S, environment: Mapping[str, str] = os.environ) -> None:
        self._command = ("lp", "-s", "-d", queue, "-t", _TITLE, "-")
        self._limit_s = limit_s
        # CUPS expects the text in the encoding of the locale of `lp`. The text is UTF-8, so the locale must use UTF-8.
        self._environment = {**environment, "LC_ALL": "C.UTF-8"}

    async def print_lines(self, lines: Sequence[str]) -> bool:
        """Print a slip with these lines. Return True if CUPS has accepted the slip within `limit_s` seconds.

        If CUPS has not accepted the slip in this time, log the reason and return False.
        """
        try:
            with tempfile.TemporaryFile() as slip, tempfile.TemporaryFile() as said:
                # `lp` reads the slip from a file. With a pipe, the event loop could have to wait if `lp` reads slowly.
                slip.write("".join(f"{line}\n" for line in lines).encode("utf-8", "replace"))
                slip.seek(0)
                return await self._sent(slip, said)
        except OSError as why:
            _log.warning("no slip: %s", why.strerror)
            return False

    async def _sent(self, slip: BinaryIO, said: BinaryIO) -> bool:
        process = subprocess.Popen(  # noqa: ASYNC220 - a start takes 1 ms; asyncio's function needs a child watcher
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
        """Wait for the end of the process, and return its exit code. Return None if it did not end within the limit."""
        latest = time.monotonic() + self._limit_s
        while (code := process.poll()) is None and time.monotonic() < latest:  # noqa: ASYNC110 - no event shows the end
            await asyncio.sleep(_LOOK_EVERY_S)
        return code
