"""Tests of the digital systems beside the main system.

The kiosk logs the member in there by itself. If a digital system fails, the rest of the visit goes on.
"""

from typing import Any

import pytest

from kiosk.domain.carts import CartNow
from kiosk.domain.digital import (
    CardRemembering,
    CardWanted,
    DigitalSystem,
    Joined,
    MemberFact,
    NotVouched,
    SystemProgress,
)
from kiosk.domain.messages.answers import (
    CardDropped,
    CartSeen,
    LineAnswered,
    LinkKept,
    LoansRead,
    SignedIn,
    SignInLost,
    SystemJoined,
)
from kiosk.domain.messages.effects import (
    AddLine,
    Commit,
    DropCard,
    JoinSystem,
    ReadLoans,
    ReadReservations,
)
from kiosk.domain.messages.intents import (
    CloseSidePage,
    EnterCard,
    Finish,
    ForgetCard,
    FormSent,
    GiveBack,
    GiveBackTitle,
    OpenDigital,
    RememberCard,
    ThatWasATool,
    Yes,
)
from kiosk.domain.model import (
    Direction,
    InDoubt,
    Limits,
    LineState,
    Loan,
    LoanId,
    Medium,
    Opening,
    Recorded,
    Secret,
    Truth,
)
from kiosk.domain.terms import Project
from kiosk.domain.visit.digital_loans import lists_all
from kiosk.domain.visit.digital_states import CardForm, DigitalLoans
from kiosk.domain.visit.lasting import NoticeKey
from kiosk.domain.visit.questions import AskCancel
from kiosk.domain.visit.states import AskingSecret, ReadingBack, Receipt, Serving, Settling, Verdict
from kiosk.structs import replace
from tests.domain.bench import Bench
from tests.domain.cast import FOB, MARTA, loan, staged
from tests.domain.visit.digital import title

RIVER = DigitalSystem("od", "Riverside e-books", "EB-.*")
SHELF = DigitalSystem("eh", "Shelf", "EH-.*", has_pin=False)
BOOK = replace(title("EB-1"), ident=LoanId("od|1"), system="od")


def bench(
    *systems: DigitalSystem, things: tuple[str, ...] = (), limits: Limits | None = None, at_once: bool = False
) -> Bench:
    """Return a kiosk that has signed Marta in at the main system and now asks the digital systems."""
    kiosk = Bench().fob()
    opening = Opening(tuple(loan(code) for code in things), limits=limits or Limits())
    return kiosk.tell(SignedIn(kiosk.visit, MARTA, opening, at_once=at_once, systems=systems or (RIVER,)))


def answered(kiosk: Bench, outcome: Joined | CardWanted | NotVouched | None, key: str = "od") -> Bench:
    return kiosk.tell(SystemJoined(kiosk.visit, key, outcome))


def joined(*loans: Loan, **more: Any) -> Bench:
    return answered(bench(**more), Joined(loans, "4471"))


def lent(code: str = "EB-1") -> Recorded:
    book = replace(title(code), ident=LoanId(f"od|{code}"), system="od")
    return Recorded(book.item, book.due, Direction.BORROW, book.ident, lent=book)


def progress(kiosk: Bench, key: str = "od") -> SystemProgress:
    return next(system.progress for system in kiosk.serving.systems if system.key == key)


def form(kiosk: Bench) -> CardForm:
    found = kiosk.serving.side_page
    assert isinstance(found, CardForm)
    return found


def enter(kiosk: Bench, card: str = "990001", pin: str = "1") -> Bench:
    return kiosk.tell(FormSent(form(kiosk).form, card, Secret(pin)))


# --- joining ---


def test_every_digital_system_is_asked_after_the_log_in_and_home_does_not_wait() -> None:
    kiosk = bench(RIVER, SHELF)
    assert [effect.system for effect in kiosk.wants(JoinSystem)] == ["od", "eh"]
    assert isinstance(kiosk.state, Serving)
    answered(kiosk, Joined((BOOK,), "4471"))
    assert [each.ident for each in kiosk.serving.loans] == ["od|1"]
    assert (progress(kiosk), progress(kiosk, "eh")) == (SystemProgress.HERE, SystemProgress.JOINING)
    assert kiosk.serving.systems[0].tail == "4471"


