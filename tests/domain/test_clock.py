"""Tests of the rule that compares the machine's clock with the server's clock."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.clock import APART_S, MOST_OFF_S, ClockVerdict, ServersClock, Sighting, off_in_words, seen

TRUE_S = 1_795_000_000.0
"""The true time, in seconds since 1970, at the moment when the clock that never jumps shows 0."""
DAY = 86_400.0
YEAR = 365 * DAY


def told(*answers: tuple[float, float, float]) -> ServersClock:
    """Return the clock after these answers.

    Each answer has three numbers, in seconds. The first number is the time at which the answer came. The second number
    says how far the machine's clock was ahead of the true time. The third number says how far the server's clock was
    ahead of the true time.
    """
    clock = ServersClock()
    for at, machine, server in answers:
        clock = seen(clock, Sighting(at, TRUE_S + at + machine, TRUE_S + at + server))
    return clock


def shows(clock: ServersClock, at: float, machine: float) -> float:
    """Return the seconds by which the kiosk's clock is ahead of the true time."""
    return clock.now_s(at, TRUE_S + at + machine) - (TRUE_S + at)


TABLE: dict[str, tuple[tuple[tuple[float, float, float], ...], ClockVerdict, float, float]] = {
    "nothing told": ((), ClockVerdict.UNSEEN, -YEAR, -YEAR),
    "both right": (((0, 0, 0),), ClockVerdict.RIGHT, 0, 0),
    "a minute apart": (((0, 60, 0),), ClockVerdict.RIGHT, 60, 60),
    "two minutes apart": (((0, -120, 0),), ClockVerdict.RIGHT, -120, -120),
    "one answer is not enough": (((0, -YEAR, 0),), ClockVerdict.SUSPECT, -YEAR, -YEAR),
    "at 1970": (((0, -TRUE_S, 0), (5, -TRUE_S, 0)), ClockVerdict.WRONG, -TRUE_S, 0),
    "400 days behind": (((0, -400 * DAY, 0), (9, -400 * DAY, 1)), ClockVerdict.WRONG, -400 * DAY, 1),
    "three years ahead": (((0, 3 * YEAR, 0), (300, 3 * YEAR, -1)), ClockVerdict.WRONG, 3 * YEAR, -1),
    "121 s ahead": (((0, 121, 0), (6, 121, 0)), ClockVerdict.WRONG, 121, 0),
    "an hour, as if summer time were set by hand": (((0, 3600, 0), (6, 3600, 0)), ClockVerdict.WRONG, 3600, 0),
    "too soon after one another": (((0, -YEAR, 0), (4.9, -YEAR, 0)), ClockVerdict.SUSPECT, -YEAR, -YEAR),
    "too soon, then late enough": (((0, -YEAR, 0), (2, -YEAR, 0), (5, -YEAR, 0)), ClockVerdict.WRONG, -YEAR, 0),
    "a week later": (((0, -YEAR, 0), (7 * DAY, -YEAR, 20)), ClockVerdict.WRONG, -YEAR, 20),
    "they differ by 30 s": (((0, -YEAR, 0), (6, -YEAR, 30)), ClockVerdict.WRONG, -YEAR, 30),
    "they differ by 31 s": (((0, -YEAR, 0), (6, -YEAR, 31)), ClockVerdict.DOUBTFUL, -YEAR, -YEAR),
    "two servers, days apart": (((0, 0, DAY), (6, 0, -DAY)), ClockVerdict.DOUBTFUL, 0, 0),
    "two servers, and then they agree": (
        ((0, -YEAR, DAY), (6, -YEAR, 0), (12, -YEAR, 0)), ClockVerdict.WRONG, -YEAR, 0,
    ),
    "one lies once": (((0, 0, YEAR), (6, 0, 0)), ClockVerdict.RIGHT, 0, 0),
    "one lies at first": (((0, 0, YEAR), (6, 0, YEAR / 2), (12, 0, 0)), ClockVerdict.RIGHT, 0, 0),
    "a right one, then a lie": (((0, 0, 0), (6, 0, YEAR)), ClockVerdict.DOUBTFUL, 0, 0),
    "a right one, then a lie twice": (((0, 0, 0), (6, 0, YEAR), (12, 0, YEAR)), ClockVerdict.WRONG, 0, YEAR),
    "lies in turn": (
        ((0, 0, 0), (6, 0, YEAR), (12, 0, 0), (18, 0, YEAR), (24, 0, 0)), ClockVerdict.RIGHT, 0, 0,
    ),
    "set right in between": (((0, -YEAR, 0), (6, -YEAR, 0), (12, 1, 0)), ClockVerdict.RIGHT, 1, 1),
    "set right before the second answer": (((0, -YEAR, 0), (6, 0, 0)), ClockVerdict.RIGHT, 0, 0),
    "set wrong in between": (((0, 0, 0), (6, DAY, 0)), ClockVerdict.WRONG, DAY, 0),
    "set from one wrong time to another": (((0, -YEAR, 0), (6, DAY, 0)), ClockVerdict.WRONG, DAY, 0),
    "taken, then it fits neither": (
        ((0, -YEAR, 0), (6, -YEAR, 0), (12, -YEAR, DAY)), ClockVerdict.DOUBTFUL, -YEAR, -YEAR,
    ),
    "taken, doubted, taken again": (
        ((0, -YEAR, 0), (6, -YEAR, 0), (12, -YEAR, DAY), (18, -YEAR, 0), (24, -YEAR, 0)), ClockVerdict.WRONG, -YEAR, 0,
    ),
    "taken, then a server 40 s off": (((0, -YEAR, 0), (6, -YEAR, 0), (12, -YEAR, 40)), ClockVerdict.WRONG, -YEAR, 0),
    "taken, and crystals that drift": (((0, -YEAR, 0), (6, -YEAR, 0), (300, -YEAR, 25)), ClockVerdict.WRONG, -YEAR, 25),
    "in doubt, and one more doubt": (
        ((0, 0, DAY), (6, 0, -DAY), (12, 0, 3 * DAY)), ClockVerdict.DOUBTFUL, 0, 0,
    ),
    "taken, doubted, too soon": (
        ((0, -YEAR, 0), (6, -YEAR, 0), (12, -YEAR, DAY), (13, -YEAR, DAY)), ClockVerdict.DOUBTFUL, -YEAR, -YEAR,
    ),
    "an answer that a cache has kept": (((0, 0, -YEAR), (5, 0, -YEAR - 5)), ClockVerdict.DOUBTFUL, 0, 0),
    "kept for ever": (
        ((0, 0, -YEAR), (5, 0, -YEAR - 5), (10, 0, -YEAR - 10), (300, 0, -YEAR - 300)), ClockVerdict.DOUBTFUL, 0, 0,
    ),
    "kept, then a right one": (((0, 0, -YEAR), (5, 0, -YEAR - 5), (20, 0, 0)), ClockVerdict.RIGHT, 0, 0),
    "a leap second": (((0, 0, 0), (6, 1, 0)), ClockVerdict.RIGHT, 1, 1),
}  # fmt: skip
"""Each row has the answers, and the verdict after them.

The third and the fourth value are seconds. They say how far the machine's clock and the kiosk's clock are ahead of the
true time one second after the last answer.
"""


