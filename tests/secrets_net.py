"""A net under all tests, which finds a secret that is in a place where no secret may be.

The places are logs, crash reports, stores, window titles and accessible names. The net knows the secrets of the
simulated libraries, each token that these libraries give, and each text that becomes a Secret in a test. The net looks
at each log record and its traceback, when the record is made. It looks at each text that a window, a label or a button
gets. When a store is closed, the net looks at the files of the store. At the end of a test, the net looks at the stores
and log files in the folder of the test. When a test reads the output of a process, the net looks at this output,
because a process writes its crash report to standard error.
"""

import logging
import re
import subprocess
import sys
from base64 import b64decode
from collections.abc import Callable, Generator, Iterable, Iterator
from pathlib import Path
from secrets import token_hex, token_urlsafe
from typing import Any

import pytest

from kiosk.domain.model import Secret
from kiosk.simulator import tokens
from kiosk.simulator.catalogue import read_catalogue
from kiosk.simulator.ehub import SECRET_KEY
from kiosk.simulator.ehub import state as ehub_state
from kiosk.simulator.overdrive import CLIENT_SECRET
from kiosk.simulator.overdrive import state as overdrive_state
from kiosk.simulator.people import MEMBERS
from kiosk.simulator.sierra import state
from kiosk.simulator.sierra.patron_calls import KEY_SECRET
from kiosk.simulator.sierra.people import PATRONS
from kiosk.store.store import Store

_OURS = ("kiosk", "hardware")
_STORES = ("journal", "vault", "cache")
_MOST_CLEAN = 20_000
_MOST_BYTES = 20_000_000
_PIN = 5
"""A secret with fewer characters than this counts as a PIN.

A longer number can contain the digits of a PIN by chance. So a PIN is found only if it is a whole word.
"""
_LEARNED = 8
"""The net ignores a Secret of a test with fewer characters than this.

Such a short Secret is often a common word.
"""
_LABELS = frozenset(tool.code.upper() for tool in read_catalogue().tools.values())
_EHUB_KEY = b64decode(SECRET_KEY).decode()
_TELLS = ("simulate", "demo")
"""These commands print cards and PINs, so that people can try the kiosk. The net does not look at their output."""


class LeakedSecretError(AssertionError):
    """A secret is in a place where it must never be."""


def known() -> frozenset[str]:
    """Return the secrets of the simulated libraries: fobs, passwords, cards, PINs and the secrets of the keys."""
    members = {each for person in MEMBERS for each in (person.fob, person.password)}
    patrons = {each for patron in PATRONS for each in (*patron.barcodes, patron.pin)}
    return frozenset(members | patrons | {KEY_SECRET, CLIENT_SECRET, SECRET_KEY, _EHUB_KEY})


def secrets_in(content: bytes, secrets: Iterable[str]) -> list[str]:
    """Return the secrets that this content contains.

    A longer number can contain a PIN by chance, so a PIN counts only if no letter and no digit is beside it.
    """

    def found(secret: str) -> bool:
        exact = re.escape(secret.encode())
        return re.search(rb"(?<!\w)%b(?!\w)" % exact if len(secret) < _PIN else exact, content) is not None

    return [each for each in secrets if found(each)]


