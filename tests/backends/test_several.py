"""Tests of a main system with a digital system beside it: the later log-in there, acts, loans, and failures."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

from kiosk.backends.errors import MisconfiguredError, ServerAwayError, SignInLostError
from kiosk.backends.marked import MarkedLog, marked, unmarked
from kiosk.backends.ports import ActKind
from kiosk.backends.protocol import Account, Credential, Password, Vouched
from kiosk.backends.several import Beside, SeveralAccount, SeveralBackend
from kiosk.domain.digital import CardWanted, DigitalSystem, ItemFacts, Joined, LinkKind, OpeningRefused
from kiosk.domain.model import (
    Direction,
    Item,
    ItemCode,
    Line,
    LineId,
    LineOutcome,
    LineState,
    LoanId,
    NotSent,
    Recorded,
    Refusal,
    RefusalKind,
    Refused,
    Secret,
    VisitId,
)
from kiosk.structs import replace
from tests.backends.digital_shelf import DigitalAccount, DigitalBackend, TitleShelf
from tests.backends.immediate import ImmediateBackend, Shelf
from tests.backends.ports import MemoryLog

CARD, PIN = "230800004471", "4711"
BOOK, DRILL = "EB-1", "DR-1"
SYSTEM = DigitalSystem("od", "Riverside e-books", "EB-.*")


def now() -> datetime:
    return datetime.now(UTC)


class Row(DigitalBackend):
    """A digital system that also accepts a member without a card if the main system says who the member is.

    The system notes all log-ins in `entries`. At each of the next `loses` acts or openings of a title, the system says
    that the log-in has ended.
    `named` has the labels of the items whose names the kiosk has asked for.
    """

    def __init__(self, shelf: TitleShelf, log: Any) -> None:
        super().__init__(shelf, log, now)
        self.shelf, self.log = shelf, log
        self.entries: list[Credential] = []
        self.loses = 0
        self.named: list[str] = []

    async def sign_in(self, credential: Credential, visit: VisitId, language: str) -> Account:
        self.entries.append(credential)
        if isinstance(credential, Vouched):
            self._reach()
            return Forgetful(self, credential.reference, visit)
        account = await super().sign_in(credential, visit, language)
        return Forgetful(self, account.member.reference, visit)

    async def picture(self, address: str) -> bytes:
        return address.encode()


class Forgetful(DigitalAccount):
    """An account whose digital system can end the log-in."""

    def __init__(self, row: Row, member: str, visit: VisitId) -> None:
        self.row = row
        super().__init__(row.shelf, member, visit, row.log, now)

    async def titles(self, items: Sequence[Item]) -> tuple[ItemFacts, ...]:
        self.row.named.extend(each.code for each in items)
        if self.row.shelf.away:
            raise ServerAwayError("away")
        return await super().titles(items)

    def _check(self) -> None:
        if self.row.loses > 0:
            self.row.loses -= 1
            raise SignInLostError("over")

    async def act(self, line: Line) -> LineOutcome:
        self._check()
        return await super().act(line)

    async def title_links(self, loan: LoanId) -> Any:
        self._check()
        return await super().title_links(loan)


class House:
    """A main system with a drill, and a digital system with an e-book. Marta's card is valid at both."""

    def __init__(self, system: DigitalSystem = SYSTEM, **beside: Any) -> None:
        self.log = MemoryLog()
        self.main = Shelf({CARD: PIN}, {DRILL: "Drill"})
        self.titles = TitleShelf({CARD: PIN, "990001": "1"}, {BOOK: "The Workshop Handbook"})
        self.digital = Row(self.titles, MarkedLog("od", self.log))
        besides = (Beside(system, self.digital, **beside),)
        self.backend = SeveralBackend(ImmediateBackend(self.main, self.log, now), besides)

    async def enter(self) -> SeveralAccount:
        return await self.backend.sign_in(Password(CARD, Secret(PIN)), VisitId(1), "en")

    async def joined(self) -> SeveralAccount:
        account = await self.enter()
        assert isinstance(await account.join("od", None, None), Joined)
        return account


def line(code: str, direction: Direction = Direction.BORROW, ident: int = 1, loan: str | None = None) -> Line:
    system = "od" if SYSTEM.owns(code) else ""
    number = LoanId(loan) if loan else None
    return Line(LineId(ident), ItemCode(code), direction, LineState.CHECKING, loan=number, system=system)


def play(story: Callable[[House], Awaitable[None]], **beside: Any) -> House:
    house = House(**beside)
    asyncio.run(story(house))  # type: ignore[arg-type]
    return house


# --- the names of items ---


