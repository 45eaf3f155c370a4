"""Tests of "Find a tool" in the installed command.

The test types on the kiosk's own keyboard, and reads the screen as a screen reader does.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.simulator import MEMBERS, Knobs
from tests.e2e.desk import missing_parts, wait_until
from tests.e2e.kiosk_process import RunningKiosk

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(missing_parts()), reason=f"this machine lacks {missing_parts()}"),
]
MARTA = MEMBERS[0]
SANDER = "Orbital sander 125 mm, free now, Shelf B2"


@pytest.fixture
def kiosk(tmp_path: Path) -> Iterator[RunningKiosk]:
    with RunningKiosk(tmp_path, knobs=Knobs(public_items=True, thumbnails=True), size="1080x1920") as running:
        yield running


def wait_for_name(kiosk: RunningKiosk, beginning: str) -> str:
    """Wait for a name on the screen that begins with this text, and return the whole name."""
    found: list[str] = []

    def there() -> bool:
        found[:] = [seen.name for seen in kiosk.desk.screen() if seen.name.startswith(beginning)]
        return bool(found)

    wait_until(there, f"something called {beginning}...", kiosk.desk.words)
    return found[0]


def test_a_tool_is_found_on_welcome_and_goes_into_the_basket_by_its_label(kiosk: RunningKiosk) -> None:
    kiosk.desk.press("Find a tool")
    kiosk.desk.wait_for("Kind: Power tools")
    for key in "sand":
        kiosk.desk.press(key)
    name = wait_for_name(kiosk, SANDER)
    assert "$2.00" in name
    asked = kiosk.library.library_state.call_counts()
    # at most one call for each letter, and one call at the start, from which the kiosk learns if a search needs a
    # log-in
    assert asked["items"] <= 1 + len("sand")
    kiosk.desk.screenshot(kiosk.folder / "found.png")
    assert kiosk.library.library_state.wait_for_calls("picture", 4)

    kiosk.desk.press(name)
    kiosk.desk.wait_for("Discs are sold at the desk.", "Bosch GEX 125-1 AE")
    kiosk.desk.screenshot(kiosk.folder / "opened.png")
    kiosk.desk.press("Back to the list")
    wait_for_name(kiosk, SANDER)

    kiosk.items.scan("SAND-0019")
    kiosk.desk.wait_for("Got it. Now your key fob, please")
    kiosk.fobs.scan(MARTA.fob)
    kiosk.desk.wait_for("A new fob: log in once")
    kiosk.desk.fill("User name or membership ID", MARTA.username)
    kiosk.desk.fill("Password", MARTA.password)
    kiosk.desk.press("Link fob")
    kiosk.desk.wait_for("Finish. 1 tool is ready")
