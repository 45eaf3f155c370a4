"""Tests that a label never becomes a fob.

If a code may be a label, the kiosk links the code as a fob only if the member asks for that. If the kiosk knows that a
code is a label, the kiosk never links the code.
"""

import pytest

from kiosk.domain.messages.answers import Answer, LinkDead, NotLinked, PinNeeded, WrongSecret
from kiosk.domain.messages.effects import Identify, KeepLink, TakeFob
from kiosk.domain.messages.intents import CodeTyped, Link
from kiosk.domain.model import Direction, EarlierLine, Opening, Secret, VisitId
from kiosk.domain.visit.lasting import NoticeKey
from kiosk.domain.visit.states import AskingSecret
from kiosk.structs import replace
from tests.domain.bench import Bench
from tests.domain.cast import item, loan
from tests.domain.kiosks import asking, idle
from tests.domain.visit.every_state import ALL, Make

LABEL = "TOOL-00042"


def either(code: str = LABEL) -> Bench:
    """Return a kiosk with an open log-in form. A reader for fobs and items has read this code, which is not linked."""
    bench = idle().either(code)
    return bench.tell(NotLinked(bench.visit))


def test_a_code_that_may_be_a_label_is_not_remembered_without_a_wish() -> None:
    assert not either().is_in(AskingSecret).remember
    bench = either().send_form().sign_in(renewable=True)
    assert bench.wants(KeepLink) == []
    assert bench.notice() is None


def test_what_a_reader_names_a_fob_is_remembered() -> None:
    assert asking().is_in(AskingSecret).remember
    assert asking().send_form().sign_in(renewable=True).the(KeepLink).certain


@pytest.mark.parametrize("code", [LABEL, "118", "4711", "04A3C6CAE26180"])
def test_on_a_wish_it_is_told_that_nobody_names_the_code_a_fob(code: str) -> None:
    bench = either(code).tell(Link(yes=True)).send_form().sign_in(renewable=True)
    assert bench.the(KeepLink) == KeepLink(bench.visit, Secret(code), certain=False)


@pytest.mark.parametrize("first", [LinkDead(VisitId(1)), LinkDead(VisitId(1), expired=True), PinNeeded(VisitId(1))])
def test_a_link_that_was_kept_before_makes_no_code_certain(first: Answer) -> None:
    bench = idle().either(LABEL)
    bench.tell(replace(first, visit=bench.visit))
    if isinstance(first, PinNeeded):
        bench.send_form(pin="1234").tell(WrongSecret(bench.visit))
    assert not bench.tell(Link(yes=True)).send_form(pin="1234").sign_in(renewable=True).the(KeepLink).certain


@pytest.mark.parametrize("typed", [LABEL, LABEL.lower(), LABEL.swapcase()])
@pytest.mark.parametrize("where", ["loan", "list", "another cart", "tray"])
def test_a_label_of_a_tool_of_the_member_s_is_never_asked_to_be_kept(where: str, typed: str) -> None:
    line = EarlierLine(Direction.BORROW, item(LABEL), "ref-1")
    openings = {
        "loan": Opening((loan(LABEL),)),
        "list": Opening(earlier=(line,)),
        "another cart": Opening(other_carts=(line,)),
    }
    bench = either(typed).tell(Link(yes=True))
    if where == "tray":
        bench.scan(LABEL.title())
    bench.send_form().sign_in(renewable=True, opening=openings.get(where, Opening()))
    assert bench.wants(KeepLink) == []
    assert bench.notice() is NoticeKey.LINK_NOT_KEPT


def test_another_tool_of_the_member_s_does_not_stand_in_the_way() -> None:
    bench = either().tell(Link(yes=True)).send_form().sign_in(renewable=True, opening=Opening((loan("TOOL-00043"),)))
    assert bench.the(KeepLink).fob == Secret(LABEL)


@pytest.mark.parametrize("make", ALL, ids=lambda make: make.__name__)
def test_a_typed_code_opens_no_account_in_any_state(make: Make) -> None:
    """The number of a fob is often printed on it, so everybody who has seen the fob could type the number."""
    bench = make()
    seen = bench.tell(CodeTyped("99001122")).last
    assert not any(isinstance(effect, Identify | TakeFob) for effect in seen)
