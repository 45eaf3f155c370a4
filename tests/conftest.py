"""Settings for every test. Qt needs no display, and a law (a test with many random examples) has no time limit."""

import os
import re
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from kiosk.app.garbage import collect_if_due, collect_only_when_asked
from tests.examples import USUAL
from tests.secrets_net import SecretsNet

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# If a shell starts pytest in the background, pytest ignores these two signals. Without these lines, each process that
# a test starts would ignore the signals, too.
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGQUIT, signal.SIG_DFL)

# A slow example is not an error of the law, so there is no time limit. Each run tries the same examples, so that only a
# change of the code can change the result. To look for new faults, try other examples: pytest
# --hypothesis-profile=hunt. Each profile names its parent profile, because Hypothesis uses another parent in CI.
usual = settings.get_profile("default")
settings.register_profile("kiosk", usual, deadline=None, derandomize=True, max_examples=USUAL)
settings.register_profile("hunt", usual, deadline=None, max_examples=20 * USUAL, print_blob=True)
settings.load_profile("kiosk")

LONGEST = (
    "e2e/test_main_job.py",
    "ui/test_layout.py",
    "e2e/test_sierra.py",
    "ui/test_layout_of_titles.py",
    "e2e/test_members.py",
    "ui/test_layout_of_states.py",
    "e2e/test_title_codes.py",
    "ui/test_layout_of_themes.py",
    "e2e/test_overdrive.py",
    "faults/test_killed_with_tools_in_hand.py",
    "faults/test_told_to_end.py",
    "faults/test_the_machine.py",
    "e2e/test_sierra_with_both.py",
    "walks/test_walks.py",
    "e2e/test_demo.py",
    "chain/test_settings.py",
    "e2e/test_money.py",
)
"""The slow files that take longest. They run first.

Several processes share the test files. If a long file began last, its process would still run while the other processes
have nothing left to do.
"""
WHOLLY_SLOW = re.compile(r"^pytestmark = (\[\s*)?pytest\.mark\.slow\b", re.MULTILINE)
HERE = Path(__file__).parent


@pytest.fixture
def quick_hash(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the slow hash of fob codes take almost no time, in this process only.

    Tests use this fixture if they link many fobs and are not about the hash. A test that starts the kiosk as a process
    cannot use this fixture, because the other process computes the slow hash. tests/store/test_theft.py checks how slow
    the hash is.
    """
    from kiosk.store import link_encryption

    monkeypatch.setattr(link_encryption, "COST", 2**4)


@pytest.fixture
def quick_pin(monkeypatch: pytest.MonkeyPatch) -> None:
    """If this process writes a staff PIN, make the slow hash of the PIN take almost no time.

    The file of the PIN says how slow its hash is, so other processes can check the PIN. tests/store/test_rules.py
    checks how slow the hash is.
    """
    from kiosk.store import pin_file

    monkeypatch.setattr(pin_file, "COST", 2**4)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol() -> Iterator[None]:
    """If Qt is loaded, collect garbage only between two tests and only in the main thread, as the kiosk does.

    Otherwise the thread of a simulated library could destroy a timer that an earlier test has left. Then Qt would end
    the process with a segmentation fault in the middle of another test.
    """
    if "PySide6.QtCore" in sys.modules:
        collect_only_when_asked()
        collect_if_due()
    return (yield)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Ignore a file if `-m slow` or `-m "not slow"` selects no test in it.

    Each process of the tests saves some seconds, because it does not import the ignored files.
    """
    asked = config.option.markexpr
    if collection_path.suffix != ".py" or asked not in ("slow", "not slow"):
        return None
    text = collection_path.read_text(encoding="utf-8")
    return (WHOLLY_SLOW.search(text) is not None if asked == "not slow" else "mark.slow" not in text) or None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the files of LONGEST first. Then mix the files that have slow tests with the files that have none.

    A slow test waits for most of its time. While one process waits, another process can run quick tests.
    """
    files: dict[Path, list[pytest.Item]] = {}
    for item in items:
        files.setdefault(item.path, []).append(item)
    slow = {path for path, own in files.items() if any(item.get_closest_marker("slow") for item in own)}
    order = [path for name in LONGEST if (path := HERE / name) in files]
    order += spread(
        *[[path for path in files if path not in order and (path in slow) is which] for which in (True, False)]
    )
    items[:] = [item for path in order for item in files[path]]


def spread(some: list[Path], others: list[Path]) -> list[Path]:
    """Return all paths in one list. The paths of `some` are spread evenly among the paths of `others`."""
    places = [((number + 0.5) / len(paths), path) for paths in (some, others) for number, path in enumerate(paths)]
    return [path for _place, path in sorted(places, key=lambda each: each[0])]


def pytest_configure(config: pytest.Config) -> None:
    """Start the search for secrets in logs, stores, window titles, accessible names and crash reports of all tests."""
    net = SecretsNet()
    net.start()
    config.pluginmanager.register(net, "secrets-net")
