"""A small part of the proof, which runs with all other tests. `make proof` runs the whole proof in about 40 minutes."""

import pytest

from kiosk.simulator.sierra import rules
from tests.proof.after import restarted, wrongs
from tests.proof.answers import odd_answers
from tests.proof.brought import wrong_returns
from tests.proof.by_fob import killed_by_fob
from tests.proof.kills import (
    killed_at,
    killed_at_a_moment,
    killed_at_the_box,
    killed_while_settling,
    killed_with_titles,
    room,
)

pytestmark = pytest.mark.slow


def test_a_kill_at_a_transition_of_the_journal_loses_nothing() -> None:
    assert not killed_at("answered", 18)


def test_a_second_kill_while_the_first_is_settled_loses_nothing() -> None:
    assert not killed_while_settling("lost, done", 18, 12)


@pytest.mark.parametrize(("scene", "place"), [
    ("overdrive, answered", 40), ("overdrive, lost, done", 31), ("ehub, lost, done", 31),
    ("sierra+both, lost, done", 60),
    ("myturn+both, answered", 70),
])  # fmt: skip
def test_a_kill_at_a_transition_with_digital_loans_loses_nothing(scene: str, place: int) -> None:
    assert not killed_at(scene, place)


@pytest.mark.parametrize(("system", "seed"), [("overdrive", 1), ("ehub", 2), ("sierra+both", 3)])
def test_a_kill_at_a_random_moment_with_digital_loans_loses_nothing(system: str, seed: int) -> None:
    assert not killed_with_titles(system, seed)


@pytest.mark.parametrize(("system", "seed"), [("overdrive", 1), ("ehub", 3)])
def test_odd_answers_about_digital_loans_lose_nothing_and_do_nothing_twice(system: str, seed: int) -> None:
    heard = odd_answers(seed, system)
    assert heard.odd
    assert not heard.wrongs, "\n".join((*heard.wrongs, *heard.trace))


def test_a_kill_at_a_random_moment_loses_nothing() -> None:
    assert not killed_at_a_moment(1)


@pytest.mark.parametrize("place", [5, 30, 42, 48])
def test_a_kill_at_a_transition_of_a_return_without_an_account_loses_nothing(place: int) -> None:
    assert not killed_at("box, lost, not done", place)


def test_a_kill_at_a_random_moment_of_returns_without_an_account_loses_nothing() -> None:
    assert not killed_at_the_box(28)


@pytest.mark.parametrize(("scene", "place"), [("answered", 61), ("answered", 67), ("lost, done", 68), ("refused", 80)])
def test_a_kill_while_returns_are_booked_by_fob_loses_nothing(scene: str, place: int) -> None:
    assert not killed_by_fob(scene, place)


def test_odd_answers_lose_nothing_and_do_nothing_twice() -> None:
    heard = odd_answers(24)
    assert heard.odd
    assert not heard.wrongs, "\n".join((*heard.wrongs, *heard.trace))


def test_the_proof_sees_a_return_that_nobody_knows() -> None:
    with room() as here:
        state = here.world.library.library_state
        with state.lock:
            rules.check_in(state, state.item_labelled("30800000001010"))
        here.told.write_text('{"brought": ["7", "30800000001010", "1", "SAVED"]}\n', encoding="utf-8")
        restarted(here)
        assert list(wrong_returns(here)) == ["the page has called 30800000001010 saved, and its return is not on disk"]


def test_the_proof_sees_a_loan_that_nobody_knows() -> None:
    with room() as here:
        state = here.world.library.library_state
        with state.lock:
            rules.check_out(state, state.patrons["ines"], state.item_labelled("30800000001013"))
        restarted(here)
        found = list(wrongs(here))
        assert "borrow of 30800000001013 has counted 1 times, and the journal knows of 0" in found
        assert "borrow of 30800000001013 has counted 1 times, and was sent for 0 acts" in found
        assert "ines has 30800000001013, or has it no more, and nobody knows" in found