def test_a_second_answer_replaces_the_loans_of_its_system_only() -> None:
    kiosk = joined(BOOK, things=("DR-1",))
    answered(kiosk, Joined())
    assert [each.ident for each in kiosk.serving.loans] == ["loan-DR-1"]
    assert answered(kiosk, Joined((BOOK,)), "no-such").serving.loans == kiosk.serving.loans


def test_reservations_of_a_digital_system_are_read_after_it_has_joined() -> None:
    kiosk = answered(bench(), Joined(reserves=True))
    assert kiosk.the(ReadReservations).visit == kiosk.visit
    assert kiosk.serving.reserves


def test_a_system_that_does_not_answer_is_asked_again_and_again() -> None:
    kiosk = answered(bench(), None)
    assert progress(kiosk) is SystemProgress.AWAY
    kiosk.wait(14)
    assert len(kiosk.wants(JoinSystem)) == 1
    kiosk.wait(20)
    assert len(kiosk.wants(JoinSystem)) == 2
    answered(kiosk, None).wait(15)
    assert len(kiosk.wants(JoinSystem)) == 3


@pytest.mark.parametrize(("lacks", "shown"), [
    (MemberFact.CARD, SystemProgress.CARD_UNSEEN),
    (MemberFact.NUMBER, SystemProgress.RECORD_LACKS),
    (MemberFact.EMAIL, SystemProgress.RECORD_LACKS),
    (MemberFact.BIRTH_DATE, SystemProgress.RECORD_LACKS),
])  # fmt: skip
def test_a_system_that_cannot_know_the_member_is_not_asked_again(lacks: MemberFact, shown: SystemProgress) -> None:
    kiosk = answered(bench(RIVER, SHELF), NotVouched(lacks), "eh")
    assert (progress(kiosk), progress(kiosk, "eh")) == (SystemProgress.JOINING, shown)
    kiosk.wait(40)
    assert len(kiosk.wants(JoinSystem)) == 2


def test_a_system_joins_while_finish_waits() -> None:
    kiosk = bench().scan("DR-1").tell(Finish())
    assert isinstance(answered(kiosk, Joined((BOOK,))).state, Settling)
    assert kiosk.serving.loans == (BOOK,)


def test_after_a_new_log_in_every_system_joins_again() -> None:
    kiosk = joined(BOOK)
    kiosk.tell(SignInLost(kiosk.visit)).is_in(AskingSecret)
    kiosk.send_form().tell(SignedIn(kiosk.visit, MARTA, Opening(), systems=(RIVER,)))
    assert kiosk.the(JoinSystem).system == "od"
    assert progress(kiosk) is SystemProgress.JOINING


def test_an_act_at_a_digital_system_is_read_and_not_sent_again_after_a_new_log_in() -> None:
    kiosk = joined().scan("EB-1")
    kiosk.tell(SignInLost(kiosk.visit)).send_form()
    kiosk.tell(SignedIn(kiosk.visit, MARTA, Opening(), systems=(RIVER,)))
    assert not any(isinstance(effect, AddLine) for effect in kiosk.last)
    assert [line.system for line in kiosk.the(ReadLoans).lines] == ["od"]
    assert kiosk.basket == {"EB-1": LineState.UNKNOWN}


def test_the_page_opens_even_without_titles() -> None:
    assert bench().tell(OpenDigital()).serving.side_page == DigitalLoans()


# --- lines ---


def test_a_label_goes_to_the_system_whose_rule_it_fits_else_to_the_main_one() -> None:
    kiosk = joined().scan("EB-1", "DR-1")
    assert [(line.code, line.system) for line in kiosk.serving.lines] == [("DR-1", ""), ("EB-1", "od")]


