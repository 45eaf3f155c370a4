"""Tests of the modules that the installed command has loaded when Welcome is first on the screen.

These tests protect two budgets. One budget is the time from the start to the first frame, because nobody can scan in
this time. The other budget is the memory of a kiosk at rest. On a usual machine, a module takes half a millisecond and
about 50 kB of memory. A large package takes as much as a hundred modules of the kiosk. So HEAVY names the large
packages, which must not be loaded before the first frame. All other modules are only counted. You can split a package
of the kiosk, or import one more small module of Python, without a change to these tests.
"""

import importlib.util
import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from kiosk.app.qt_import import RARE
from kiosk.domain.library import Library
from kiosk.store.cache import LibraryCache
from kiosk.store.store import Store

pytestmark = pytest.mark.slow

COMMAND = Path(sys.executable).with_name("lending-kiosk")
_ROW = re.compile(r"^import '?([\w.]+)'? # ", re.MULTILINE)

QT = {"PySide6.QtCore", "PySide6.QtGui", "PySide6.QtWidgets"}
HEAVY = {
    *("httpx", "httpcore", "anyio", "h11", "http.client"),
    *("Cryptodome", "cryptography", "cffi", "nh3", "segno", "evdev", "serial"),
    *("starlette", "uvicorn", "click", "rich", "pygments", "babel"),
    *("xml.dom", "unittest", "pydoc", "difflib", "multiprocessing", "concurrent.futures.process"),
}
"""Packages and parts of Python that take long to load or need much memory. Welcome needs none of them."""
LATER = (
    "kiosk.app.services",
    "kiosk.backends.clean",
    "kiosk.backends.ehub",
    "kiosk.backends.http",
    "kiosk.backends.myturn",
    "kiosk.backends.network",
    "kiosk.backends.overdrive",
    "kiosk.backends.sierra",
    "kiosk.demo",
    "kiosk.domain.visit.stepping",
    "kiosk.presenter.basket",
    "kiosk.presenter.pages",
    "kiosk.runner.runner",
    "kiosk.simulator",
    "kiosk.store.aes_gcm",
    "kiosk.store.link_encryption",
    "kiosk.store.vault",
    "kiosk.ui.keyboard",
)
"""Modules and packages of the kiosk that a visit needs and Welcome does not need."""
MOST_OF_OURS, MOST_OF_ALL = 150, 420
"""The largest allowed numbers of loaded modules: modules of the kiosk, and all modules.

In November 2026, 125 modules of the kiosk and 347 modules in all were loaded. The number of small modules differs
between versions of Python.
"""


_MYTURN = '[myturn]\nurl = "http://127.0.0.1:9/library"\n'
_SIERRA = """backend = "sierra"
time_zone = "America/New_York"
[sierra]
url = "http://127.0.0.1:9/iii/sierra-api/v6"
key_file = "{key}"
[library]
name = "Tool Library"
[login]
fob = "card"
"""
_OVERDRIVE = """backend = "overdrive"
[overdrive]
library_id = 4425
website_id = 100300
authorization_name = "bend-ils"
client_file = "{key}"
[library]
name = "Library"
[login]
fob = "card"
"""
_EHUB = """backend = "ehub"
[ehub]
url = "http://127.0.0.1:9/ep/api"
site_id = "bend"
consumer_id = 3
trusted_cards = "2[0-9]+"
key_file = "{key}"
[library]
name = "Library"
[login]
fob = "card"
"""
_SYSTEMS = {"myturn": _MYTURN, "sierra": _SIERRA, "overdrive": _OVERDRIVE, "ehub": _EHUB}


