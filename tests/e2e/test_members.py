"""Tests of what a member can do at a library with myTurn.

Some visits have their own files in this folder, for example visits with reservations or fees. All tests use one kiosk,
one after another. Before each test, the kiosk shows Welcome, and the library's data is reset.
"""

from collections.abc import Iterator

import pytest

from kiosk.simulator import MEMBERS, Knobs
from tests.e2e.desk import missing_parts, wait_until
from tests.e2e.kiosk_process import LEAVING, RunningKiosk

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(missing_parts()), reason=f"this machine lacks {missing_parts()}"),
]
MARTA = MEMBERS[0]
DRILL, LEVEL = "DR-0142", "LVL-0002"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningKiosk]:
    with RunningKiosk(tmp_path_factory.mktemp("members")) as running:
        yield running


@pytest.fixture
def kiosk(served: RunningKiosk) -> RunningKiosk:
    served.back_to_welcome()
    return served


@pytest.fixture(scope="module")
def left_alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningKiosk]:
    """A second kiosk, at which Marta scans a drill and goes away. Her visit ends while the other tests run."""
    knobs = Knobs(organization={"kioskLogoutTimeout": 30})
    more = '[visit]\nlogout_timeout_unit = "seconds"\nwalk_away = "finish"\n'
    with RunningKiosk(tmp_path_factory.mktemp("left-alone"), knobs=knobs, more=more) as running:
        log_in(running)
        running.items.scan(DRILL)
        running.desk.wait_for("1 to borrow")
        yield running


def log_in(kiosk: RunningKiosk) -> None:
    kiosk.desk.press("Log in without a fob")
    kiosk.desk.fill("User name or membership ID", MARTA.username)
    kiosk.desk.fill("Password", MARTA.password)
    kiosk.desk.press("Log in")
    kiosk.desk.wait_for("Hello Marta")


@pytest.mark.usefixtures("left_alone")
def test_user_name_and_password_are_typed(kiosk: RunningKiosk) -> None:
    log_in(kiosk)
    assert MARTA.username not in kiosk.desk.words()


def test_a_refusal_says_why_and_is_removed(kiosk: RunningKiosk) -> None:
    log_in(kiosk)
    kiosk.items.scan("WASH-0031")
    kiosk.desk.wait_for("refused", "Reserved for another member.")
    kiosk.desk.press_beginning("Remove")
    kiosk.desk.wait_for("Scan a tool")


def test_a_label_that_the_library_does_not_know_is_refused(kiosk: RunningKiosk) -> None:
    log_in(kiosk)
    kiosk.items.scan("HAMMER-9999")
    kiosk.desk.wait_for("HAMMER-9999, refused", "Look for our label")


def test_a_tool_is_taken_out_before_finish_and_is_not_lent(kiosk: RunningKiosk) -> None:
    log_in(kiosk)
    kiosk.items.scan(DRILL)
    kiosk.desk.wait_for("1 to borrow")
    kiosk.desk.press_beginning("Remove Cordless drill")
    kiosk.desk.wait_for("Scan a tool")
    assert DRILL not in kiosk.loans(MARTA.username)


def test_what_is_scanned_while_the_library_is_away_is_checked_when_it_is_back(kiosk: RunningKiosk) -> None:
    log_in(kiosk)
    kiosk.library.control.go_away()
    kiosk.items.scan(DRILL)
    kiosk.desk.wait_for("not checked yet")
    kiosk.library.control.come_back()
    kiosk.desk.press("Finish. 1 tool is ready")
    kiosk.desk.wait_for("Confirmed 1 of 1")
    assert DRILL in kiosk.loans(MARTA.username)


def test_things_come_back_without_an_account_while_the_library_is_away(kiosk: RunningKiosk) -> None:
    log_in(kiosk)
    kiosk.library.control.go_away()
    kiosk.items.scan(DRILL)
    kiosk.desk.wait_for("not checked yet")
    kiosk.desk.press_until("Bring things back", LEAVING)
    kiosk.desk.press("Bring things back")
    kiosk.items.scan(LEVEL)
    kiosk.desk.wait_for("seen here, staff will book it in", "Your slip number")
    kiosk.desk.press_beginning("Done")
    kiosk.desk.wait_for("1 thing saved")
    kiosk.library.control.come_back()
    kiosk.desk.press_until(kiosk.welcome, LEAVING)
    assert LEVEL in kiosk.loans(MARTA.username)


def test_a_fob_lets_things_that_come_back_be_booked_when_the_library_is_back(kiosk: RunningKiosk) -> None:
    kiosk.link_and_log_in(MARTA)
    kiosk.library.control.go_away()
    kiosk.items.scan(DRILL)
    kiosk.desk.wait_for("not checked yet")
    kiosk.desk.press_until("Bring things back", LEAVING)
    kiosk.desk.press("Bring things back")
    kiosk.desk.wait_for("You can still return things")
    kiosk.fobs.scan(MARTA.fob)
    kiosk.desk.wait_for("What you brought will be taken off the account of the fob that was shown")
    kiosk.items.scan(LEVEL)
    kiosk.desk.wait_for("saved here, will be sent", "Your slip number")
    assert MARTA.first not in kiosk.desk.words()
    kiosk.desk.press_beginning("Done")
    kiosk.desk.wait_for("1 thing saved")
    kiosk.desk.press_until(kiosk.welcome, LEAVING)
    assert LEVEL in kiosk.loans(MARTA.username)
    kiosk.library.control.come_back()
    wait_until(lambda: LEVEL not in kiosk.loans(MARTA.username), "the return", kiosk.log_text, timeout_s=30)


def test_the_receipt_names_the_shelf_of_a_returned_tool(kiosk: RunningKiosk) -> None:
    log_in(kiosk)
    kiosk.items.scan(LEVEL)
    kiosk.desk.press("Finish. 1 tool is ready")
    kiosk.desk.wait_for("Confirmed 1 of 1", "Put these on their shelves", "Laser level")


def test_who_walks_away_is_finished_for_and_the_next_person_sees_nothing(left_alone: RunningKiosk) -> None:
    left_alone.desk.wait_for("Hold your key fob to the reader", timeout_s=90)
    assert "Cordless drill" not in left_alone.desk.words()
    assert DRILL in left_alone.loans(MARTA.username)