def test_the_limit_and_the_project_of_the_main_system_do_not_count_for_titles() -> None:
    kiosk = joined(BOOK, things=("DR-1",), limits=Limits(max_loans=2))
    kiosk.kiosk = replace(kiosk.kiosk, state=replace(kiosk.serving, project=Project("1", "Shed")))
    kiosk.scan("EB-2").answer("EB-2", lent("EB-2"))
    assert kiosk.line("EB-2").project is None
    kiosk.scan("SA-2").answer("SA-2")
    assert kiosk.basket["SA-2"] is LineState.STAGED
    kiosk.scan("EB-3", "HA-3")
    assert (kiosk.basket["EB-3"], kiosk.basket["HA-3"]) == (LineState.CHECKING, LineState.REFUSED)


def test_a_title_acts_at_once_beside_a_cart() -> None:
    kiosk = joined().scan("EB-1").answer("EB-1", lent())
    assert kiosk.basket == {"EB-1": LineState.DONE}
    assert kiosk.line("EB-1").medium is BOOK.medium
    assert not kiosk.line("EB-1").is_thing
    kiosk.tell(GiveBack(kiosk.line("EB-1").ident)).tell(Yes())
    assert (kiosk.line("EB-1").direction, kiosk.line("EB-1").system) == (Direction.RETURN, "od")


def test_a_title_given_back_on_its_page_goes_to_its_system() -> None:
    kiosk = joined(BOOK).tell(OpenDigital()).tell(GiveBackTitle(BOOK.ident)).tell(Yes())
    assert (kiosk.the(AddLine).line.system, kiosk.the(AddLine).line.medium) == ("od", BOOK.medium)
    back = Recorded(BOOK.item, None, Direction.RETURN, BOOK.ident)
    kiosk.answer("EB-1", back).scan("EB-1")
    assert kiosk.serving.question is not None  # the kiosk asks before it lends the title again


def test_a_lost_answer_of_a_digital_system_is_found_out_by_reading() -> None:
    kiosk = joined().scan("EB-1")
    kiosk.tell(LineAnswered(kiosk.visit, kiosk.line("EB-1").ident, InDoubt()))
    assert [line.system for line in kiosk.the(ReadLoans).lines] == ["od"]


def test_a_lost_answer_that_no_loan_can_show_holds_nobody_up_beside_a_cart() -> None:
    kiosk = joined().scan("EB-1").answer("EB-1", InDoubt())
    line = kiosk.line("EB-1")
    assert (line.medium, line.is_thing) == (Medium.OTHER, False)
    kiosk.tell(Finish()).wait(16).is_in(ReadingBack)
    truth = Truth(hopeless=frozenset({line.ident}))
    kiosk.tell(LoansRead(kiosk.visit, kiosk.commit.commit, truth))
    receipt = kiosk.is_in(Receipt)
    assert (receipt.verdict, [each.hopeless for each in receipt.lines]) == (Verdict.UNKNOWN, [True])


def test_a_title_that_was_borrowed_and_given_back_here_needs_no_proof() -> None:
    kiosk = joined().scan("EB-1").answer("EB-1", lent()).scan("EB-2").answer("EB-2", lent("EB-2"))
    kiosk.tell(GiveBack(kiosk.line("EB-1").ident)).tell(Yes())
    kiosk.answer("EB-1", Recorded(kiosk.line("EB-1").item, None, Direction.RETURN, kiosk.line("EB-1").loan))
    kiosk.tell(Finish()).later(1.0).read(proven=("EB-2",))
    receipt = kiosk.is_in(Receipt)
    assert [line.code for line in receipt.lines] == ["EB-2"]
    assert [(line.code, line.is_undone) for line in receipt.others] == [("EB-1", True)]


def test_a_system_says_if_it_lists_all_loans() -> None:
    assert lists_all(joined().serving)
    assert not lists_all(answered(bench(), Joined(lists_all=False)).serving)
    kiosk = Bench().fob()
    assert not lists_all(kiosk.tell(SignedIn(kiosk.visit, MARTA, Opening(lists_all=False))).serving)


