"""Tests of a whole visit with every value of every knob. A knob is an option of the simulated server."""

from typing import Literal, get_args, get_origin, get_type_hints

import pytest

from kiosk.domain.model import CommitDone, Direction
from kiosk.simulator import Knobs, SimulatorThread
from tests.backends.visits import FREE, FREE_14_DAYS, Visit, at

pytestmark = pytest.mark.slow
JAMALS = "LAD-0010"
KINDS = get_type_hints(Knobs)
NUMBERS = {"token_lifetime_s": (1, 86_400), "sweep_after_s": (0.0, 1.0), "more_items": (7,)}
OWN_TEST = {"project_required", "reset_field", "organization"}  # other files test these knobs


def other_values(name: str) -> tuple[object, ...]:
    """Return the values of this knob that are not its default."""
    kind, default = KINDS[name], getattr(Knobs(), name)
    if get_origin(kind) is Literal:
        return tuple(value for value in get_args(kind) if value != default)
    return (not default,) if kind is bool else NUMBERS.get(name, ())


TURNED = [(name, value) for name in KINDS if name not in OWN_TEST for value in other_values(name)]


def test_no_knob_is_left_out() -> None:
    assert set(KINDS) - {name for name, _ in TURNED} == OWN_TEST


@pytest.mark.parametrize(("name", "value"), TURNED)
def test_two_out_and_one_back(library: SimulatorThread, name: str, value: object) -> None:
    library.control.turn(**{name: value})

    async def story(visit: Visit) -> None:
        await visit.add(FREE)
        library.control.put_forward(2)  # 2 seconds: long enough to end a token that is valid for one second
        await visit.add(FREE_14_DAYS)
        await visit.add(JAMALS, Direction.RETURN)
        assert [line.code for line in visit.lines] == [FREE, FREE_14_DAYS, JAMALS]
        assert await visit.finish() == CommitDone()
        truth = await visit.look()
        assert {proof.line for proof in truth.proven} == {line.ident for line in visit.lines}
        assert visit.out("jamal") == {FREE, FREE_14_DAYS}
        due = {loan.code: loan.due for loan in library.library_state.loans_of("jamal")}
        assert {proof.due for proof in truth.proven} == {*due.values(), None}
        await visit.account.sign_out()

    at(library, story, enter="jamal")
