"""Tests of fees in the installed command.

The test reads the screen as a screen reader does. If the library hides money, the screen shows no amount.
"""

import re
from pathlib import Path

import pytest

from kiosk.simulator import MEMBERS, Knobs
from tests.e2e.desk import missing_parts
from tests.e2e.kiosk_process import RunningKiosk

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(missing_parts()), reason=f"this machine lacks {missing_parts()}"),
]
MARTA = MEMBERS[0]
LATE, COSTS_3, FREE = "NAIL-0004", "SAW-0087", "DR-0142"
AMOUNT = re.compile(r"[$€]|USD|\d[.,]\d\d\b|[Ff]ee\b|cost|[Dd]iscount")


def amounts(kiosk: RunningKiosk) -> list[str]:
    """Return the names and texts on the screen that contain an amount."""
    return [line for line in kiosk.desk.words().splitlines() if AMOUNT.search(line)]


def test_prices_are_said_before_and_the_late_fee_after_the_return(tmp_path: Path) -> None:
    with RunningKiosk(tmp_path) as kiosk:
        kiosk.link_and_log_in(MARTA)
        kiosk.items.scan(LATE)
        kiosk.desk.wait_for("Cordless nailer, bringing back")
        assert amounts(kiosk) == []
        kiosk.items.scan(COSTS_3)
        kiosk.desk.wait_for("costs $3.00", "To pay: $3.00. It goes on your account.")
        kiosk.desk.screenshot(tmp_path / "basket.png")
        kiosk.desk.press("Finish. 2 tools are ready")
        kiosk.desk.wait_for("Confirmed 2 of 2", "Late fee: $2.00", "$5.00", "It is on your account.")
        kiosk.desk.screenshot(tmp_path / "receipt.png")
        assert kiosk.library.library_state.balances["marta"] == 500


def test_what_may_not_be_owed_stays_here_and_the_rest_goes_through(tmp_path: Path) -> None:
    with RunningKiosk(tmp_path, owing=False) as kiosk:
        kiosk.link_and_log_in(MARTA)
        for code in (LATE, COSTS_3, FREE):
            kiosk.items.scan(code)
        kiosk.desk.wait_for("It costs $3.00, and nothing can be paid here", "Cordless drill 18 V, to borrow")
        kiosk.desk.press("Finish. 2 tools are ready, 1 cannot be lent here")
        kiosk.desk.wait_for("1 tool cannot be lent here", "What you bring back goes through.")
        kiosk.desk.press("Yes, finish with 2 tools")
        kiosk.desk.wait_for("Confirmed 2 of 3", "nothing can be paid here. Please leave it here, or see staff")
        out = set(kiosk.loans("marta"))
        assert FREE in out
        assert not {LATE, COSTS_3} & out


def test_where_money_is_hidden_the_whole_screen_has_no_amount(tmp_path: Path) -> None:
    knobs = Knobs(organization={"hideMoney": True, "skipKioskCheckoutConfirmation": False})
    with RunningKiosk(tmp_path, knobs=knobs, owing=True) as kiosk:
        kiosk.link_and_log_in(MARTA)
        assert amounts(kiosk) == []
        for code in (LATE, COSTS_3):
            kiosk.items.scan(code)
        kiosk.desk.wait_for("Cordless nailer, bringing back", "Circular saw 190 mm, to borrow")
        assert amounts(kiosk) == []
        kiosk.desk.press("Finish. 2 tools are ready")
        kiosk.desk.wait_for("Is this right, Marta?")
        assert amounts(kiosk) == []
        kiosk.desk.press("Yes, confirm 2 tools")
        kiosk.desk.wait_for("Confirmed 2 of 2", "2 days late, thank you for bringing it")
        assert amounts(kiosk) == []


def test_the_agreement_keeps_what_was_scanned_and_leads_to_the_web_site(tmp_path: Path) -> None:
    with RunningKiosk(tmp_path, knobs=Knobs(agreement_status=422)) as kiosk:
        kiosk.link_and_log_in(next(each for each in MEMBERS if each.username == "unsigned"))
        kiosk.desk.wait_for("Please sign the agreement first", "Code that opens the library’s page on your phone")  # noqa: RUF001
        kiosk.items.scan(FREE)
        kiosk.desk.wait_for("refused, Please sign the agreement first", "agreements you must sign")
        kiosk.items.scan(COSTS_3)
        kiosk.desk.wait_for(FREE, COSTS_3)
        kiosk.desk.screenshot(tmp_path / "unsigned.png")
        kiosk.library.control.change_member("unsigned", agreements_missing=False)
        kiosk.desk.press(f"Check {FREE} again")
        kiosk.desk.wait_for("Cordless drill 18 V, to borrow")
