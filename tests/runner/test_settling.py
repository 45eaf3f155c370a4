"""Tests of the rule that decides when a commit without an answer is settled.

The rule says how many looks at the loans are needed. So the kiosk does not decide too early that nothing was done.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.messages.effects import Record, RecordKind
from kiosk.domain.model import (
    CommitId,
    CommitRefused,
    Direction,
    ItemCode,
    Line,
    LineId,
    LinesRefused,
    LineState,
    Proof,
    Refusal,
    RefusalKind,
    Truth,
    VisitId,
)
from kiosk.runner.settling import APART_S, CommitSettler, Looks
from kiosk.store.open_commits import OpenCommit, Settlement
from tests.runner.fakes import NOON, ScriptedAccount, TurnedClock


def line(ident: int) -> Line:
    return Line(LineId(ident), ItemCode(f"T-{ident}"), Direction.BORROW, LineState.STAGED)


LINES = (line(1), line(2))
ALL = frozenset({LineId(1), LineId(2)})


def truth(*, proven: tuple[int, ...] = (), absent: frozenset[LineId] = frozenset()) -> Truth:
    return Truth(tuple(Proof(LineId(number)) for number in proven), absent)


def test_one_look_that_proves_every_line_settles_it_as_done() -> None:
    assert Looks().after(LINES, truth(proven=(1, 2)), 0.0).settled is Settlement.DONE


NAMED = LinesRefused(((LineId(1), Refusal(RefusalKind.OTHER)),))
BOTH_NAMED = LinesRefused(tuple((ident, Refusal(RefusalKind.OTHER)) for ident in ALL))


@pytest.mark.parametrize(
    ("refused", "seen", "settled"),
    [
        (NAMED, truth(proven=(2,)), Settlement.PARTLY),
        (NAMED, truth(proven=(1, 2)), Settlement.DONE),
        (NAMED, truth(absent=frozenset({LineId(2)})), None),
        (BOTH_NAMED, truth(), Settlement.NOT_DONE),
        (CommitRefused("No"), truth(absent=ALL), Settlement.NOT_DONE),
        (CommitRefused("No"), truth(), None),
        (CommitRefused("No"), truth(proven=(1,)), None),
        (CommitRefused("No", NAMED.lines), truth(absent=frozenset({LineId(2)})), Settlement.NOT_DONE),
        (CommitRefused("No", NAMED.lines), truth(proven=(2,)), Settlement.PARTLY),
        (CommitRefused("No", NAMED.lines), truth(), None),
    ],
)
def test_what_the_answer_refused_needs_one_look(
    refused: CommitRefused | LinesRefused, seen: Truth, settled: Settlement | None
) -> None:
    assert Looks(refused=refused).after(LINES, seen, 0.0).settled is settled


def test_one_look_at_an_open_cart_settles_nothing_because_the_server_may_still_work() -> None:
    assert Looks().after(LINES, truth(absent=ALL), 0.0).settled is None


@pytest.mark.parametrize(
    ("apart_s", "settled"), [(APART_S - 0.1, None), (APART_S, Settlement.NOT_DONE), (60.0, Settlement.NOT_DONE)]
)
def test_two_looks_at_an_open_cart_settle_it_as_not_done_when_far_enough_apart(
    apart_s: float, settled: Settlement | None
) -> None:
    once = Looks().after(LINES, truth(absent=ALL), 100.0)

    assert once.after(LINES, truth(absent=ALL), 100.0 + apart_s).settled is settled


def test_a_look_that_sees_something_else_begins_the_wait_anew() -> None:
    looks = Looks().after(LINES, truth(absent=ALL), 0.0).after(LINES, truth(), 10.0)

    assert looks.after(LINES, truth(absent=ALL), 20.0).settled is None


def test_some_proven_and_none_waiting_is_settled_as_partly_after_two_looks() -> None:
    looks = Looks().after(LINES, truth(proven=(1,)), 0.0)

    assert looks.settled is None
    assert looks.after(LINES, truth(proven=(1,)), APART_S).settled is Settlement.PARTLY


ONE, OTHER = frozenset({LineId(1)}), frozenset({LineId(2)})


@pytest.mark.parametrize(
    "pictures",
    [
        [truth(absent=ALL), truth(proven=(1,))],
        [truth(absent=ALL), truth(proven=(1,), absent=OTHER)],
        [truth(proven=(1,), absent=OTHER), truth(proven=(1,))],
        [truth(), truth(absent=ALL)],
        [truth(absent=ONE), truth(absent=ALL)],
    ],
)
def test_two_looks_far_apart_that_show_different_pictures_settle_nothing(pictures: list[Truth]) -> None:
    looks = Looks()
    for number, picture in enumerate(pictures):
        looks = looks.after(LINES, picture, number * 60.0)

    assert looks.settled is None
    assert looks.after(LINES, pictures[-1], 60.0 + APART_S).settled in {Settlement.PARTLY, Settlement.NOT_DONE}


def test_a_commit_of_which_one_line_waits_is_never_called_done_whoever_took_the_other_tool_in() -> None:
    looks = Looks()
    for at in (0.0, 5.0, APART_S, 600.0):
        looks = looks.after(LINES, truth(proven=(1,), absent=OTHER), at)
    assert looks.settled is Settlement.PARTLY


def test_what_was_proven_once_stays_proven() -> None:
    looks = Looks().after(LINES, truth(proven=(1,)), 0.0)
    assert looks.after(LINES, truth(proven=(2,)), 3.0).settled is Settlement.DONE


@pytest.mark.parametrize("is_old", [False, True])
def test_of_a_row_whose_lines_cannot_be_read_no_look_tells_anything(*, is_old: bool) -> None:
    looks = Looks().after((), truth(), 0.0, is_old=is_old)
    assert looks.after((), truth(absent=ALL), 60.0, is_old=is_old).settled is None


@pytest.mark.parametrize(
    ("seen", "settled"),
    [
        (truth(absent=ALL), Settlement.NOT_DONE),
        (truth(proven=(1,)), Settlement.PARTLY),
        (truth(), None),
        (truth(absent=ONE), None),
    ],
)
def test_of_a_commit_that_has_been_open_for_long_one_look_tells(seen: Truth, settled: Settlement | None) -> None:
    assert Looks().after(LINES, seen, 0.0, is_old=True).settled is settled


TRUTHS = st.builds(
    lambda proven, absent: truth(proven=tuple(proven), absent=frozenset(LineId(n) for n in absent - proven)),
    st.frozensets(st.sampled_from([1, 2])),
    st.frozensets(st.sampled_from([1, 2])),
)


@given(st.lists(st.tuples(TRUTHS, st.floats(0.0, 14.0))))
def test_nothing_within_fifteen_seconds_is_ever_taken_for_not_done(looks: list[tuple[Truth, float]]) -> None:
    seen = Looks()
    for each, at in sorted(looks, key=lambda pair: pair[1]):
        seen = seen.after(LINES, each, at)
        assert seen.settled in {None, Settlement.DONE}


class OneOpen:
    """A journal with one open commit.

    `closed` has an entry for each time that the commit was settled: the settlement, and the kind of the question to
    staff (or None).
    """

    def __init__(self) -> None:
        self.closed: list[tuple[Settlement, RecordKind | None]] = []

    async def commits_of(self, _account: str) -> tuple[OpenCommit, ...]:
        return (OpenCommit(CommitId(1), VisitId(7), "m-1", LINES, NOON, None, NOON, None),)

    async def settle(self, _commit: CommitId, settlement: Settlement, question: Record | None, _account: str) -> bool:
        self.closed.append((settlement, question.kind if question is not None else None))
        return True


async def test_staff_are_asked_if_only_the_next_log_in_of_the_member_settles_what_nobody_can_find_out() -> None:
    journal, account = OneOpen(), ScriptedAccount()
    account.truths.append(Truth(hopeless=ALL))
    settler = CommitSettler(None, journal, clock=TurnedClock())  # type: ignore[arg-type]  # fakes

    await settler.settle_commits_of(account)

    assert journal.closed == [(Settlement.TO_STAFF, RecordKind.COMMIT_UNSETTLED)]
