"""Tests of the money that a member owed before the visit.

The kiosk reads the amount after the log-in, and shows the amount at Home. The amount never stops the visit.
"""

from decimal import Decimal

import pytest

from kiosk.domain.library import Library
from kiosk.domain.messages.answers import BalanceRead, SignedIn
from kiosk.domain.messages.effects import ReadBalance
from kiosk.domain.messages.intents import Finish
from kiosk.domain.model import Opening
from kiosk.domain.money import Balance
from kiosk.domain.visit.states import Idle, Settling
from kiosk.structs import replace
from tests.domain.bench import Bench
from tests.domain.cast import MARTA
from tests.domain.kiosks import identifying

OWES = Balance(Decimal("4.50"))


def arrived(*tray: str, owing: bool = True, hides: bool = False) -> Bench:
    bench = identifying().scan(*tray)
    library = replace(bench.kiosk.lasting.library or Library(), hide_money=hides)
    bench.kiosk = replace(bench.kiosk, lasting=replace(bench.kiosk.lasting, library=library))
    return bench.tell(SignedIn(bench.visit, MARTA, Opening(), owing=owing))


@pytest.mark.parametrize(("owing", "hides", "asks"), [(True, False, 1), (False, False, 0), (True, True, 0)])
def test_it_is_read_at_arrival_if_the_system_says_it_and_the_library_shows_it(
    *, owing: bool, hides: bool, asks: int
) -> None:
    assert len(arrived(owing=owing, hides=hides).wants(ReadBalance)) == asks


@pytest.mark.parametrize("balance", [OWES, None])
def test_it_is_known_during_the_visit_and_gone_with_it(balance: Balance | None) -> None:
    bench = arrived()
    assert bench.serving.balance is None
    bench.tell(BalanceRead(bench.visit, balance))
    assert bench.serving.balance == balance


def test_it_may_come_while_the_last_line_is_checked() -> None:
    bench = arrived("DR-1").tell(Finish())
    bench.tell(BalanceRead(bench.visit, OWES))
    assert isinstance(bench.state, Settling)
    assert bench.state.serving.balance == OWES


def test_it_changes_no_other_page() -> None:
    bench = identifying()
    before = bench.kiosk
    bench.tell(BalanceRead(bench.visit, OWES))
    assert bench.kiosk.state == before.state
    idle = Bench()
    idle.tell(BalanceRead(bench.visit, OWES))
    assert isinstance(idle.state, Idle)
