"""What is answered alike in every state."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from kiosk.domain.messages import (
    AskAgain,
    Cancel,
    ChooseLanguage,
    ClosedByStaff,
    CommandName,
    CommandRead,
    Farewell,
    Finish,
    Help,
    LibraryRead,
    LineAnswered,
    Misread,
    NotLinked,
    OddRead,
    OddReason,
    OpenedByStaff,
    Play,
    ReaderChanged,
    ReaderKind,
    RemoveFromTray,
    Scanned,
    ServerAway,
    ServerBack,
    SettingsWrong,
    SignedIn,
    SignInAway,
    Sound,
    SpeakLanguage,
    Stopping,
    StoreBroken,
    StoreMended,
    Tick,
    Yes,
)
from kiosk.domain.model import InDoubt, ItemCode, LineId, NotSent, Opening, Secret, VisitId
from kiosk.domain.visit.sounds import heard
from kiosk.domain.visit.state import (
    AskCancel,
    AskSwitch,
    Closed,
    Committing,
    Identifying,
    Idle,
    Notice,
    NoticeKey,
    ReaderHere,
    Receipt,
    Serving,
    Tone,
    Trouble,
)
from tests.domain.bench import (
    FOB,
    LIBRARY,
    MARTA,
    OTHER_FOB,
    Bench,
    asking,
    committing,
    identifying,
    idle,
    reading_back,
    receipt,
    serving,
    signing_in,
    staged,
    turned_away,
)

Make = Callable[[], Bench]


def settling() -> Bench:
    return serving("DR-1").scan("SA-2").fob()


def resolving() -> Bench:
    return committing().answer_commit(InDoubt())


def closed() -> Bench:
    return idle().tell(ClosedByStaff())


def trouble() -> Bench:
    return idle().tell(StoreBroken())


def starting() -> Bench:
    return Bench(None)


IN_A_VISIT: list[Make] = [
    identifying,
    asking,
    signing_in,
    turned_away,
    serving,
    settling,
    committing,
    reading_back,
    resolving,
    receipt,
]
ALL: list[Make] = [starting, closed, trouble, idle, *IN_A_VISIT]


def card(name: CommandName, argument: str = "") -> Scanned:
    return Scanned(CommandRead(name, argument))


# --- odd codes -----------------------------------------------------------------------------------


@pytest.mark.parametrize("make", ALL)
@pytest.mark.parametrize(
    ("event", "key"),
    [
        (Misread("items", "no end"), NoticeKey.MISREAD),
        (Scanned(OddRead(OddReason.CONTROL_CHARACTERS, "A·")), NoticeKey.ODD_CONTROL),
        (Scanned(OddRead(OddReason.TOO_LONG, "AAA…")), NoticeKey.ODD_TOO_LONG),
        (Scanned(OddRead(OddReason.UNKNOWN_COMMAND, "CMD:X")), NoticeKey.ODD_COMMAND),
        (Scanned(OddRead(OddReason.EMPTY)), NoticeKey.ODD_EMPTY),
    ],
)
def test_what_cannot_be_used_is_named(make: Make, event: Misread | Scanned, key: NoticeKey) -> None:
    bench = make()
    kind = type(bench.state)
    bench.tell(event).is_in(kind)
    assert bench.notice() is key
    assert bench.sounds[-1] is Sound.ATTENTION
    assert bench.work == []


def test_a_notice_goes_after_six_seconds_or_with_the_next_act() -> None:
    bench = serving("DR-1").scan("DR-1").wait(5)
    assert bench.notice() is NoticeKey.ALREADY_LISTED
    assert bench.wait(1).kiosk.around.notice is None
    assert serving("DR-1").scan("DR-1").scan("SA-2").notice() is None


# --- cards ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", ALL)
def test_help_opens_and_closes_everywhere(make: Make) -> None:
    bench = make().tell(card(CommandName.HELP))
    assert bench.kiosk.around.help_open
    assert not bench.tell(Help()).kiosk.around.help_open


def test_a_scan_is_not_hidden_by_the_help() -> None:
    assert not serving().tell(Help()).scan("DR-1").kiosk.around.help_open


@pytest.mark.parametrize("make", IN_A_VISIT)
def test_a_language_card_speaks_to_the_server_too(make: Make) -> None:
    bench = make()
    visit = bench.visit
    bench.tell(card(CommandName.LANGUAGE, "fr"))
    assert bench.kiosk.around.language == "fr"
    assert bench.the(SpeakLanguage) == SpeakLanguage(visit, "fr")


@pytest.mark.parametrize(("code", "spoken"), [("FR", "fr"), ("es", "es"), ("en", "en"), ("tlh", None)])
def test_languages_are_the_kiosk_s_and_the_library_s(code: str, spoken: str | None) -> None:
    bench = idle().tell(ChooseLanguage("fr")).tell(ChooseLanguage(code))
    assert bench.kiosk.around.language == (spoken or "fr")
    assert (bench.notice() is NoticeKey.UNKNOWN_LANGUAGE) is (spoken is None)


def test_the_next_member_is_spoken_to_in_the_house_s_language() -> None:
    assert receipt().tell(ChooseLanguage("fr")).fob(OTHER_FOB).kiosk.around.language == "en"


def test_the_finish_card_does_the_whole_visit() -> None:
    finish = card(CommandName.FINISH)
    bench = serving("DR-1", library=replace(LIBRARY, confirm_borrows=True)).tell(finish)
    bench.is_in(Serving)
    bench.tell(finish).is_in(Committing)
    bench.answer_commit().read(proven=("DR-1",)).is_in(Receipt)
    assert bench.tell(finish).state == Idle()
    assert bench.tell(finish).notice() is NoticeKey.SHOW_FOB_TO_FINISH


def test_the_finish_card_says_yes_to_a_switch() -> None:
    serving().fob(OTHER_FOB).tell(card(CommandName.FINISH)).is_in(Identifying)


def test_two_cancel_cards_in_a_row_leave() -> None:
    cancel = card(CommandName.CANCEL)
    bench = serving("DR-1").tell(cancel)
    assert bench.is_in(Serving).question == AskCancel()
    assert bench.tell(cancel).state == Idle()


@pytest.mark.parametrize("question", ["switch", "other fob"])
def test_a_cancel_card_says_no_to_any_other_question(question: str) -> None:
    bench = serving("DR-1").fob(OTHER_FOB) if question == "switch" else asking().scan("DR-1").fob(OTHER_FOB)
    kind = type(bench.state)
    bench.tell(card(CommandName.CANCEL)).is_in(kind)
    assert getattr(bench.state, "question", "") is None


def test_a_cancel_card_closes_a_receipt_and_stops_no_commit() -> None:
    cancel = card(CommandName.CANCEL)
    assert receipt().tell(cancel).state == Idle()
    assert committing().tell(cancel).notice() is NoticeKey.CANNOT_STOP


# --- the world -----------------------------------------------------------------------------------


def test_newer_settings_wait_for_welcome() -> None:
    newer = replace(LIBRARY, name="New name")
    bench = receipt().tell(LibraryRead(newer))
    assert bench.kiosk.around.library == LIBRARY
    assert bench.fob().kiosk.around.library == newer


def test_staff_wait_until_nobody_is_served() -> None:
    bench = serving("DR-1").tell(ClosedByStaff())
    bench.is_in(Serving)
    bench.fob().answer_commit().read(proven=("DR-1",)).fob(OTHER_FOB).is_in(Closed)
    assert bench.wants(Farewell)
    assert bench.tell(OpenedByStaff()).state == Idle()


def test_a_server_that_is_away_is_known_since_when_and_until_when() -> None:
    bench = idle().tell(ServerAway(4)).later(4).tell(ServerAway(8))
    assert (bench.kiosk.around.away_since, bench.kiosk.around.retry_at) == (bench.at - 4, bench.at + 8)
    bench.tell(ServerBack())
    assert (bench.kiosk.around.away_since, bench.kiosk.around.retry_at) == (None, None)
    assert bench.notice() is NoticeKey.SERVER_BACK
    assert bench.wait(3).kiosk.around.notice is None


def test_a_server_that_was_never_away_is_not_announced() -> None:
    assert idle().tell(ServerBack()).notice() is None
    assert closed().tell(ServerAway()).tell(ServerBack()).notice() is None


def test_the_server_s_return_does_not_cover_what_is_said() -> None:
    assert idle().tell(ServerAway()).scan("DR-1").tell(ServerBack()).notice() is NoticeKey.NOW_SHOW_FOB


def test_the_server_is_asked_again_when_told_to() -> None:
    assert serving().tell(AskAgain()).work == ["TryServer"]


@pytest.mark.parametrize("make", ALL)
def test_a_reader_that_comes_or_goes_changes_the_banner_only(make: Make) -> None:
    bench = make()
    state = bench.state
    bench.tell(ReaderChanged("items", ReaderKind.ITEMS, ready=False, why="unplugged"))
    bench.tell(ReaderChanged("fob", ReaderKind.FOBS, ready=True))
    bench.tell(ReaderChanged("items", ReaderKind.ITEMS, ready=True))
    assert bench.state == state
    assert bench.kiosk.around.readers == (
        ReaderHere("fob", ReaderKind.FOBS, ready=True),
        ReaderHere("items", ReaderKind.ITEMS, ready=True),
    )


@pytest.mark.parametrize("make", IN_A_VISIT)
def test_a_broken_store_or_wrong_settings_throw_nobody_out(make: Make) -> None:
    bench = make()
    kind = type(bench.state)
    bench.tell(StoreBroken()).is_in(kind)
    bench.tell(SettingsWrong(("x",))).is_in(kind)
    bench.tell(StoreMended()).is_in(kind)


def test_a_store_that_breaks_in_a_visit_is_trouble_afterwards() -> None:
    receipt().tell(StoreBroken()).wait(30).is_in(Trouble)
    identifying().tell(StoreBroken()).tell(SignInAway(VisitId(1))).is_in(Trouble)


def test_stopping_notes_the_visit_and_says_no_farewell() -> None:
    bench = serving("DR-1", "SA-2").tell(Stopping())
    assert bench.work == ["Record interrupted DR-1 SA-2"]
    assert idle().tell(Stopping()).work == []
    assert idle().scan("DR-1").tell(Stopping()).work == ["Record tray_without_fob! DR-1"]
    assert identifying().scan("DR-1").tell(Stopping()).work == [
        "Record interrupted",
        "Record tray_without_fob! DR-1",
    ]


# --- answers that come too late ------------------------------------------------------------------


@pytest.mark.parametrize("make", ALL)
def test_an_answer_of_another_visit_changes_nothing(make: Make) -> None:
    bench = make()
    before = bench.kiosk
    other = VisitId(9999)
    for answer in (NotLinked(other), LineAnswered(other, LineId(1), staged("X"))):
        bench.tell(answer)
        assert (bench.kiosk, bench.work) == (before, [])


@pytest.mark.parametrize("make", ALL)
def test_an_account_that_opened_too_late_is_closed(make: Make) -> None:
    bench = make()
    before = bench.kiosk
    bench.tell(SignedIn(VisitId(9999), MARTA, Opening()))
    assert (bench.kiosk, bench.work) == (before, ["Farewell"])
    assert bench.the(Farewell).visit == VisitId(9999)


def test_an_answer_to_a_state_that_is_over_changes_nothing() -> None:
    bench = serving("DR-1")
    before = bench.kiosk
    for answer in (NotLinked(bench.visit), SignedIn(bench.visit, MARTA, Opening()), SignInAway(bench.visit)):
        bench.tell(answer)
        assert (bench.kiosk, bench.work) == (before, [])


# --- sounds --------------------------------------------------------------------------------------


def test_every_scan_is_heard_at_once() -> None:
    for make in ALL:
        assert make().scan("X-1").sounds[0] is Sound.SEEN
        assert make().fob().sounds[0] is Sound.SEEN


def test_a_library_without_sounds_is_silent() -> None:
    bench = serving(library=replace(LIBRARY, sounds=False)).scan("DR-1").answer("DR-1").wait(100)
    assert bench.wants(Play) == []


def test_a_bad_notice_sounds_refused() -> None:
    before = serving().kiosk
    bad = Notice(NoticeKey.MISREAD, 0.0, Tone.BAD)
    after = replace(before, around=replace(before.around, notice=bad))
    assert heard(before, Tick(), after) == (Play(Sound.REFUSED),)


def test_an_answer_that_says_nothing_new_is_silent() -> None:
    bench = serving().scan("DR-1").answer("DR-1", NotSent())
    assert bench.answer("DR-1", NotSent()).sounds == []


# --- what never happens --------------------------------------------------------------------------


@pytest.mark.parametrize("make", ALL)
def test_a_tray_item_can_be_taken_away_wherever_there_is_a_tray(make: Make) -> None:
    bench = make().scan("X-1")
    bench.tell(RemoveFromTray(ItemCode("X-1")))
    assert "X-1" not in getattr(bench.state, "tray", ())


def test_a_switch_is_never_mistaken_for_a_cancel() -> None:
    bench = serving().fob(OTHER_FOB)
    assert bench.is_in(Serving).question == AskSwitch(Secret(OTHER_FOB))
    bench.tell(Finish())
    assert bench.state == Idle()
    assert serving().fob(OTHER_FOB).tell(Cancel()).state == Idle()
    assert serving().either(FOB).tell(Yes()).state == Idle()