class SecretsNet:
    """The net as a plugin of pytest."""

    def __init__(self) -> None:
        whole = known()
        self._long = [each for each in whole if len(each) >= _PIN]
        pins = "|".join(re.escape(each) for each in sorted(whole) if len(each) < _PIN)
        self._pins = re.compile(rf"(?<![\w.:,/#-])(?:{pins})(?![\w.:,/-])")
        self._clean: set[str] = set()
        """Texts that contain none of the secrets in `known()`. The net need not search the same text a second time."""
        self._fresh: set[str] = set()
        """The secrets of this test: each token that a simulated library gave, and each text that became a Secret."""
        self._learns = True
        """True if the net learns the secrets of this test and looks at files. False in a walk (a random visit).

        In a walk, people say that some fobs are tools, so the codes of these fobs are no secrets. The laws of the walk
        look for secrets themselves.
        """
        self._leaks: list[str] = []
        self._watches_qt = False

    # --- the known secrets and the leaks ---

    def learn(self, secret: str) -> str:
        """Remember a secret until the end of this test, and return the secret.

        Do not remember a short secret or the label of a tool. A label can become a Secret, because a reader that reads
        fobs and labels makes a Secret of each code at first.
        """
        if len(secret) >= _LEARNED and self._learns and secret.upper() not in _LABELS:
            self._fresh.add(secret)
        return secret

    def look(self, text: str, where: str, worded: str | None = None) -> None:
        """Note a leak if the text contains a secret.

        `worded` is the same text without the numbers that the program has counted or measured. The net looks for PINs
        only in `worded`, because such a number can be equal to a PIN. If `worded` is None, look in the whole text.
        """
        found = next((each for each in self._fresh if each in text), None)
        if found is None and text not in self._clean:
            found = next((each for each in self._long if each in text), None)
            if found is None and (match := self._pins.search(text if worded is None else worded)):
                found = match[0]
            if found is None and len(self._clean) < _MOST_CLEAN:
                self._clean.add(text)
        if found is not None:
            self._leaks.append(f"{where} contains the secret {found!r}: {text.strip()[:300]!r}")

    def look_at_bytes(self, content: bytes, where: str) -> None:
        """Note a leak if the bytes contain a secret. Do not look for PINs: files contain such digits by chance."""
        if not self._learns:
            return
        whole = (*self._long, *self._fresh)
        self._leaks += [f"{where} contains the secret {each!r}" for each in whole if each.encode() in content]

    def take(self) -> list[str]:
        """Return the leaks that were noted since the last call. Forget these leaks and the secrets of this test."""
        leaks, self._leaks = self._leaks, []
        self._fresh.clear()
        return leaks

    # --- the places in which the net looks ---

    def start(self) -> None:
        """Watch all log records, tokens, secrets and stores of this process from now on.

        Watch also the output of other processes that a test reads.
        """
        make = logging.getLogRecordFactory()

        def made(*args: Any, **more: Any) -> logging.LogRecord:
            record = make(*args, **more)
            self.look_at_record(record)
            return record

        logging.setLogRecordFactory(made)
        for module in (tokens, state, overdrive_state):
            vars(module)["token_urlsafe"] = lambda nbytes: self.learn(token_urlsafe(nbytes))
        for module in (overdrive_state, ehub_state):
            vars(module)["token_hex"] = lambda nbytes: self.learn(token_hex(nbytes))
        init = Secret.__init__

        def hidden(secret: Secret, text: str) -> None:
            init(secret, self.learn(text))

        Secret.__init__ = hidden  # type: ignore[method-assign, assignment]
        close = Store.close

        def closed(store: Store, *, within_s: float | None = None) -> bool:
            ended = close(store, within_s=within_s)
            self.look_at_files(store.state_dir)
            return ended

        Store.close = closed  # type: ignore[method-assign, assignment]
        communicate = subprocess.Popen.communicate

        def read(process: "subprocess.Popen[Any]", *args: Any, **more: Any) -> tuple[Any, Any]:
            output, errors = communicate(process, *args, **more)
            self.look_at_output(process.args, output, errors)
            return output, errors

        subprocess.Popen.communicate = read  # type: ignore[method-assign, assignment]

    def look_at_record(self, record: logging.LogRecord) -> None:
        """Look at the words of a log record and at its traceback. A crash report is such a record."""
        if not record.name.startswith(_OURS):
            return
        try:
            text = record.getMessage()
        except (TypeError, ValueError):
            return  # the arguments do not fit the message; logging itself reports this error
        values = record.args.values() if isinstance(record.args, dict) else record.args or ()
        worded = [str(record.msg), *(str(each) for each in values if not isinstance(each, int | float))]
        if record.exc_info and record.exc_info[0] is not None:
            text += "\n" + logging.Formatter().formatException(record.exc_info)
            worded.append(str(record.exc_info[1]))
        self.look(text, f"the log of {record.name}", "\n".join(worded))

    def look_at_output(self, command: Any, output: Any, errors: Any) -> None:
        """Look at the output of a process that a test has read. Do not look for PINs: the output has many numbers."""
        words = [str(each) for each in command] if isinstance(command, list | tuple) else [str(command)]
        for read, name in ((output, "output"), (errors, "standard error")):
            text = read.decode(errors="replace") if isinstance(read, bytes) else read
            if isinstance(text, str) and not set(_TELLS) & set(words):
                self.look(text, f"the {name} of {' '.join(words)[:200]}", "")

    def watch_qt(self) -> None:
        """Watch each text that a widget gets. If Qt is not loaded yet, do nothing."""
        if self._watches_qt or "PySide6.QtWidgets" not in sys.modules:
            return
        self._watches_qt = True
        from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

        for kind, name in (
            (QWidget, "setWindowTitle"),
            (QWidget, "setAccessibleName"),
            (QWidget, "setAccessibleDescription"),
            (QLabel, "setText"),
            (QAbstractButton, "setText"),
        ):
            setattr(kind, name, self._watched(getattr(kind, name), name))

    def _watched(self, put: Callable[[Any, str], None], name: str) -> Callable[[Any, str], None]:
        def watched(widget: Any, text: str) -> None:
            self.look(text, f"{type(widget).__name__}.{name}")
            put(widget, text)

        return watched

    def look_at_files(self, folder: Path) -> None:
        """Look at the stores and the logs in this folder. A kiosk in this or in another process has written them."""
        for path in _written(folder):
            try:
                if path.stat().st_size <= _MOST_BYTES:
                    self.look_at_bytes(path.read_bytes(), path.name)
            except OSError:
                continue  # a test has taken the file away, or made it unreadable

    # --- the hooks of pytest ---

    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Set the level of the kiosk's logs to DEBUG, so that the net sees each record that `--debug` would show."""
        self._learns = item.path.parent.name not in ("walks", "simulated")
        for name in _OURS:
            logger = logging.getLogger(name)
            if logger.level != logging.DEBUG:
                logger.setLevel(logging.DEBUG)
        self.watch_qt()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_teardown(self, item: pytest.Item) -> Generator[None, None, None]:
        """Look at the files of the test. If a secret has leaked, let the test fail."""
        folder = getattr(item, "funcargs", {}).get("tmp_path")
        yield
        if isinstance(folder, Path):
            self.look_at_files(folder)
        if leaks := self.take():
            raise LeakedSecretError("\n".join(leaks))


def _written(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        if path.name.startswith(_STORES) or path.suffix == ".log":
            yield path
