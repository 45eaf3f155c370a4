"""Tests of what a member does at a library where a content provider of eHUB is the only system.

The installed command runs in a real window, with real serial lines and a real server. All tests use one kiosk, one
after another. Before each test, the kiosk shows Welcome, and the provider's data is reset.
"""

from collections.abc import Iterator

import pytest

from kiosk.demo.pretend_readers import PretendReader
from kiosk.simulator.ehub import SECRET_KEY
from tests.e2e.desk import missing_parts, wait_until
from tests.e2e.ehub_process import GRETA_CARD, INES_CARD, RunningEHub
from tests.secrets_net import secrets_in

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(missing_parts()), reason=f"this machine lacks {missing_parts()}"),
]
UNDERSTORY, POSTCARDS = "The Understory", "Postcards to an Empty House"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningEHub]:
    with RunningEHub(tmp_path_factory.mktemp("ehub")) as running:
        yield running


@pytest.fixture
def kiosk(served: RunningEHub) -> RunningEHub:
    served.back_to_welcome()
    return served


def test_a_card_number_is_typed(kiosk: RunningEHub) -> None:
    kiosk.desk.press("Log in without a card")
    kiosk.desk.fill("Card number", "99990000001003")
    kiosk.desk.press("Log in")
    kiosk.desk.wait_for("That did not work")
    kiosk.desk.fill("Card number", INES_CARD)
    kiosk.desk.press("Log in")
    kiosk.desk.wait_for("Digital loans")


def test_a_trusted_card_is_enough(kiosk: RunningEHub) -> None:
    kiosk.log_in()
    assert INES_CARD not in kiosk.desk.words()


def test_a_scan_lends_and_the_title_is_given_back_on_its_page(kiosk: RunningEHub) -> None:
    kiosk.log_in()
    kiosk.items.scan("EH-1012")
    kiosk.desk.wait_for(f"{UNDERSTORY}, borrowed, due")
    assert kiosk.loans() == {UNDERSTORY}
    kiosk.items.scan("EH-1012-POSTER")
    kiosk.desk.wait_for("Your digital loans", UNDERSTORY)
    kiosk.desk.press(f"Give back {UNDERSTORY}")
    kiosk.desk.press("Yes, give it back")
    wait_until(lambda: not kiosk.loans(), "the return", kiosk.desk.words)


def test_a_borrow_is_given_back_on_its_line(kiosk: RunningEHub) -> None:
    kiosk.log_in()
    kiosk.items.scan("EH-12")
    kiosk.desk.wait_for(f"{POSTCARDS}, borrowed, due")
    kiosk.desk.press(f"Give back {POSTCARDS}")
    kiosk.desk.press("Give it back? Yes, give it back")
    kiosk.desk.wait_for(f"{POSTCARDS}, given back")
    assert not kiosk.loans()


def test_each_part_of_a_title_has_a_code_of_its_own(kiosk: RunningEHub) -> None:
    kiosk.log_in()
    kiosk.items.scan("EH-2001")
    kiosk.desk.wait_for("The Long Way Round the Lake, borrowed, due")
    kiosk.desk.press("Open The Long Way Round the Lake on your phone")
    kiosk.desk.wait_for("Point your phone", "Part 1 of", "Only you should see this code")


def test_a_refusal_says_why(kiosk: RunningEHub) -> None:
    kiosk.log_in(GRETA_CARD)
    kiosk.items.scan("EH-1012")
    kiosk.desk.wait_for(f"{UNDERSTORY}, refused", "as many items as you can have")


def test_a_title_that_was_borrowed_elsewhere_says_where_to_open_it(kiosk: RunningEHub) -> None:
    kiosk.provider.control.lend("ines", "films & books/12")
    kiosk.log_in()
    kiosk.items.scan("EH-12")
    kiosk.desk.wait_for(f"{POSTCARDS}, refused", "You have it on loan. Open it in your library")


def test_a_label_that_names_no_title_is_refused(kiosk: RunningEHub) -> None:
    kiosk.log_in()
    kiosk.items.scan("HAMMER-9999")
    kiosk.desk.wait_for("HAMMER-9999, refused", "Look for our label")


def test_a_lost_answer_is_never_sent_again_and_goes_to_staff(kiosk: RunningEHub) -> None:
    kiosk.log_in()
    kiosk.provider.control.fault("checkout", "drop", acts=True)
    kiosk.items.scan("EH-1012")
    kiosk.desk.wait_for(f"{UNDERSTORY}, we cannot find out", "Staff get a note about it")
    assert len(kiosk.provider.library_state.acts("checkout")) == 1


def test_what_is_scanned_while_the_provider_is_away_is_lent_when_it_is_back(kiosk: RunningEHub) -> None:
    kiosk.log_in()
    kiosk.provider.control.go_away()
    kiosk.items.scan("EH-1012")
    kiosk.desk.wait_for("not checked yet")
    kiosk.provider.control.come_back()
    kiosk.desk.wait_for(f"{UNDERSTORY}, borrowed, due")
    assert len(kiosk.provider.library_state.acts("checkout")) == 1


def test_without_a_scanner_the_code_of_a_label_is_typed(kiosk: RunningEHub) -> None:
    assert isinstance(kiosk.items, PretendReader)
    kiosk.log_in()
    kiosk.items.unplug()
    kiosk.desk.press("Type the code")
    kiosk.desk.fill("Code on the label", "EH-1012")
    kiosk.desk.press("Add the item")
    kiosk.desk.wait_for(f"{UNDERSTORY}, borrowed, due")
    kiosk.items.plug()


def test_after_a_power_cut_the_title_is_lent_once(kiosk: RunningEHub) -> None:
    kiosk.log_in()
    kiosk.items.scan("EH-1012")
    kiosk.desk.wait_for(f"{UNDERSTORY}, borrowed, due")
    kiosk.kill()
    kiosk.start()
    kiosk.log_in()
    kiosk.items.scan("EH-1012")
    kiosk.desk.wait_for(f"{UNDERSTORY}, refused", "You have it on loan.")
    assert len(kiosk.provider.library_state.acts("checkout")) == 1


def test_nothing_secret_is_in_the_log_or_on_the_disk(served: RunningEHub) -> None:
    assert served.stop() == 0
    files = (served.folder / "state").glob("*.db*")
    left = served.log.read_bytes() + b"".join(path.read_bytes() for path in files)
    assert not secrets_in(left, (INES_CARD, GRETA_CARD, SECRET_KEY, "eyJhbGci"))
