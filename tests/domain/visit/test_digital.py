"""Tests of the digital loans in a visit: their page, the QR code that opens a title, and the return of a title."""

from typing import Any

import pytest

from kiosk.domain.digital import DigitalSystem, LinkKind, OpeningRefused, one_by_one, ways_to_open, without_addresses
from kiosk.domain.messages.answers import LineAnswered, SignedIn, SignInLost, TitleLinksCame
from kiosk.domain.messages.effects import AddLine, AskLinks
from kiosk.domain.messages.events import CommandName, CommandRead, Event, Scanned, StoreBroken
from kiosk.domain.messages.intents import (
    AskTitleLinks,
    CloseSidePage,
    DropTitleLinks,
    Finish,
    GiveBack,
    GiveBackTitle,
    No,
    OpenDigital,
    OpenWith,
    RenewAll,
    ShowPart,
    Yes,
)
from kiosk.domain.model import (
    Direction,
    InDoubt,
    ItemCode,
    LineState,
    LoanAct,
    LoanId,
    Medium,
    Opening,
    Recorded,
    Refusal,
    RefusalKind,
    Refused,
    Secret,
)
from kiosk.domain.visit.at_once import can_give_back
from kiosk.domain.visit.digital_states import CodeProgress
from kiosk.domain.visit.lasting import NoticeKey
from kiosk.domain.visit.states import AskingSecret, Serving, Settling
from kiosk.structs import replace
from tests.domain.bench import Bench
from tests.domain.cast import MARTA, NEXT_WEEK, item, refused
from tests.domain.visit.digital import BOTH, PARTS, asked, bench, came, code, link, page, title
from tests.domain.visit.test_laws import held_in

BOOK = title("EB-1")


def lent(code: str, *can: LoanAct) -> Recorded:
    loan = title(code, *can)
    return Recorded(loan.item, loan.due, Direction.BORROW, loan.ident, lent=loan)


def addresses(kiosk: Bench) -> list[str]:
    """Return all addresses of titles that are in the state."""
    secrets = (each for each in held_in(kiosk.state, Secret) if isinstance(each, Secret))
    return [each.reveal() for each in secrets if each.reveal().startswith("https:")]


# --- the page ---


def test_the_page_opens_from_home_and_closes() -> None:
    kiosk = bench(BOOK).tell(OpenDigital())
    assert page(kiosk).code is None
    assert kiosk.tell(CloseSidePage()).serving.side_page is None


def test_the_page_needs_a_system_with_digital_loans_or_a_digital_loan() -> None:
    assert bench(things=("DR-1",), digital=False).tell(OpenDigital()).serving.side_page is None
    assert page(bench(digital=True).tell(OpenDigital())).code is None
    assert page(bench(BOOK, digital=False).tell(OpenDigital())).code is None


def test_a_scanned_title_on_loan_opens_the_page_at_the_title_and_gives_nothing_back() -> None:
    kiosk = bench(BOOK).scan("EB-1")
    assert page(kiosk).fresh == BOOK.ident
    assert kiosk.serving.lines == ()
    assert kiosk.notice() is NoticeKey.TITLE_ON_LOAN
    assert kiosk.work == []


def test_a_title_scanned_before_the_log_in_is_not_given_back_either() -> None:
    kiosk = Bench().scan("EB-1").fob()
    kiosk.tell(SignedIn(kiosk.visit, MARTA, Opening((BOOK,)), at_once=True))
    assert page(kiosk).fresh == BOOK.ident
    assert kiosk.serving.lines == ()


def test_a_title_that_is_not_on_loan_is_borrowed_like_any_item_and_then_opened() -> None:
    kiosk = bench().scan("EB-1")
    assert kiosk.the(AddLine).line.direction is Direction.BORROW
    kiosk.answer("EB-1", lent("EB-1"))
    assert kiosk.serving.loans == (BOOK,)
    assert page(kiosk.scan("EB-1")).fresh == BOOK.ident
    assert kiosk.basket == {"EB-1": LineState.DONE}


def test_a_title_scanned_while_finish_waits_is_not_given_back() -> None:
    kiosk = bench(BOOK).scan("DR-1").tell(Finish()).scan("EB-1")
    assert isinstance(kiosk.state, Settling)
    assert list(kiosk.basket) == ["DR-1"]


def test_a_title_whose_label_only_the_system_knows_is_opened_and_never_given_back() -> None:
    kiosk = bench(BOOK).scan("EB-X")
    kiosk.answer("EB-X", Refused(Refusal(RefusalKind.ON_LOAN, item=replace(BOOK.item, code=ItemCode("EB-X")))))
    assert kiosk.serving.lines == ()
    assert page(kiosk).fresh == BOOK.ident
    for refusal in (Refusal(RefusalKind.ON_LOAN), Refusal(RefusalKind.ON_LOAN, item=item("other"))):
        other = bench(BOOK).scan("EB-X").answer("EB-X", Refused(refusal))
        assert other.basket == {"EB-X": LineState.REFUSED}