def test_tools_and_titles_are_finished_together_and_the_commit_holds_the_tools_only() -> None:
    kiosk = joined().scan("EB-1").answer("EB-1", lent()).scan("DR-1").answer("DR-1", staged("DR-1"))
    kiosk.tell(Finish())
    assert [line.code for line in kiosk.the(Commit).lines] == ["DR-1"]
    kiosk.answer_commit().later(1)
    assert isinstance(kiosk.state, ReadingBack)
    kiosk.read(proven=("DR-1",))
    receipt = kiosk.is_in(Receipt)
    assert [line.code for line in (*receipt.lines, *receipt.others)] == ["DR-1", "EB-1"]


def test_the_cart_of_the_main_system_changes_nothing_of_the_titles() -> None:
    kiosk = joined(BOOK).scan("EB-2")
    kiosk.tell(CartSeen(kiosk.visit, CartNow((), (loan("SA-2"),))))
    assert {each.item.code for each in kiosk.serving.loans} == {"SA-2", "EB-1"}
    assert kiosk.basket == {"EB-2": LineState.CHECKING}


# --- the form for a card ---


def asked(*systems: DigitalSystem, key: str = "od") -> Bench:
    kiosk = answered(bench(*systems), CardWanted(), key).tell(OpenDigital())
    return kiosk.tell(EnterCard(key))


def test_the_form_opens_only_for_a_system_that_wants_a_card() -> None:
    assert form(asked()).system == "od"
    assert bench().tell(EnterCard("od")).serving.side_page is None
    assert asked().tell(CloseSidePage()).serving.side_page is None


def test_a_right_card_shows_the_loans() -> None:
    kiosk = enter(asked())
    assert kiosk.the(JoinSystem) == JoinSystem(kiosk.visit, "od", Secret("990001"), Secret("1"))
    assert form(kiosk).is_waiting
    assert enter(kiosk).work == []
    answered(kiosk, Joined((BOOK,), "0001"))
    assert kiosk.serving.side_page == DigitalLoans()


def test_a_card_without_a_pin_is_enough_where_cards_have_none() -> None:
    kiosk = enter(asked(SHELF, key="eh"), pin="")
    assert kiosk.the(JoinSystem).pin is None


def test_an_empty_field_is_said_and_nothing_is_asked() -> None:
    for card, pin in (("", "1"), ("990001", "")):
        kiosk = enter(asked(), card, pin)
        assert form(kiosk).is_incomplete
        assert kiosk.work == []


def test_a_wrong_card_empties_the_pin_and_keeps_the_number() -> None:
    kiosk = enter(asked())
    sent = form(kiosk).form
    answered(kiosk, CardWanted(wrong=True, words="No such card"))
    assert (form(kiosk).name, form(kiosk).wanted) == ("990001", CardWanted(wrong=True, words="No such card"))
    assert form(kiosk).form != sent
    assert kiosk.tell(FormSent(sent, "990001", Secret("1"))).work == []


def test_after_too_many_wrong_cards_the_next_entry_must_wait() -> None:
    kiosk = enter(asked())
    answered(kiosk, CardWanted(wrong=True, wait_s=15.0))
    assert enter(kiosk).work == []
    kiosk.later(16)
    assert enter(kiosk).the(JoinSystem).system == "od"


def test_the_form_ends_if_no_card_helps() -> None:
    kiosk = answered(enter(asked()), NotVouched(MemberFact.CARD))
    assert kiosk.serving.side_page == DigitalLoans()


def test_a_system_that_does_not_answer_leaves_the_form_open() -> None:
    kiosk = answered(enter(asked()), None)
    assert form(kiosk).is_away


def test_an_answer_that_the_form_has_not_asked_for_leaves_the_form_alone() -> None:
    kiosk = asked(RIVER, SHELF)
    before = form(kiosk)
    assert form(answered(kiosk, Joined(), "eh")) == before
    assert form(answered(kiosk, None)) == before