@pytest.fixture(scope="module", params=list(_SYSTEMS.values()), ids=list(_SYSTEMS))
def loaded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Return the names of all modules that the installed command had loaded at its first frame."""
    folder = tmp_path_factory.mktemp("first-frame")
    store = Store.open(folder / "state")
    LibraryCache(store.cache).save(Library(name="Tool Library"))
    store.close()
    config, key = folder / "kiosk.toml", folder / "sierra-key"
    key.write_text("c2VjcmV0" if request.param is _EHUB else "key:secret")
    key.chmod(0o600)
    config.write_text(
        f'[kiosk]\nstate_dir = "{folder / "state"}"\ndisplay = "1280x800"\n'
        f'{request.param.format(key=key)}[sound]\nplayer = "off"\n'
    )
    return set(_ROW.findall(_printed_until_first_frame(config)))


def _printed_until_first_frame(config: Path) -> str:
    command = [sys.executable, "-v", str(COMMAND), "run", "--config", str(config)]
    out, pause, end = config.with_suffix(".log"), threading.Event(), time.monotonic() + 30
    environ = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    with out.open("w") as log, subprocess.Popen(command, stdout=log, stderr=log, env=environ) as kiosk:
        while "first frame" not in out.read_text() and time.monotonic() < end and kiosk.poll() is None:
            pause.wait(0.02)
        kiosk.send_signal(signal.SIGKILL)
    before, frame, _ = out.read_text().partition("first frame")
    assert frame, before[-2000:]
    return before


def test_nothing_heavy_is_loaded(loaded: set[str]) -> None:
    assert {name for name in loaded for heavy in HEAVY if f"{name}.".startswith(f"{heavy}.")} == set()


def test_of_qt_only_what_draws_windows(loaded: set[str]) -> None:
    """Each further part of Qt loads a shared library of some megabytes."""
    assert {name for name in loaded if name.startswith("PySide6.Qt")} <= QT


def test_what_only_a_visit_needs_comes_later(loaded: set[str]) -> None:
    assert [name for name in LATER if importlib.util.find_spec(name) is None] == []
    assert [name for name in sorted(loaded) if name.startswith(LATER)] == []


def test_sealing_in_a_visit_imports_nothing() -> None:
    """The cipher takes 20 to 50 ms to load. It is loaded with the slow parts of the kiosk, before the first visit."""
    script = (
        "import sys, importlib; from kiosk.app import program; from kiosk.store.encryption import Seal;"
        "[importlib.import_module(name) for name in program._TO_LEND]; before = set(sys.modules);"
        "seal = Seal(bytes(32)); seal.open(seal.close('text', 'row'), 'row');"
        "from kiosk.store.link_encryption import key_of; key_of(bytes(32), bytes(16));"
        "print(sorted(set(sys.modules) - before))"
    )
    asked = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert asked.stdout == "[]\n"


def test_of_all_pages_only_welcome(loaded: set[str]) -> None:
    assert {name for name in loaded if name.startswith("kiosk.ui.pages.")} == {"kiosk.ui.pages.welcome"}


def test_few_modules_are_loaded(loaded: set[str]) -> None:
    ours = sorted(name for name in loaded if name.partition(".")[0] in ("kiosk", "hardware"))
    assert len(ours) <= MOST_OF_OURS, ours
    assert len(loaded) <= MOST_OF_ALL, sorted(loaded)


def test_qt_lets_no_module_be_read_as_text() -> None:
    """If Qt read the modules as text, the start would take 25 ms and 13 MB more: see kiosk.app.qt_import."""
    ask = (
        "import kiosk.app.launch, linecache, os; ours = os.path.dirname(kiosk.__file__); "
        "print(*(path for path in linecache.cache if path.startswith(ours)))"
    )
    asked = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)
    assert asked.stdout.split() == []


def test_what_serves_help_about_qt_is_not_read(loaded: set[str]) -> None:
    assert loaded & RARE == set()


def test_help_about_qt_is_there_when_it_is_asked_for() -> None:
    """A wrong call of Qt gives the same message with and without kiosk.app.qt_import.

    Developers need this message to find their mistake.
    """
    wrong = "from PySide6.QtCore import QObject\ntry:\n    QObject(1.5)\nexcept TypeError as why:\n    print(why)"
    plain, ours = (
        subprocess.run([sys.executable, "-c", first + wrong], capture_output=True, text=True, check=True).stdout
        for first in ("", "import kiosk.app.launch\n")
    )
    assert "Supported signatures" in ours
    assert ours == plain