def test_a_digital_loan_is_never_lengthened_by_keep_all() -> None:
    kiosk = bench(title("EB-1", LoanAct.RENEW, LoanAct.OPEN)).tell(RenewAll())
    assert kiosk.serving.lines == ()


# --- a refused title ---


RIVER = DigitalSystem("od", "Riverside e-books", items="EB-.+")


@pytest.mark.parametrize(
    ("digital", "systems", "thing"), [(True, (), False), (True, (RIVER,), True), (False, (), True)]
)
def test_what_the_only_system_refuses_is_a_title_if_it_lends_titles(
    *, digital: bool, systems: tuple[DigitalSystem, ...], thing: bool
) -> None:
    kiosk = Bench().fob()
    kiosk.tell(SignedIn(kiosk.visit, MARTA, Opening(), at_once=True, digital=digital, systems=systems))
    kiosk.scan("DR-1").answer("DR-1", refused(RefusalKind.NOT_AVAILABLE))
    (line,) = kiosk.serving.lines
    assert line.state is LineState.REFUSED
    assert line.is_thing is thing


# --- the code that opens a title ---


def test_the_addresses_are_asked_for_at_that_moment_and_shown_for_a_minute() -> None:
    kiosk = asked(BOOK)
    assert kiosk.the(AskLinks) == AskLinks(kiosk.visit, code(kiosk).number, BOOK.ident)
    assert code(kiosk).progress is CodeProgress.ASKED
    came(kiosk, link())
    assert code(kiosk).progress is CodeProgress.SHOWN
    assert code(kiosk).link == link()
    kiosk.wait(59)
    assert len(addresses(kiosk)) == 1
    kiosk.wait(1)
    assert code(kiosk).progress is CodeProgress.GONE
    assert code(kiosk).link is None
    assert addresses(kiosk) == []


def test_an_address_is_not_shown_longer_than_it_is_valid() -> None:
    kiosk = came(asked(BOOK), link(valid_s=30.0)).wait(30)
    assert code(kiosk).progress is CodeProgress.GONE


def test_the_code_restarts_the_idle_time_and_no_warning_covers_the_code() -> None:
    kiosk = asked(BOOK).wait(90)
    came(kiosk, link())
    assert not kiosk.serving.warned
    kiosk.wait(59)
    assert isinstance(kiosk.state, Serving)
    assert not kiosk.state.warned


def test_only_an_answer_to_the_last_request_counts() -> None:
    kiosk = asked(BOOK)
    first = code(kiosk).number
    kiosk.tell(DropTitleLinks()).tell(AskTitleLinks(BOOK.ident))
    kiosk.tell(TitleLinksCame(kiosk.visit, first, (link(),)))
    assert code(kiosk).progress is CodeProgress.ASKED
    came(kiosk, link())
    assert came(kiosk, link(LinkKind.APP)).serving.side_page == page(kiosk)
    assert code(kiosk).link == link()


def test_a_second_press_does_not_ask_twice() -> None:
    kiosk = asked(BOOK).tell(AskTitleLinks(BOOK.ident))
    assert len(kiosk.wants(AskLinks)) == 1


@pytest.mark.parametrize(
    ("links", "progress"),
    [
        (None, CodeProgress.AWAY),
        (OpeningRefused(Refusal(RefusalKind.OTHER, "no")), CodeProgress.REFUSED),
        ((), CodeProgress.REFUSED),
        (without_addresses(PARTS), CodeProgress.REFUSED),
        (without_addresses(BOTH), CodeProgress.REFUSED),
    ],
)
def test_a_title_that_cannot_be_opened_says_so_and_can_be_tried_again(links: Any, progress: CodeProgress) -> None:
    kiosk = asked(BOOK)
    kiosk.tell(TitleLinksCame(kiosk.visit, code(kiosk).number, links))
    assert code(kiosk).progress is progress
    came(kiosk.tell(AskTitleLinks(BOOK.ident)), link())
    assert code(kiosk).progress is CodeProgress.SHOWN


@pytest.mark.parametrize("loan", [title("EB-1", LoanAct.RETURN), title("other")])
def test_only_a_title_that_can_be_opened_is_asked_for(loan: Any) -> None:
    kiosk = bench(loan).tell(OpenDigital()).tell(AskTitleLinks(BOOK.ident))
    assert kiosk.wants(AskLinks) == []