def test_scans_go_to_the_basket_behind_the_form_and_a_card_fills_the_number() -> None:
    kiosk = asked().scan("DR-1")
    assert list(kiosk.basket) == ["DR-1"]
    assert kiosk.notice() is NoticeKey.JOINS_BASKET
    assert kiosk.scan("DR-1").notice() is NoticeKey.ALREADY_LISTED
    kiosk.fob("990002")
    assert form(kiosk).name == "990002"
    assert enter(kiosk, "990002").fob("990003").serving.side_page == form(kiosk)
    assert "990002" not in repr(form(kiosk))


def test_a_form_sent_without_a_form_changes_nothing() -> None:
    kiosk = bench()
    assert kiosk.tell(FormSent(99, "x", Secret("y"))).work == []


@pytest.mark.parametrize("code", ["EB-1", "EH-1", "DR-1"])
def test_a_rule_fits_the_whole_label(code: str) -> None:
    assert [system.key for system in (RIVER, SHELF) if system.owns(code)] == {"EB-1": ["od"], "EH-1": ["eh"]}.get(
        code, []
    )
    assert not DigitalSystem("x", "X").owns("")


# --- one reader for cards and labels, without rules ---


def test_a_code_that_could_be_a_card_fills_the_number_and_a_known_label_goes_to_the_basket() -> None:
    kiosk = answered(bench(things=("DR-1",)), CardWanted()).scan("SA-2").tell(OpenDigital()).tell(EnterCard("od"))
    for label in ("DR-1", "EB-7"):
        assert form(kiosk.either(label)).name == ""
    assert set(kiosk.basket) == {"DR-1", "SA-2", "EB-7"}
    kiosk.either("SA-2")
    assert (form(kiosk).name, len(kiosk.basket)) == ("", 3)
    kiosk.either("990001")
    assert (form(kiosk).name, form(kiosk).maybe_tool) == ("990001", True)


def test_a_number_that_was_a_tool_goes_to_the_basket() -> None:
    kiosk = asked().either("HA-3").tell(ThatWasATool())
    assert (form(kiosk).name, form(kiosk).maybe_tool, list(kiosk.basket)) == ("", False, ["HA-3"])
    assert list(kiosk.tell(ThatWasATool()).basket) == ["HA-3"]


def test_a_second_code_replaces_the_first_one_and_neither_is_lost() -> None:
    kiosk = asked().either("HA-3").either("HA-3").either("990001")
    assert (form(kiosk).name, list(kiosk.basket)) == ("990001", ["HA-3"])


def test_the_answer_to_the_number_says_no_more_that_it_could_be_a_tool_if_another_number_was_typed() -> None:
    kiosk = asked().either("HA-3")
    assert form(answered(enter(kiosk, "HA-3"), CardWanted(wrong=True))).maybe_tool
    assert not form(answered(enter(kiosk, "990001"), CardWanted(wrong=True))).maybe_tool


def test_while_the_system_checks_the_card_a_code_is_a_tool_and_a_question_comes_first() -> None:
    kiosk = enter(asked().either("990001"), "990001").either("HA-3")
    assert list(kiosk.basket) == ["HA-3"]
    assert list(kiosk.tell(ThatWasATool()).basket) == ["HA-3"]
    other = asked()
    other.kiosk = replace(other.kiosk, state=replace(other.serving, question=AskCancel()))
    assert list(other.either("HA-3").basket) == ["HA-3"]


def test_the_fob_of_the_visit_is_certainly_no_tool() -> None:
    assert not form(asked().either(FOB)).maybe_tool


# --- a card that is remembered with the fob ---

LINKED = replace(RIVER, remembering=CardRemembering.OFFERED)


def remembering(kiosk: Bench) -> CardRemembering:
    return kiosk.serving.systems[0].remembering


def test_the_member_chooses_on_the_form_whether_the_card_is_remembered() -> None:
    kiosk = asked(LINKED)
    before = form(kiosk)
    assert not before.remember
    assert form(kiosk.tell(RememberCard(yes=True))) == replace(before, remember=True)
    kiosk.fob("990001")
    assert form(kiosk).remember
    assert enter(kiosk).the(JoinSystem).remember
    assert form(kiosk.tell(RememberCard(yes=False))).remember  # too late: the form was sent before
    answered(kiosk, Joined(tail="0001", remembered=True))
    assert (kiosk.notice(), remembering(kiosk)) == (NoticeKey.CARD_KEPT, CardRemembering.DONE)


