"""Tests of a borrowed item whose name is not in the server's answer.

The kiosk reads the name later. No step of the visit waits for the name.
"""

from kiosk.domain.digital import ItemFacts
from kiosk.domain.messages.answers import TitlesRead
from kiosk.domain.messages.effects import ReadTitles
from kiosk.domain.messages.intents import Finish
from kiosk.domain.model import Direction, LineState, LoanId, Recorded
from kiosk.domain.visit.states import ReadingBack, Settling
from kiosk.structs import replace
from tests.domain.cast import NEXT_WEEK, item
from tests.domain.visit.test_at_once import bench, borrowed, taken_back


def nameless(code: str) -> Recorded:
    return Recorded(replace(item(code), name=""), NEXT_WEEK, Direction.BORROW, LoanId(f"loan-{code}"))


def test_a_name_that_the_answer_does_not_have_is_read_later() -> None:
    kiosk = bench().scan("DR-1").answer("DR-1", nameless("DR-1"))
    assert kiosk.line("DR-1").state is LineState.DONE
    (asked,) = kiosk.wants(ReadTitles)
    assert [each.ident for each in asked.items] == ["id-DR-1"]
    kiosk.tell(TitlesRead(kiosk.visit, (ItemFacts(item("DR-1")), ItemFacts(replace(item("XX-9"), name="")))))
    assert kiosk.line("DR-1").item == item("DR-1")
    assert [each.item.name for each in kiosk.serving.loans] == ["The DR-1"]
    kiosk.tell(TitlesRead(kiosk.visit, (ItemFacts(replace(item("DR-1"), name="Another name")),)))
    assert kiosk.line("DR-1").item == item("DR-1")


def test_a_name_that_is_there_is_not_read() -> None:
    assert borrowed().wants(ReadTitles) == []
    back = bench("DR-1").scan("DR-1").answer("DR-1", replace(taken_back("DR-1"), item=replace(item("DR-1"), name="")))
    assert back.wants(ReadTitles) == []


def test_a_name_may_come_while_another_line_is_checked_or_after_all() -> None:
    kiosk = bench().scan("DR-1").answer("DR-1", nameless("DR-1")).scan("SA-2").tell(Finish())
    visit = kiosk.visit
    assert isinstance(kiosk.state, Settling)
    kiosk.tell(TitlesRead(visit, (ItemFacts(item("DR-1")),)))
    assert isinstance(kiosk.state, Settling)
    assert kiosk.state.serving.lines[-1].item == item("DR-1")
    done = borrowed().tell(Finish())
    before = done.state
    assert isinstance(before, ReadingBack)
    assert done.tell(TitlesRead(done.visit, (ItemFacts(item("DR-1")),))).state == before