def test_a_code_is_also_asked_for_from_the_basket() -> None:
    kiosk = bench().scan("EB-1").answer("EB-1", lent("EB-1")).tell(AskTitleLinks(BOOK.ident))
    assert kiosk.the(AskLinks).loan == BOOK.ident
    assert page(kiosk.tell(DropTitleLinks())).code is None


@pytest.mark.parametrize("event", [DropTitleLinks(), CloseSidePage(), Finish(), GiveBackTitle(BOOK.ident)])
def test_the_addresses_are_gone_with_the_page(event: Event) -> None:
    kiosk = came(asked(BOOK), link()).tell(event)
    assert addresses(kiosk) == []


def test_the_addresses_are_gone_with_the_log_in() -> None:
    kiosk = came(asked(BOOK), link())
    kiosk.tell(SignInLost(kiosk.visit)).is_in(AskingSecret)
    assert addresses(kiosk) == []


def test_the_next_scan_goes_to_the_basket_and_drops_the_code() -> None:
    kiosk = came(asked(BOOK), link()).scan("DR-1")
    assert addresses(kiosk) == []
    assert kiosk.serving.side_page is None
    assert list(kiosk.basket) == ["DR-1"]


def test_the_cancel_card_leaves_the_code_first_and_then_the_page() -> None:
    kiosk = came(asked(BOOK), link()).tell(Scanned(CommandRead(CommandName.CANCEL)))
    assert page(kiosk).code is None
    assert kiosk.tell(Scanned(CommandRead(CommandName.CANCEL))).serving.side_page is None


def test_one_part_without_an_address_does_not_hide_the_other_parts() -> None:
    kiosk = came(asked(BOOK), *without_addresses(PARTS[:1]), *PARTS[1:])
    assert code(kiosk).progress is CodeProgress.SHOWN
    assert code(kiosk).link == link(LinkKind.CONTENT, 1, 3)


def test_each_part_has_its_own_code_and_its_own_minute() -> None:
    kiosk = came(asked(BOOK), *PARTS)
    assert code(kiosk).link == link(LinkKind.CONTENT, 1, 3)
    kiosk.wait(40).tell(ShowPart(1))
    assert code(kiosk).link == link(LinkKind.CONTENT, 2, 3)
    kiosk.wait(40)
    assert code(kiosk).progress is CodeProgress.SHOWN
    for nowhere in (3, -1):
        assert code(kiosk.tell(ShowPart(nowhere))).place == 1


def test_a_new_code_keeps_the_part_and_the_way() -> None:
    kiosk = came(asked(BOOK), *PARTS).tell(ShowPart(2)).wait(60)
    kiosk.tell(AskTitleLinks(BOOK.ident))
    assert code(kiosk).progress is CodeProgress.ASKED
    came(kiosk, *PARTS)
    assert code(kiosk).link == link(LinkKind.CONTENT, 3, 3)
    kiosk.tell(AskTitleLinks(BOOK.ident))
    came(kiosk, link(LinkKind.CONTENT))
    assert code(kiosk).place == 0


def test_the_next_part_of_a_code_that_is_gone_is_asked_for() -> None:
    kiosk = came(asked(BOOK), *PARTS).wait(60).tell(ShowPart(1))
    assert kiosk.the(AskLinks).loan == BOOK.ident
    came(kiosk, *PARTS)
    assert code(kiosk).link == link(LinkKind.CONTENT, 2, 3)


def test_the_member_chooses_between_the_app_and_the_browser() -> None:
    kiosk = came(asked(BOOK), *BOTH)
    assert code(kiosk).link == link(LinkKind.APP)
    assert code(kiosk.tell(ShowPart(1))).link == link(LinkKind.SUPPLEMENT)
    assert code(kiosk.tell(OpenWith(LinkKind.BROWSER))).link == link(LinkKind.BROWSER)


@pytest.mark.parametrize(("usable", "lost"), [(BOTH[1], BOTH[0]), (BOTH[0], BOTH[1])])
def test_a_way_without_a_usable_address_is_not_offered(usable: Any, lost: Any) -> None:
    kiosk = came(asked(BOOK), *without_addresses((lost,)), usable, BOTH[2])
    assert ways_to_open(code(kiosk).links) == (usable.kind,)
    assert code(kiosk.tell(OpenWith(lost.kind))).link == usable
    kiosk.wait(60)
    assert code(kiosk).progress is CodeProgress.GONE
    assert ways_to_open(code(kiosk).links) == (usable.kind,)


def test_acts_of_the_code_page_do_nothing_without_a_code() -> None:
    kiosk = bench(BOOK).tell(OpenDigital())
    for act in (ShowPart(0), OpenWith(LinkKind.APP), DropTitleLinks()):
        assert kiosk.tell(act).work == []
    assert page(kiosk).code is None


