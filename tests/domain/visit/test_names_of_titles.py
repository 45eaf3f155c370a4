"""Tests of the name of a digital title whose act was refused, or whose act has a lost answer.

The kiosk keeps the name that it knows. If it knows no name, it reads the name later.
"""

from kiosk.domain.digital import ItemFacts
from kiosk.domain.messages.answers import TitlesRead
from kiosk.domain.messages.effects import ReadTitles
from kiosk.domain.model import (
    Direction,
    InDoubt,
    Item,
    ItemCode,
    Loan,
    LoanId,
    Medium,
    Recorded,
    Refusal,
    RefusalKind,
    Refused,
)
from kiosk.structs import replace
from tests.domain.bench import Bench
from tests.domain.cast import item
from tests.domain.visit.test_at_once import bench
from tests.domain.visit.test_digital_systems import joined
from tests.domain.visit.test_titles import nameless


def test_a_lost_answer_keeps_the_name_of_the_title() -> None:
    handbook = Item(ItemCode("EB-1"), "The Workshop Handbook", "rec/1")
    assert joined().scan("EB-1").answer("EB-1", InDoubt(handbook)).line("EB-1").item == handbook


def test_a_refused_title_without_a_name_gets_its_name_later() -> None:
    nameless = Item(ItemCode("EB-1"), "", "guid-1")
    kiosk = joined().scan("EB-1").answer("EB-1", Refused(Refusal(RefusalKind.NOT_AVAILABLE, item=nameless)))
    assert ReadTitles(kiosk.visit, (nameless,)) in kiosk.last
    kiosk.tell(TitlesRead(kiosk.visit, (ItemFacts(replace(nameless, name="The Workshop Handbook")),)))
    named = kiosk.line("EB-1").item
    assert named is not None
    assert named.name == "The Workshop Handbook"


def _borrowed_without_facts() -> Bench:
    """Return a kiosk at which Marta has borrowed a title. The answer does not say its kind, and has no cover."""
    title = Item(ItemCode("EB-1"), "The Workshop Handbook", "rec/1")
    lent = Loan(LoanId("od:1"), title, medium=Medium.OTHER, system="od")
    return joined().scan("EB-1").answer("EB-1", Recorded(title, None, Direction.BORROW, lent.ident, lent=lent))


def test_a_title_that_was_lent_without_its_cover_gets_form_and_cover_later() -> None:
    kiosk = _borrowed_without_facts()
    title = kiosk.line("EB-1").item
    assert title is not None
    assert kiosk.wants(ReadTitles) == [ReadTitles(kiosk.visit, (title,))]
    another = replace(title, name="Another name")
    kiosk.tell(TitlesRead(kiosk.visit, (ItemFacts(another, Medium.AUDIOBOOK, "od:https://covers.example/1.jpg"),)))
    (loan,) = (each for each in kiosk.serving.loans if each.item.ident == title.ident)
    assert (loan.item, loan.medium, loan.cover) == (title, Medium.AUDIOBOOK, "od:https://covers.example/1.jpg")
    assert (kiosk.line("EB-1").item, kiosk.line("EB-1").medium) == (title, Medium.AUDIOBOOK)
    kiosk.tell(TitlesRead(kiosk.visit, (ItemFacts(title, Medium.VIDEO, "od:https://covers.example/2.jpg"),)))
    assert [each for each in kiosk.serving.loans if each.item.ident == title.ident] == [loan]


def test_facts_that_say_nothing_change_nothing() -> None:
    kiosk = _borrowed_without_facts()
    before = kiosk.serving
    title = kiosk.line("EB-1").item
    assert title is not None
    assert kiosk.tell(TitlesRead(kiosk.visit, (ItemFacts(title),))).serving == before


def test_a_tool_never_gets_a_form_or_a_cover() -> None:
    kiosk = bench().scan("DR-1").answer("DR-1", nameless("DR-1"))
    kiosk.tell(TitlesRead(kiosk.visit, (ItemFacts(item("DR-1"), Medium.EBOOK, "https://covers.example/1.jpg"),)))
    (loan,) = kiosk.serving.loans
    assert (loan.item.name, loan.medium, loan.cover) == ("The DR-1", None, "")
    assert kiosk.line("DR-1").medium is None


def test_a_title_that_was_lent_with_its_cover_is_not_read_again() -> None:
    title = Item(ItemCode("EB-1"), "The Workshop Handbook", "rec/1")
    lent = Loan(LoanId("od:1"), title, medium=Medium.EBOOK, cover="od:https://covers.example/1.jpg", system="od")
    kiosk = joined().scan("EB-1").answer("EB-1", Recorded(title, None, Direction.BORROW, lent.ident, lent=lent))
    assert kiosk.wants(ReadTitles) == []
