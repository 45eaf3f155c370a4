"""Tests of the pauses after unknown fobs.

Five unknown fobs in a minute cause no pause. More unknown fobs cause pauses that get longer, up to two minutes.
"""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.store.throttle import FobThrottle


def shown(throttle: FobThrottle, *, every_s: float, for_s: float) -> list[float]:
    """Show a new unknown fob every `every_s` seconds, for `for_s` seconds.

    Return the times at which a fob was looked up, because there was no pause.
    """
    looked_up, now, number = [], 0.0, 0
    while now < for_s:
        number += 1
        if throttle.wait_s(f"fob {number}", now) == 0:
            looked_up.append(now)
            throttle.unknown(f"fob {number}", now)
        now += every_s
    return looked_up


@pytest.mark.parametrize("every_s", [0.1, 0.4, 1.0, 5.0, 10.0])
def test_guesses_become_few(every_s: float) -> None:
    looked_up = shown(FobThrottle(), every_s=every_s, for_s=3600.0)
    assert len([at for at in looked_up if at < 24.0]) <= 6
    assert len(looked_up) < 40
    apart = [later - at for at, later in pairwise(looked_up)]
    assert apart[4] >= 15 > apart[3] or every_s > 15
    assert all(apart[number] <= apart[number + 1] + every_s for number in range(4, len(apart) - 1))


def test_new_members_who_come_one_after_the_other_are_not_slowed_down() -> None:
    assert len(shown(FobThrottle(), every_s=16.0, for_s=1600.0)) == 100


def test_the_same_unknown_fob_again_says_nothing_new() -> None:
    throttle = FobThrottle()
    for now in range(50):
        assert throttle.wait_s("new", float(now)) == 0
        throttle.unknown("new", float(now))


def test_a_fob_that_was_known_just_now_need_not_wait_and_no_other() -> None:
    throttle = FobThrottle()
    throttle.known("marta")
    shown(throttle, every_s=0.5, for_s=10.0)
    assert throttle.wait_s("marta", 10.0) == 0
    assert throttle.wait_s("jamal", 10.0) > 0
    throttle.known("jamal")
    assert throttle.wait_s("marta", 10.0) > 0


def test_a_fob_that_is_linked_was_no_guess() -> None:
    throttle = FobThrottle()
    for number in range(5):
        throttle.unknown(f"fob {number}", 0.0)
    assert throttle.wait_s("jamal", 1.0) > 0
    throttle.known("fob 4")
    assert throttle.wait_s("jamal", 1.0) == 0


def test_ones_own_log_in_buys_no_more_guesses() -> None:
    throttle, looked_up = FobThrottle(), 0
    for number in range(600):
        now = number * 0.5
        throttle.known("own")
        if throttle.wait_s(f"fob {number}", now) == 0:
            looked_up += 1
            throttle.unknown(f"fob {number}", now)
    assert looked_up < 12


def test_a_quiet_quarter_of_an_hour_forgets() -> None:
    throttle = FobThrottle()
    shown(throttle, every_s=0.5, for_s=600.0)
    for number in range(4):
        assert throttle.wait_s(f"new {number}", 1700.0) == 0
        throttle.unknown(f"new {number}", 1700.0)
    assert throttle.wait_s("jamal", 1701.0) == 0


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 30), st.floats(0, 100)), max_size=80))
def test_nobody_waits_longer_than_two_minutes(story: list[tuple[bool, int, float]]) -> None:
    throttle, now = FobThrottle(), 0.0
    for is_known, number, later in story:
        now += later
        throttle.known(str(number)) if is_known else throttle.unknown(str(number), now)
        assert 0 <= throttle.wait_s("jamal", now) <= 120


def test_codes_are_few_and_none_is_kept_in_the_clear() -> None:
    throttle = FobThrottle()
    for number in range(2000):
        throttle.unknown(f"code-{number}", 0.0)
    held = repr(vars(throttle))
    assert "code-" not in held
    assert len(held) < 200_000