def test_the_links_of_a_title_in_their_order() -> None:
    assert ways_to_open(BOTH) == (LinkKind.APP, LinkKind.BROWSER)
    assert [each.part for each in one_by_one(PARTS, LinkKind.APP)] == [1, 2, 3]
    extra = link(LinkKind.SUPPLEMENT)
    assert one_by_one((extra,), None) == (extra,)
    assert [each.address for each in without_addresses(PARTS)] == [Secret("")] * 3
    assert "example" not in repr(BOTH)


# --- to give a title back ---


def asked_back(kiosk: Bench | None = None) -> Bench:
    return (kiosk or bench(BOOK).tell(OpenDigital())).tell(GiveBackTitle(BOOK.ident))


def test_a_title_is_given_back_after_a_question() -> None:
    kiosk = asked_back()
    assert page(kiosk).asked == BOOK.ident
    kiosk.tell(Yes())
    line = kiosk.line("EB-1")
    assert kiosk.last == (AddLine(kiosk.visit, line),)
    assert (line.direction, line.loan, line.state) == (Direction.RETURN, BOOK.ident, LineState.CHECKING)
    kiosk.answer("EB-1", Recorded(BOOK.item, None, Direction.RETURN, BOOK.ident))
    assert kiosk.serving.loans == ()
    assert page(kiosk).asked is None


def test_no_keeps_the_title_and_so_does_the_cancel_card() -> None:
    for no in (No(), Scanned(CommandRead(CommandName.CANCEL))):
        kiosk = asked_back().tell(no)
        assert page(kiosk).asked is None
        assert kiosk.serving.lines == ()


def test_the_finish_card_says_yes_to_the_question() -> None:
    assert asked_back().tell(Scanned(CommandRead(CommandName.FINISH))).basket == {"EB-1": LineState.CHECKING}


@pytest.mark.parametrize("loan", [title("EB-1", LoanAct.OPEN), title("other")])
def test_a_title_that_cannot_be_given_back_is_not_asked_about(loan: Any) -> None:
    assert page(asked_back(bench(loan).tell(OpenDigital()))).asked is None


def test_a_title_is_not_given_back_twice() -> None:
    kiosk = asked_back().tell(Yes())
    assert page(asked_back(kiosk)).asked is None
    kiosk.tell(LineAnswered(kiosk.visit, kiosk.line("EB-1").ident, InDoubt()))
    assert page(asked_back(kiosk)).asked is None


def test_a_refused_return_can_be_tried_again_and_leaves_one_line() -> None:
    kiosk = asked_back().tell(Yes()).answer("EB-1", refused(RefusalKind.OTHER))
    asked_back(kiosk).tell(Yes())
    assert kiosk.basket == {"EB-1": LineState.CHECKING}


def test_a_title_that_is_gone_meanwhile_is_not_given_back() -> None:
    kiosk = asked_back()
    kiosk.kiosk = replace(kiosk.kiosk, state=replace(kiosk.serving, loans=()))
    assert kiosk.tell(Yes()).work == []


def test_nothing_is_given_back_while_the_store_is_broken() -> None:
    kiosk = asked_back().tell(StoreBroken()).tell(Yes())
    assert kiosk.serving.lines == ()
    assert kiosk.notice() is NoticeKey.CANNOT_RECORD


def test_a_title_of_this_visit_is_given_back_as_its_line_and_counts_as_nothing() -> None:
    kiosk = bench().scan("EB-1").answer("EB-1", lent("EB-1")).tell(OpenDigital())
    asked_back(kiosk).tell(Yes())
    line = kiosk.line("EB-1")
    assert line.instead_of is not None
    kiosk.answer("EB-1", Recorded(item("EB-1"), None, Direction.RETURN, LoanId("loan-EB-1")))
    assert kiosk.line("EB-1").is_undone


def test_a_line_of_a_title_that_cannot_be_given_back_here_offers_no_way_back() -> None:
    kiosk = bench().scan("EB-1").answer("EB-1", lent("EB-1", LoanAct.OPEN))
    assert not can_give_back(kiosk.serving, kiosk.line("EB-1"))
    assert kiosk.tell(GiveBack(kiosk.line("EB-1").ident)).serving.question is None


def test_a_line_is_done_even_if_the_system_does_not_describe_the_loan() -> None:
    kiosk = bench().scan("EB-1")
    kiosk.answer("EB-1", Recorded(item("EB-1"), NEXT_WEEK, Direction.BORROW, LoanId("x")))
    assert kiosk.serving.loans[0].medium is None
    assert title("EB-1", medium=Medium.KINDLE).medium is Medium.KINDLE
