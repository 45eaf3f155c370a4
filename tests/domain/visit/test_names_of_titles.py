"""Tests that a digital title keeps or gets its name if its act was refused, or if the answer to the act was lost."""

from kiosk.domain.messages.answers import TitlesRead
from kiosk.domain.messages.effects import ReadTitles
from kiosk.domain.model import InDoubt, Item, ItemCode, Refusal, RefusalKind, Refused
from kiosk.structs import replace
from tests.domain.visit.test_digital_systems import joined


def test_a_lost_answer_keeps_the_name_of_the_title() -> None:
    handbook = Item(ItemCode("EB-1"), "The Workshop Handbook", "rec/1")
    assert joined().scan("EB-1").answer("EB-1", InDoubt(handbook)).line("EB-1").item == handbook


def test_a_refused_title_without_a_name_gets_its_name_later() -> None:
    nameless = Item(ItemCode("EB-1"), "", "guid-1")
    kiosk = joined().scan("EB-1").answer("EB-1", Refused(Refusal(RefusalKind.NOT_AVAILABLE, item=nameless)))
    assert ReadTitles(kiosk.visit, (nameless,)) in kiosk.last
    kiosk.tell(TitlesRead(kiosk.visit, (replace(nameless, name="The Workshop Handbook"),)))
    named = kiosk.line("EB-1").item
    assert named is not None
    assert named.name == "The Workshop Handbook"
