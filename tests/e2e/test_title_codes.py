"""Tests of the QR codes that open digital loans. The installed command shows them on screens of two sizes.

A real decoder reads each code from a picture of the whole screen, as a phone does. The address in a code must be the
address that the server has given. No other place must contain this address. The tests look for the address while the
code is shown, after the member has left the page of the code, after the visit, and after the end of the kiosk.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from kiosk.simulator.ehub import SECRET_KEY
from kiosk.simulator.overdrive import CLIENT_SECRET
from tests.e2e.beside_process import CARD, MEMBER, PIN, RunningBeside
from tests.e2e.desk import missing_parts, wait_until
from tests.e2e.ehub_process import INES_CARD, RunningEHub
from tests.e2e.kiosk_process import LEAVING, KioskOnDesk
from tests.e2e.leaks import places_of
from tests.e2e.test_overdrive import WHEAT
from tests.phone import read_codes

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(missing_parts()), reason=f"this machine lacks {missing_parts()}"),
]
SIZES = ("1280x800", "1080x1920")
FERRY = "The Night Ferry"
PARTS = [
    *(f"E-book · Part {n} of 2" for n in (1, 2)),
    *(f"Audiobook · Part {n} of 4" for n in range(1, 5)),
    *(f"Extra {n} of 6" for n in range(1, 7)),
]
FORMATS = ("ebook", "audio-stream", "audio-downloadable")


def code_on(kiosk: KioskOnDesk, pattern: str, not_yet: str = "") -> str:
    """Wait until the only code on the screen has a content that fits the pattern, and return this content.

    `not_yet` is the content of the code that was shown before. The kiosk may still show it for a moment. Fail after 40
    seconds.
    """
    found: list[str] = []

    def is_shown() -> bool:
        picture = kiosk.folder / "screen.png"
        kiosk.desk.screenshot(picture)
        found[:] = read_codes(QImage(str(picture)))
        return len(found) == 1 and found[0] != not_yet and re.fullmatch(pattern, found[0]) is not None

    wait_until(is_shown, f"a code like {pattern}", lambda: f"{found}\n{kiosk.desk.words()}", 40.0)
    return found[0]


def no_code_on(kiosk: KioskOnDesk) -> None:
    """Fail if a phone can read a code from the screen."""
    picture = kiosk.folder / "screen.png"
    kiosk.desk.screenshot(picture)
    assert read_codes(QImage(str(picture))) == []


@pytest.fixture(params=SIZES)
def beside(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[RunningBeside]:
    with RunningBeside(tmp_path, size=request.param) as running:
        yield running


@pytest.fixture(params=SIZES)
def provider(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[RunningEHub]:
    with RunningEHub(tmp_path, size=request.param) as running:
        yield running


def test_the_codes_of_overdrive_open_the_app_and_the_browser_and_leave_nothing(beside: RunningBeside) -> None:
    kiosk, state = beside, beside.titles.library_state
    kiosk.log_in()
    kiosk.enter_card()
    kiosk.desk.press(f"Open {WHEAT} on your phone")
    in_app = code_on(kiosk, r"https://link\.overdrive\.example/share\?q=\w+")
    kiosk.desk.press("In the browser")
    in_browser = code_on(kiosk, rf"{kiosk.titles.url}/fulfillment/[0-9A-F-]+\?code=[0-9a-f]+&client=.+")
    with state.lock:
        assert state.title_named(WHEAT).id.upper() in in_browser
        (personal,) = state._codes
        (token,) = state._tokens
    assert f"?code={personal}&" in in_browser
    hidden = {in_app, in_browser, personal, token, CARD, PIN, CLIENT_SECRET, MEMBER.password}
    assert any(seen.name == f"Code that opens {WHEAT} on your phone" for seen in kiosk.desk.tree())
    assert places_of(hidden, kiosk) == []
    kiosk.desk.press("Back to digital loans")
    kiosk.desk.wait_for("Your digital loans")
    no_code_on(kiosk)
    assert places_of(hidden, kiosk) == []
    leave(kiosk)
    assert places_of(hidden, kiosk) == []
    assert not any(each in repr((state.calls(), state.acts())) for each in hidden)
    assert kiosk.stop() == 0
    assert places_of(hidden, kiosk) == []


def test_the_twelve_codes_of_a_loan_of_ehub_are_shown_one_at_a_time_and_leave_nothing(provider: RunningEHub) -> None:
    kiosk, state = provider, provider.provider.library_state
    kiosk.log_in()
    kiosk.items.scan("EH-3001")
    kiosk.desk.press(f"Open {FERRY} on your phone")
    base, address, shown = re.escape(kiosk.provider.origin), "", list[str]()
    for number, place in enumerate(PARTS):
        if number:
            kiosk.desk.press(place)
        kiosk.desk.wait_for(place)
        address = code_on(kiosk, rf"{base}/content/[0-9a-f]+/.+", not_yet=address)
        shown.append(address)
    kinds = [f"{each}/{kind}_{n}" for kind in ("content", "supplement") for each in FORMATS for n in (0, 1)]
    codes = [each.split("/")[4] for each in shown]
    with state.lock:
        assert [state._links[each].part for each in codes] == kinds
    hidden = {*shown, *codes, INES_CARD, SECRET_KEY, "eyJhbGci"}
    assert places_of(hidden, kiosk) == []
    kiosk.desk.press("Back to digital loans")
    kiosk.desk.wait_for("Your digital loans")
    no_code_on(kiosk)
    assert places_of(hidden, kiosk) == []
    leave(kiosk)
    assert places_of(hidden, kiosk) == []
    assert not any(each in repr((state.calls(), state.acts(), state.tokens())) for each in hidden)
    assert kiosk.stop() == 0
    assert places_of(hidden, kiosk) == []


def leave(kiosk: KioskOnDesk) -> None:
    """End the visit with the buttons on the screen. Fail if the screen shows a code after that."""
    kiosk.desk.press_until(kiosk.welcome, LEAVING)
    no_code_on(kiosk)


def test_the_search_finds_a_secret_in_a_file_a_name_and_an_open_file(tmp_path: Path) -> None:
    with RunningBeside(tmp_path) as kiosk:
        kiosk.desk.press("Log in without a fob")
        kiosk.desk.fill("User name or membership ID", "planted-name")
        kiosk.desk.wait_for("planted-name")
        with (tmp_path / "state" / "cache.db-wal").open("ab") as stored:
            stored.write(b"\0planted-file\0")
        assert kiosk.process is not None
        opened = Path("/proc") / str(kiosk.process.pid) / "fd" / "2"
        with opened.open("ab") as log:
            log.write(b"planted-in-the-log\n")
        found = places_of(["planted-name", "planted-file", "planted-in-the-log", "not-planted"], kiosk)
    assert {"text: planted-name", "state/cache.db-wal: planted-file", "kiosk.log: planted-in-the-log"} <= set(found)
    assert any(each.startswith("the open file") and each.endswith("planted-in-the-log") for each in found)
    assert not any("not-planted" in each for each in found)
