"""Laws of the visit: rules that are true for all events in any order, with right and wrong ids."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import fields

from kiosk.domain.basket import own_loan
from kiosk.domain.carts import CartDiffers
from kiosk.domain.library import FobLogin, House, Library, WalkAway
from kiosk.domain.messages.answers import CartSeen, CommitAnswered, LineAnswered, LineGone, LoansRead
from kiosk.domain.messages.effects import AddLine, Commit, Effect, Farewell, Record, TakeOut
from kiosk.domain.messages.events import Event, ScanFailed, Scanned, Tick
from kiosk.domain.messages.intents import RemoveFromTray, RemoveLine, ThatWasATool
from kiosk.domain.model import ByOthers, ItemCode, LineId, LineState, Member, Recorded, Secret
from kiosk.domain.visit.digital_loans import titles_of
from kiosk.domain.visit.lasting import NoticeKey
from kiosk.domain.visit.state_parts import fob_of, tray_of
from kiosk.domain.visit.states import (
    AskingSecret,
    Closed,
    Committing,
    Identifying,
    Idle,
    Kiosk,
    ReadingBack,
    Receipt,
    Resolving,
    Serving,
    SigningIn,
    Starting,
    Trouble,
)
from kiosk.structs import replace
from tests.domain.bench import Bench
from tests.domain.cast import LIBRARY
from tests.domain.visit.moves import CODES, MOVES, lines_of
from tests.examples import examples

STEPS = st.lists(st.tuples(st.sampled_from(MOVES), st.integers(0, 10_000), st.integers(0, 40)), max_size=40)
HOUSES = st.builds(
    House, walk_away=st.sampled_from(WalkAway), fob_login=st.sampled_from(FobLogin), can_link=st.booleans()
)
LIBRARIES = st.sampled_from([None, LIBRARY, LIBRARY, LIBRARY, replace(LIBRARY, confirm_borrows=True)])
KIOSKS = st.tuples(LIBRARIES, HOUSES, STEPS)
Case = tuple[Library | None, House, list[tuple[object, int, int]]]
Moment = tuple[Kiosk, Event, Kiosk, tuple[Effect, ...]]

many = examples(150)


def history(case: Case) -> Iterator[Moment]:
    """Do the random steps of this case.

    For each step, yield the kiosk before the step, the event, the kiosk after the step, and the effects.
    """
    library, house, steps = case
    bench = Bench(library, house)
    for move, number, seconds in steps:
        bench.later(0.01 + max(0, seconds - 10))
        assert callable(move)
        before, event = bench.kiosk, move(bench.kiosk, number)
        bench.tell(event)
        yield before, event, bench.kiosk, bench.last


def last(case: Case) -> Bench:
    """Do the random steps of this case, and return the kiosk at the end."""
    library, house, steps = case
    bench = Bench(library, house)
    for move, number, seconds in steps:
        bench.later(0.01 + max(0, seconds - 10))
        assert callable(move)
        bench.tell(move(bench.kiosk, number))
    return bench


def held_in(value: object, kind: type) -> Iterator[object]:
    """Yield every value of this kind inside the value, at any depth."""
    if isinstance(value, kind):
        yield value
    elif isinstance(value, Struct):
        for each in fields(value):
            yield from held_in(getattr(value, each.name), kind)
    elif isinstance(value, tuple | frozenset):
        for one in value:
            yield from held_in(one, kind)


@many
@given(KIOSKS)
def test_no_event_in_any_state_raises(case: Case) -> None:
    for _ in history(case):
        pass


@many
@given(KIOSKS)
def test_every_scan_and_every_misread_changes_what_is_seen(case: Case) -> None:
    for before, event, after, _ in history(case):
        if isinstance(event, Scanned | ScanFailed):
            assert seen(after) != seen(before)


def seen(kiosk: Kiosk) -> tuple[object, ...]:
    """Return the parts of the kiosk that decide what is on the screen."""
    lasting = kiosk.lasting
    return kiosk.state, lasting.notice, lasting.language, lasting.sheet


@many
@given(KIOSKS)
def test_nothing_of_a_member_outlives_the_visit(case: Case) -> None:
    for _, _, after, _ in history(case):
        assert not list(held_in(after.lasting, Secret))
        assert not list(held_in(after.lasting, Member))
        if isinstance(after.state, Idle | Closed | Trouble | Starting):
            assert not list(held_in(after.state, Secret))
            assert not list(held_in(after.state, Member))
            assert not lines_of(after.state)


@many
@given(KIOSKS)
def test_a_new_commit_only_after_the_former_is_settled_and_never_without_a_store(case: Case) -> None:
    given_ids: set[int] = set()
    for before, _, after, effects in history(case):
        for effect in effects:
            if isinstance(effect, Commit):
                waited = isinstance(before.state, Committing) and not before.state.sent
                assert waited or not isinstance(before.state, Committing | ReadingBack | Resolving)
                assert effect.commit not in given_ids
                given_ids.add(effect.commit)
                assert isinstance(after.state, Committing)
                assert all(line.state is LineState.STAGED for line in effect.lines)
                assert all(line.by_others is not ByOthers.ADDED or line.committed for line in effect.lines)
            if isinstance(effect, Commit | AddLine | TakeOut):
                assert after.lasting.store_ok
            if isinstance(effect, Farewell):
                assert after.lasting.store_ok or not effect.take_out


@many
@given(KIOSKS)
def test_green_only_after_the_server_s_own_word(case: Case) -> None:
    for before, event, after, _ in history(case):
        proven = done(after) - done(before)
        if proven:
            told = isinstance(event, LineAnswered) and isinstance(event.outcome, Recorded)
            assert told or isinstance(event, LoansRead | CartSeen) or _differs(event)


def _differs(event: Event) -> bool:
    return isinstance(event, CommitAnswered) and isinstance(event.outcome, CartDiffers)


def done(kiosk: Kiosk) -> set[LineId]:
    """Return the ids of all lines that the screen is allowed to show in green."""
    state = kiosk.state
    lines = (*state.lines, *state.others) if isinstance(state, Receipt) else lines_of(state)
    if isinstance(state, AskingSecret) and state.kept is not None:
        lines = state.kept.lines
    if isinstance(state, SigningIn) and state.asking.kept is not None:
        lines = state.asking.kept.lines
    return {line.ident for line in lines if line.state is LineState.DONE}


@many
@given(KIOSKS)
def test_each_code_is_on_the_list_once_and_each_number_is_given_once(case: Case) -> None:
    highest = 0
    for _, _, after, effects in history(case):
        codes = [line.code for line in getattr(after.state, "lines", ()) if not isinstance(after.state, Committing)]
        assert len(codes) == len(set(codes))
        assert after.lasting.next_id > highest or after.lasting.next_id == max(highest, 1)
        highest = after.lasting.next_id
        added = [effect.line.ident for effect in effects if isinstance(effect, AddLine)]
        assert len(added) == len(set(added))


@many
@given(KIOSKS)
def test_every_code_ever_scanned_ends_somewhere(case: Case) -> None:
    for before, event, after, effects in history(case):
        for code in kept_codes(before) - kept_codes(after):
            assert accounted(code, before, event, after, effects), (code, event, before.state, after.state, effects)


def kept_codes(kiosk: Kiosk) -> set[str]:
    """Return the codes for which the kiosk still has work.

    Codes of refused, removed or unwanted lines are not among them.
    """
    state = kiosk.state
    if isinstance(state, Receipt):  # all lines of a receipt are finished, so only the tray needs work
        return set(tray_of(state))
    lines = list(lines_of(state))
    if isinstance(state, AskingSecret | SigningIn):
        asking = state.asking if isinstance(state, SigningIn) else state
        lines = list(asking.kept.lines) if asking.kept is not None else []
    live = [line for line in lines if line.state is not LineState.REFUSED and line.state is not LineState.REMOVING]
    return {*tray_of(state), *(line.code for line in live if not line.unwanted)}


SAYS_WHERE = {NoticeKey.SAME_ITEM, NoticeKey.GONE_ELSEWHERE, NoticeKey.TITLE_ON_LOAN}
"""The notices that say where a scanned tool is now."""


def accounted(code: str, before: Kiosk, event: Event, after: Kiosk, effects: tuple[Effect, ...]) -> bool:
    """Return True if somebody can still find out what happened to the code.

    This is so if the member has removed the code, or if a record, a receipt, a notice, a line or a read-back has it.
    """
    match event:
        case RemoveLine() | RemoveFromTray() | ThatWasATool() | LineGone():
            return True
        case _:
            pass
    recorded = {each for effect in effects if isinstance(effect, Record) for each in effect.codes}
    handed = {
        line.code
        for effect in effects
        if isinstance(effect, Farewell) and effect.hand_over is not None
        for line in effect.hand_over.lines
    }
    state = after.state
    receipt = {line.code for line in (*state.lines, *state.others)} if isinstance(state, Receipt) else set()
    refused = {line.code for line in lines_of(state)}
    spelled = {each.casefold() for each in (*kept_codes(after), *refused)}
    notice = after.lasting.notice
    return (
        code in recorded | handed | receipt
        or code.casefold() in spelled  # a line has the code as the server writes it
        or fob_of(state) == Secret(code)  # the code may be a fob or an item, and is now tried as a fob
        or (notice is not None and notice.key in SAYS_WHERE)
        # staff were told about this code before
        or any(line.code == code and line.state is LineState.UNKNOWN for line in lines_of(before.state))
        or any(line.code == code and line.state is LineState.NOT_CHECKED for line in lines_of(before.state))
        # the member has the title on loan, so the scan has opened the page of the digital loans
        or (isinstance(state, Serving) and own_loan(titles_of(state), ItemCode(code)) is not None)
    )


@many
@given(KIOSKS)
def test_every_deadline_ends_by_ticking_alone(case: Case) -> None:
    bench = last(case)
    for _ in range(150):
        bench.later(5).tell(Tick())
    state = bench.state
    resting = isinstance(state, Starting | Closed | Trouble | Identifying | SigningIn)
    sent = isinstance(state, Committing) and state.sent
    assert resting or sent or (isinstance(state, Idle) and not state.tray)
    assert bench.kiosk.lasting.notice is None
    if isinstance(state, Idle):
        assert bench.kiosk.lasting.language == "en"
        assert bench.kiosk.lasting.sheet is None


@pytest.mark.parametrize("code", CODES)
def test_a_scan_on_welcome_is_kept(code: str) -> None:
    assert Bench().scan(code).is_in(Idle).tray == (ItemCode(code),)