@pytest.mark.parametrize(("answers", "verdict", "machine", "kiosk"), TABLE.values(), ids=TABLE.keys())
def test_the_table(
    answers: tuple[tuple[float, float, float], ...], verdict: ClockVerdict, machine: float, kiosk: float
) -> None:
    clock = told(*answers)
    after = answers[-1][0] + 1 if answers else 1.0
    assert clock.verdict is verdict
    assert shows(clock, after, machine) == pytest.approx(kiosk, abs=0.01)
    assert clock.off_s(after, TRUE_S + after + machine) == pytest.approx(machine - kiosk, abs=0.01)


@pytest.mark.parametrize("jump", [-TRUE_S, -DAY, -3600, 121, DAY, 3 * YEAR])
def test_a_machine_that_jumps_moves_no_day_once_its_time_was_confirmed(jump: float) -> None:
    assert shows(told((0, 0, 0)), 60, jump) == 0
    assert shows(told((0, -YEAR, 0), (6, -YEAR, 0)), 60, jump) == 0
    assert shows(ServersClock(), 60, jump) == jump


def test_it_is_asked_again_when_a_second_answer_can_decide() -> None:
    assert told().unsure_s(0) is None
    assert told((0, 0, 0)).unsure_s(1) is None
    assert told((0, -YEAR, 0)).unsure_s(1) == 4
    assert told((0, -YEAR, 0), (2, -YEAR, 0)).unsure_s(3) == 2
    assert told((0, -YEAR, 0)).unsure_s(59) == 0
    assert told((0, -YEAR, 0), (6, -YEAR, 0)).unsure_s(7) is None
    assert told((0, 0, DAY), (6, 0, -DAY)).unsure_s(7) is None
    assert told((0, -YEAR, 0)).unsure_s(61) is None