def test_the_name_of_an_item_is_read_at_the_system_of_its_label_only() -> None:
    async def story(house: House) -> None:
        account = await house.joined()
        tool, book = Item(ItemCode(DRILL), "Drill", "1"), Item(ItemCode(BOOK), "Handbook", "2")
        assert set(await account.titles([tool, book])) == {ItemFacts(tool), ItemFacts(book)}
        assert house.digital.named == [BOOK]
        assert (await account.titles([book]))[0].cover == ""
        house.titles.away = True
        assert await account.titles([book, tool]) == (ItemFacts(tool),)

    play(story)


# --- to join ---


def test_the_main_system_signs_in_alone_and_the_digital_one_joins_later() -> None:
    async def story(house: House) -> None:
        house.titles.check_out(CARD, BOOK, now())
        account = await house.enter()
        assert house.digital.entries == []
        assert account.opening.loans == ()
        assert account.systems == (SYSTEM,)
        joined = await account.join("od", None, None)
        assert isinstance(joined, Joined)
        (loan,) = joined.loans
        assert (loan.ident, loan.system, joined.tail) == (f"od|{BOOK}", "od", "4471")
        assert account.own_loan(ItemCode(BOOK)) == loan

    play(story)


def test_a_card_that_the_digital_system_does_not_know_is_tried_only_once() -> None:
    async def story(house: House) -> None:
        del house.titles.passwords[CARD]
        account = await house.enter()
        assert await account.join("od", None, None) == CardWanted()
        assert await account.join("od", None, None) == CardWanted()
        assert len(house.digital.entries) == 1
        assert await account.join("od", Secret("990001"), Secret("2")) == CardWanted(wrong=True)
        joined = await account.join("od", Secret("990001"), Secret("1"))
        assert isinstance(joined, Joined)
        assert joined.tail == "0001"

    play(story)


def test_other_cards_are_asked_for_without_a_try() -> None:
    async def story(house: House) -> None:
        assert await (await house.enter()).join("od", None, None) == CardWanted()
        assert house.digital.entries == []

    play(story, same_cards=False)


def test_the_word_of_the_main_system_is_enough_where_it_is_accepted() -> None:
    async def story(house: House) -> None:
        account = await house.enter()
        assert isinstance(await account.join("od", None, None), Joined)
        assert house.digital.entries == [Vouched(account.member.reference, Secret(CARD))]
        assert CARD not in repr(house.digital.entries)
        await account.sign_out()
        assert await account.join("od", None, None) == CardWanted()

    play(story, vouched=True)


def test_a_system_that_is_away_is_asked_again_with_the_same_card() -> None:
    async def story(house: House) -> None:
        account = await house.enter()
        house.titles.away = True
        with pytest.raises(ServerAwayError):
            await account.join("od", None, None)
        house.titles.away = False
        assert isinstance(await account.join("od", None, None), Joined)

    play(story)


def test_a_system_that_is_not_there_cannot_be_joined() -> None:
    async def story(house: House) -> None:
        with pytest.raises(MisconfiguredError):
            await (await house.enter()).join("no", None, None)

    play(story)


def test_nothing_that_was_typed_stays_after_the_visit() -> None:
    async def story(house: House) -> None:
        account = await house.joined()
        await account.sign_out()
        assert await account.join("od", None, None) == CardWanted()

    play(story)


# --- acts ---


def test_each_act_goes_to_its_system_and_the_rows_name_it() -> None:
    async def story(house: House) -> None:
        account = await house.joined()
        lent = await account.act(line(BOOK))
        assert isinstance(lent, Recorded)
        assert lent.loan == f"od|{BOOK}"
        assert lent.lent is not None
        assert (lent.lent.system, lent.lent.ident) == ("od", lent.loan)
        assert isinstance(await account.act(line(DRILL, ident=2)), Recorded)
        assert set(house.titles.loans) == {BOOK}
        assert set(house.main.loans) == {DRILL}
        back = await account.act(line(BOOK, Direction.RETURN, 3, lent.loan))
        assert isinstance(back, Recorded)
        assert house.titles.loans == {}
        assert [(act.kind, act.account) for act in house.log.acts] == [
            (ActKind.BORROW, f"od|{CARD}"),
            (ActKind.BORROW, CARD),
            (ActKind.GIVE_BACK, f"od|{CARD}"),
        ]

    play(story)


def test_before_joining_and_while_away_an_act_is_not_sent_and_the_main_system_works() -> None:
    async def story(house: House) -> None:
        account = await house.enter()
        assert await account.act(line(BOOK)) == NotSent()
        account = await house.joined()
        house.titles.away = True
        assert await account.act(line(BOOK)) == NotSent()
        assert isinstance(await account.act(line(DRILL)), Recorded)

    play(story)