def test_without_the_choice_nothing_is_remembered() -> None:
    kiosk = enter(asked(LINKED))
    assert not kiosk.the(JoinSystem).remember
    answered(kiosk, Joined())
    assert (kiosk.notice(), remembering(kiosk)) == (None, CardRemembering.OFFERED)


def test_a_card_that_could_not_be_kept_is_said() -> None:
    kiosk = answered(enter(asked(LINKED).tell(RememberCard(yes=True))), Joined())
    assert (kiosk.notice(), remembering(kiosk)) == (NoticeKey.CARD_NOT_KEPT, CardRemembering.OFFERED)


@pytest.mark.parametrize("remembers", [CardRemembering.NEVER, CardRemembering.WITH_LINK])
def test_without_a_linked_fob_or_the_setting_there_is_no_choice(remembers: CardRemembering) -> None:
    kiosk = asked(replace(RIVER, remembering=remembers)).tell(RememberCard(yes=True))
    assert not form(kiosk).remember
    assert not enter(kiosk).the(JoinSystem).remember
    assert bench(LINKED).tell(RememberCard(yes=True)).serving.side_page is None


@pytest.mark.parametrize("ok", [True, False])
def test_a_fob_that_is_linked_in_the_visit_can_remember_a_card(*, ok: bool) -> None:
    kiosk = bench(replace(RIVER, remembering=CardRemembering.WITH_LINK), SHELF)
    kiosk.tell(LinkKept(kiosk.visit, ok))
    assert remembering(kiosk) is (CardRemembering.OFFERED if ok else CardRemembering.WITH_LINK)
    assert kiosk.serving.systems[1] == SHELF
    settling = bench(replace(RIVER, remembering=CardRemembering.WITH_LINK)).scan("DR-1").tell(Finish())
    settling.tell(LinkKept(settling.visit, ok=True)).is_in(Settling)
    assert remembering(settling) is CardRemembering.OFFERED


def test_a_remembered_card_is_forgotten_when_the_member_says_so() -> None:
    kiosk = answered(bench(LINKED), Joined((BOOK,), "4471", remembered=True))
    assert kiosk.tell(ForgetCard("no-such")).work == []
    assert kiosk.tell(ForgetCard("od")).the(DropCard) == DropCard(kiosk.visit, "od")
    kiosk.tell(CardDropped(kiosk.visit, "od", ok=False))
    assert (kiosk.notice(), remembering(kiosk)) == (NoticeKey.CARD_NOT_FORGOTTEN, CardRemembering.DONE)
    kiosk.tell(CardDropped(kiosk.visit, "od", ok=True))
    assert (kiosk.notice(), remembering(kiosk)) == (NoticeKey.CARD_FORGOTTEN, CardRemembering.OFFERED)
    assert kiosk.serving.loans == (BOOK,)
    before = kiosk.serving.systems
    assert kiosk.tell(CardDropped(kiosk.visit, "no-such", ok=True)).serving.systems == before


def test_a_card_is_forgotten_while_finish_waits() -> None:
    kiosk = answered(bench(LINKED), Joined(remembered=True)).scan("DR-1").tell(Finish())
    kiosk.tell(CardDropped(kiosk.visit, "od", ok=True)).is_in(Settling)
    assert remembering(kiosk) is CardRemembering.OFFERED


def test_a_remembered_card_that_the_system_refuses_is_gone_until_another_one_is_right() -> None:
    kiosk = answered(bench(LINKED), CardWanted(dropped=True))
    assert kiosk.serving.systems[0].dropped
    assert kiosk.tell(OpenDigital()).tell(EnterCard("od")).serving.systems[0].dropped
    answered(enter(kiosk), CardWanted(wrong=True))
    assert kiosk.serving.systems[0].dropped
    answered(enter(kiosk), Joined(remembered=True))
    assert not kiosk.serving.systems[0].dropped
