"""Tests of the terms of a loan: the member's project, another due day, and the condition of a tool that comes back.

The test chooses these terms on the screen of the installed command. The choices must reach the library.
"""

from collections.abc import Iterator
from datetime import date, timedelta
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
OPEN = (1, 2, 3, 4, 5)
"""The open days, from Tuesday to Saturday. Monday is 0."""
CONDITIONS = '[returns]\ncondition_statuses = ["Needs a look", "Broken"]\n'


@pytest.fixture
def kiosk(tmp_path: Path) -> Iterator[RunningKiosk]:
    with RunningKiosk(tmp_path, more=CONDITIONS, knobs=Knobs(project_required=True)) as running:
        yield running


def press_one(kiosk: RunningKiosk, beginning: str) -> None:
    """Press the first button whose name begins with this text and does not contain "line".

    First wait until a button whose name begins with this text has "Change the day" in its name. If the text is
    "Keep ", only wait until there is a button whose name begins with it.
    """
    found: list[str] = []

    def there() -> bool:
        found[:] = [seen.name for seen in kiosk.desk.screen() if seen.name.startswith(beginning)]
        return any("Change the day" in name or beginning == "Keep " for name in found)

    wait_until(there, f"a button {beginning}...", kiosk.desk.words)
    kiosk.desk.press(next(name for name in found if "line" not in name))


def an_earlier_day(kiosk: RunningKiosk) -> date:
    """Return an open day before the due day of the drill."""
    cart = kiosk.library.library_state.cart_record("marta")
    assert cart is not None
    (line,) = cart.lines.values()
    return next(day for ahead in range(1, 8) if (day := line.due - timedelta(days=ahead)).weekday() in OPEN)


def test_a_project_another_day_and_a_condition_reach_the_library(kiosk: RunningKiosk) -> None:
    kiosk.link_and_log_in(MARTA)
    kiosk.items.scan("LVL-0002")
    kiosk.desk.press("Laser level: Needs a look")
    kiosk.items.scan("DR-0142")
    kiosk.desk.wait_for("What are the tools for?")
    kiosk.desk.press("Energy audit at 123 Sesame Street")
    kiosk.desk.press("Keep Energy audit at 123 Sesame Street")
    press_one(kiosk, "Cordless drill 18 V, due ")
    kiosk.desk.wait_for("When will you bring it back?", "Only days when we are open.")
    day = an_earlier_day(kiosk)
    kiosk.desk.press(f"{day:%A}, {day:%B} {day.day}")
    kiosk.desk.wait_for(f"Keep {day:%a}, {day:%b} {day.day}")
    kiosk.desk.screenshot(kiosk.folder / "terms.png")
    press_one(kiosk, "Keep ")

    kiosk.desk.press("Finish. 2 tools are ready")

    kiosk.desk.wait_for("Confirmed 2 of 2")
    loan = kiosk.loans("marta")["DR-0142"]
    assert (loan.due, loan.project) == (day, 156)
    assert kiosk.library.library_state.item("LVL-0002").status == "Needs a look"