def test_a_lost_log_in_at_the_digital_system_is_renewed_and_never_ends_the_visit() -> None:
    async def story(house: House) -> None:
        account = await house.joined()
        house.digital.loses = 1
        assert isinstance(await account.act(line(BOOK)), Recorded)
        assert len(house.digital.entries) == 2
        house.digital.loses = 2
        assert await account.act(line("EB-9")) == NotSent()
        del house.titles.passwords[CARD]
        house.digital.loses = 1
        assert await account.act(line("EB-9")) == NotSent()
        assert await account.act(line("EB-9")) == NotSent()

    play(story)


def test_a_line_of_an_unknown_system_is_refused() -> None:
    async def story(house: House) -> None:
        outcome = await (await house.enter()).act(replace(line(DRILL), system="gone"))
        assert outcome == Refused(Refusal(RefusalKind.ITEM_UNKNOWN))

    play(story)


# --- loans ---


def test_a_read_back_proves_the_lines_of_all_systems() -> None:
    async def story(house: House) -> None:
        account = await house.joined()
        lines = [line(BOOK), line(DRILL, ident=2)]
        for each in lines:
            await account.act(each)
        truth = await account.reconcile(lines, finished=now())
        assert {proof.line for proof in truth.proven} == {1, 2}
        assert {loan.ident for loan in truth.loans} == {f"od|{BOOK}", DRILL}

    play(story)


def test_a_digital_system_that_is_away_leaves_only_its_own_lines_open() -> None:
    async def story(house: House) -> None:
        account = await house.joined()
        lines = [line(BOOK), line(DRILL, ident=2)]
        for each in lines:
            await account.act(each)
        house.titles.away = True
        truth = await account.reconcile(lines, finished=now())
        assert ({proof.line for proof in truth.proven}, truth.absent) == ({2}, frozenset())
        with pytest.raises(ServerAwayError):
            await account.reconcile(lines[:1], finished=now())
        house.titles.away, house.main.away = False, True
        with pytest.raises(ServerAwayError):
            await account.reconcile(lines, finished=now())
        assert (await account.reconcile(lines[:1], finished=now())).proven

    play(story)


def test_after_a_restart_the_row_leads_back_to_its_system() -> None:
    async def story(house: House) -> None:
        await (await house.joined()).act(line(BOOK))
        (row,) = house.log.acts
        account = house.backend.account_for(row.account, VisitId(1), None)
        assert account is not None
        assert account.member.reference == row.account
        truth = await account.reconcile(
            [replace(line(BOOK), system="")], finished=now(), before=frozenset({LoanId("od|x")})
        )
        assert [proof.line for proof in truth.proven] == [1]
        main = house.backend.account_for(CARD, VisitId(1), None)
        assert main is not None
        assert main.member.reference == CARD

    play(story)


# --- titles ---


def test_the_addresses_come_from_the_system_of_the_loan() -> None:
    async def story(house: House) -> None:
        account = await house.joined()
        await account.act(line(BOOK))
        links = await account.title_links(LoanId(f"od|{BOOK}"))
        assert not isinstance(links, OpeningRefused)
        assert [link.kind for link in links] == [LinkKind.APP, LinkKind.BROWSER]
        house.digital.loses = 1
        assert not isinstance(await account.title_links(LoanId(f"od|{BOOK}")), OpeningRefused)
        assert isinstance(await account.title_links(LoanId(DRILL)), OpeningRefused)
        with pytest.raises(ServerAwayError):
            await (await house.enter()).title_links(LoanId(f"od|{BOOK}"))

    play(story)


def test_the_rest_belongs_to_the_main_system() -> None:
    async def story(house: House) -> None:
        account = await house.joined()
        account.speak("fr")
        assert (account.renewable, account.staging, account.billing) == (None, None, None)
        assert (account.offering, account.owing, account.reserving) == (None, None, None)
        assert account.searching is not None
        assert account.joining is account.digital is account
        assert await account.titles([]) == ()
        assert await house.backend.picture("od|x") == b"x"
        assert await house.backend.picture("y") == b""
        assert house.backend.searching("en") is not None
        assert house.backend.returning is not None
        assert (await house.backend.library("en")).name == "Shelf"
        await house.backend.texts("en")
        assert house.backend.left_out() == ()
        assert (await house.backend.probe()).lacks == ()
        house.titles.away = True
        (lack,) = (await house.backend.probe()).lacks
        assert "Riverside e-books" in lack.text
        await house.backend.aclose()

    play(story)


def test_ids_of_the_main_system_stay_as_they_are() -> None:
    keys = {"od": None}
    assert unmarked(marked("od", "a|b"), keys) == ("od", "a|b")
    assert unmarked("x|y", keys) == ("", "x|y")
    assert unmarked("plain", keys) == ("", "plain")
