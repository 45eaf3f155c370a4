"""Tests of a visit with two tools, a renewal, an e-book and an audio book, while one of three systems fails.

The installed command runs in a real window, with real serial lines and three simulators as real servers: Sierra has the
tools, and OverDrive and eHUB are beside it. There are tests in which one system is down, is slow, refuses an item, or
loses an answer. In each test, the acts at the other two systems are done as usual, and no act is done twice.
"""

from collections.abc import Iterator

import pytest

from tests.e2e.both_process import RunningBoth
from tests.e2e.desk import missing_parts
from tests.e2e.sierra_process import MARTA

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(missing_parts()), reason=f"this machine lacks {missing_parts()}"),
]
DRILL, TRIMMER = "30800000001001", "30800000001052"
NAILER_NAME = "Cordless nailer (DeWALT DCN680)"
BOAT, CLOCKS, CLOCKS_LABEL = "How to Borrow a Boat", "La Casa de los relojes", "EH-2006"
DONE = {
    "sierra": (
        "Cordless drill 18 V (Bosch GSR 18V-55), borrowed, due",
        "Bar clamp 900 mm (Bessey TGJ2.536), given back",
        f"{NAILER_NAME}, kept longer, due",
    ),
    "overdrive": (f"{BOAT}, borrowed, due",),
    "ehub": (f"{CLOCKS}, borrowed, due",),
}
"""For each system, the words that the screen shows when the system has done all acts of a test."""
REFUSED = {
    "sierra": ("30800000002002", "Sharpening by hand, refused"),
    "overdrive": ("The Ferrywoman's Ledger", "The Ferrywoman's Ledger, refused"),
    "ehub": ("EH-1020", "The Only Copy, refused"),
}
"""For each system, an item that the system does not lend, and the words that the screen shows about the refusal."""
SYSTEMS = tuple(DONE)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningBoth]:
    with RunningBoth(tmp_path_factory.mktemp("both")) as running:
        yield running


@pytest.fixture
def kiosk(served: RunningBoth) -> RunningBoth:
    """Return the kiosk after Marta has logged in, and after the kiosk has read her loans at all systems."""
    served.back_to_welcome()
    served.log_in(MARTA)
    served.desk.wait_for("Digital loans, 3")
    return served


def others(system: str) -> tuple[str, ...]:
    """Return the words that the screen shows when the other two systems have done all acts of a test."""
    return tuple(words for each in SYSTEMS if each != system for words in DONE[each])


def do_all_five(kiosk: RunningBoth) -> None:
    """Borrow a tool and two titles, give a tool back, and renew the loan of another tool."""
    for code in (DRILL, TRIMMER, kiosk.title(BOAT), CLOCKS_LABEL):
        kiosk.items.scan(code)
    kiosk.desk.press_beginning(f"Keep {NAILER_NAME}")


def finish(kiosk: RunningBoth, *words: str) -> None:
    """Press the button "Done", and wait for these words on the receipt.

    Fail if a system has not done each of its acts exactly once.
    """
    kiosk.desk.press_beginning("Done")
    kiosk.desk.wait_for(*words)
    tools = {(each.act, each.barcode) for each in kiosk.library.library_state.acts()}
    assert tools == {("checkout", DRILL), ("checkin", TRIMMER), ("renewal", "30800000001010")}
    assert len(kiosk.library.library_state.acts()) == 3
    assert [each.title for each in kiosk.overdrive.library_state.acts("checkout")] == [BOAT]
    assert [each.record_id for each in kiosk.provider.library_state.acts("checkout")] == ["au-2006"]


@pytest.mark.parametrize("system", SYSTEMS)
def test_a_system_is_down_and_comes_back(kiosk: RunningBoth, system: str) -> None:
    kiosk.levers[system].go_away()
    do_all_five(kiosk)
    kiosk.desk.wait_for(*others(system), "not checked yet")
    kiosk.levers[system].come_back()
    kiosk.desk.wait_for(*DONE[system], timeout_s=60)
    finish(kiosk, "Confirmed 5 of 5")


@pytest.mark.parametrize("system", SYSTEMS)
def test_a_slow_system_delays_only_its_own_acts(kiosk: RunningBoth, system: str) -> None:
    kiosk.levers[system].fault("checkout", "delay", delay_s=4.0)
    do_all_five(kiosk)
    kiosk.desk.wait_for(*others(system), *DONE[system])
    finish(kiosk, "Confirmed 5 of 5")
    done = kiosk.borrowed_at()
    assert done[system] > max(at for each, at in done.items() if each != system)


@pytest.mark.parametrize("system", SYSTEMS)
def test_a_refusal_of_one_system_is_about_one_item_only(kiosk: RunningBoth, system: str) -> None:
    label, words = REFUSED[system]
    kiosk.items.scan(kiosk.title(label) if system == "overdrive" else label)
    do_all_five(kiosk)
    kiosk.desk.wait_for(*others(system), *DONE[system], words)
    finish(kiosk, "Confirmed 5 of 6", words.partition(",")[0])


@pytest.mark.parametrize("system", ["sierra", "overdrive"])
def test_a_lost_answer_is_found_out(kiosk: RunningBoth, system: str) -> None:
    kiosk.levers[system].fault("checkout", "drop", acts=True)
    do_all_five(kiosk)
    kiosk.desk.wait_for(*others(system), *DONE[system], timeout_s=60)
    finish(kiosk, "Confirmed 5 of 5")


def test_a_lost_answer_that_nobody_can_find_out_is_told_to_staff(kiosk: RunningBoth) -> None:
    kiosk.levers["ehub"].fault("checkout", "drop", acts=True)
    do_all_five(kiosk)
    kiosk.desk.wait_for(*others("ehub"))
    kiosk.desk.wait_for(f"{CLOCKS}, we cannot find out", "Please look in your library")
    finish(kiosk, "Confirmed 4 of 5", f"{CLOCKS}, We cannot find out", "Staff get a note about it")
    assert [CLOCKS_LABEL] in [list(each.codes) for each in kiosk.questions_to_staff()]