offs = st.sampled_from([0.0, 30.0, -90.0, 130.0, -3600.0, DAY, -400 * DAY, 3 * YEAR, -TRUE_S])
sightings = st.lists(st.tuples(st.floats(0.1, 400), offs, offs), max_size=12)


def after_all(steps: list[tuple[float, float, float]]) -> tuple[ServersClock, float]:
    """Return the clock after these steps, and the time of the last step.

    The first number of each step is the seconds since the previous step. The other two numbers have the same meaning as
    in `told`.
    """
    at, answers = 0.0, []
    for passed, machine, server in steps:
        at += passed
        answers.append((at, machine, server))
    return told(*answers), at


@given(sightings, offs)
def test_nothing_is_taken_that_two_answers_or_the_machine_itself_did_not_tell(
    steps: list[tuple[float, float, float]], machine: float
) -> None:
    clock, at = after_all(steps)
    base = None if clock.base_s is None else clock.base_s - TRUE_S
    if base is not None:
        servers = [server for _, _, server in steps]
        witnesses = [abs(server - base) <= MOST_OFF_S + 1 for server in servers].count(True)
        machines = [abs(own - base) <= 2 * MOST_OFF_S + 1 for _, own, _ in steps].count(True)
        assert witnesses >= 2 or (witnesses == 1 and machines >= 1)
    assert shows(clock, at, machine) in {machine, base}


@given(sightings)
def test_a_right_machine_and_a_right_server_are_enough_whatever_was_before(
    steps: list[tuple[float, float, float]],
) -> None:
    clock, at = after_all(steps)
    clock = seen(clock, Sighting(at + 1, TRUE_S + at + 1, TRUE_S + at + 1))
    assert (clock.verdict, shows(clock, at + 2, 0)) == (ClockVerdict.RIGHT, 0)


@given(sightings, offs)
def test_an_honest_server_is_believed_after_two_answers(
    steps: list[tuple[float, float, float]], machine: float
) -> None:
    clock, at = after_all(steps)
    for passed in (10, 10 + APART_S, 10 + 2 * APART_S):
        clock = seen(clock, Sighting(at + passed, TRUE_S + at + passed + machine, TRUE_S + at + passed))
    assert abs(shows(clock, at + 30, machine)) <= MOST_OFF_S + 1


@pytest.mark.parametrize(
    ("off_s", "said"),
    [
        (180, "3 minutes ahead of"),
        (-180, "3 minutes behind"),
        (-5 * 3600, "5.0 hours behind"),
        (3 * YEAR, "1095 days ahead of"),
        (-TRUE_S, "20775 days behind"),
    ],
)
def test_how_far_apart_they_are(off_s: float, said: str) -> None:
    assert off_in_words(off_s) == said
