"""Tests of cards for a digital system that the kiosk remembers with the member's linked fob."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from kiosk.backends.errors import LogBrokenError, ServerAwayError
from kiosk.backends.ports import CardKeeper, RememberedCard
from kiosk.backends.protocol import Password
from kiosk.backends.several import SeveralAccount
from kiosk.domain.digital import CardRemembering, CardWanted, Joined
from kiosk.domain.model import NotSent, Secret
from kiosk.structs import replace
from tests.backends.test_several import BOOK, CARD, PIN, SYSTEM, House, line

OTHER = RememberedCard(Secret("990001"), Secret("1"))
REMEMBERS = replace(SYSTEM, remembering=CardRemembering.WITH_LINK)


class MemoryCards(CardKeeper):
    """A store of cards in memory. If `broken` is set, no card can be read. If `full` is set, no card can be written.

    If `revoked` is set, the link was deleted, so no card is stored.
    """

    def __init__(self, **cards: RememberedCard) -> None:
        self.cards, self.broken, self.full, self.revoked = dict(cards), False, False, False

    async def card_of(self, system: str) -> RememberedCard | None:
        if self.broken:
            raise LogBrokenError("no disk")
        return self.cards.get(system)

    async def keep_card(self, system: str, card: RememberedCard) -> bool:
        if self.full:
            raise LogBrokenError("no space")
        if not self.revoked:
            self.cards[system] = card
        return not self.revoked

    async def forget_card(self, system: str) -> bool:
        if not self.full:
            self.cards.pop(system, None)
        return not self.full


Story = Callable[[House, SeveralAccount, MemoryCards], Awaitable[None]]


def play(story: Story, *cards: RememberedCard, linked: bool = True, remembers: bool = True) -> None:
    """Log a member in at the main system, and run the story. The card of the member is not valid at the digital system.

    `cards` has at most one card: the card that the kiosk remembers for the digital system. If `linked` is False, the
    account has no store of cards. If `remembers` is False, the settings do not let the kiosk remember cards.
    """

    async def run() -> None:
        house = House(system=REMEMBERS if remembers else SYSTEM)
        del house.titles.passwords[CARD]
        account, keeper = await house.enter(), MemoryCards(**dict(zip(("od",), cards, strict=False)))
        if linked:
            account.keep_cards_with(keeper)
        await story(house, account, keeper)

    asyncio.run(run())


def test_with_a_remembered_card_the_member_types_nothing_and_no_other_card_is_tried() -> None:
    async def story(house: House, account: SeveralAccount, _: MemoryCards) -> None:
        assert await account.join("od", None, None) == Joined(tail="0001", remembered=True)
        assert house.digital.entries == [Password("990001", Secret("1"))]

    play(story, OTHER)


@pytest.mark.parametrize("remember", [True, False])
def test_an_entered_card_is_kept_only_if_the_member_wants_it(*, remember: bool) -> None:
    async def story(_: House, account: SeveralAccount, keeper: MemoryCards) -> None:
        joined = await account.join("od", OTHER.number, OTHER.pin, remember=remember)
        assert joined == Joined(tail="0001", remembered=remember)
        assert keeper.cards == ({"od": OTHER} if remember else {})

    play(story)


def test_a_wrong_card_is_not_kept() -> None:
    async def story(_: House, account: SeveralAccount, keeper: MemoryCards) -> None:
        assert await account.join("od", OTHER.number, Secret("2"), remember=True) == CardWanted(wrong=True)
        assert keeper.cards == {}

    play(story)


def test_a_remembered_card_that_the_system_refuses_is_forgotten_and_asked_for() -> None:
    async def story(house: House, account: SeveralAccount, keeper: MemoryCards) -> None:
        house.titles.passwords["990001"] = "new"
        assert await account.join("od", None, None) == CardWanted(dropped=True)
        assert keeper.cards == {}
        assert len(house.digital.entries) == 2  # first the remembered card, then the card of the main system
        assert await account.join("od", OTHER.number, Secret("new"), remember=True) == Joined(
            tail="0001", remembered=True
        )

    play(story, OTHER)


def test_after_a_refused_card_the_card_of_the_main_system_is_tried() -> None:
    async def story(house: House, account: SeveralAccount, keeper: MemoryCards) -> None:
        house.titles.passwords = {CARD: PIN}
        assert await account.join("od", None, None) == Joined(tail="4471")
        assert keeper.cards == {}

    play(story, OTHER)


def test_a_refused_card_is_tried_once_even_if_the_disk_cannot_forget_it() -> None:
    async def story(house: House, account: SeveralAccount, keeper: MemoryCards) -> None:
        keeper.full = True
        house.titles.passwords.clear()
        assert await account.join("od", None, None) == CardWanted(dropped=True)
        assert await account.join("od", None, None) == CardWanted()
        assert [entry for entry in house.digital.entries if entry == Password("990001", Secret("1"))] == [
            Password("990001", Secret("1"))
        ]

    play(story, OTHER)


def test_a_system_that_is_away_keeps_the_card() -> None:
    async def story(house: House, account: SeveralAccount, keeper: MemoryCards) -> None:
        house.titles.away = True
        with pytest.raises(ServerAwayError):
            await account.join("od", None, None)
        house.titles.away = False
        assert await account.join("od", None, None) == Joined(tail="0001", remembered=True)
        assert keeper.cards == {"od": OTHER}

    play(story, OTHER)


def test_a_card_that_is_refused_in_the_middle_of_the_visit_is_forgotten() -> None:
    async def story(house: House, account: SeveralAccount, keeper: MemoryCards) -> None:
        await account.join("od", None, None)
        house.digital.loses = 1
        house.titles.passwords.clear()
        assert await account.act(line(BOOK)) == NotSent()
        assert keeper.cards == {}

    play(story, OTHER)


def test_a_broken_disk_is_no_reason_to_turn_the_member_away() -> None:
    async def story(_: House, account: SeveralAccount, keeper: MemoryCards) -> None:
        keeper.broken = keeper.full = True
        assert await account.join("od", None, None) == CardWanted()
        assert await account.join("od", OTHER.number, OTHER.pin, remember=True) == Joined(tail="0001")
        assert not await account.forget_card("od")

    play(story, OTHER)


def test_a_link_that_was_revoked_in_the_visit_remembers_nothing() -> None:
    async def story(_: House, account: SeveralAccount, keeper: MemoryCards) -> None:
        keeper.revoked = True
        assert await account.join("od", OTHER.number, OTHER.pin, remember=True) == Joined(tail="0001")

    play(story)


def test_the_member_can_forget_the_card_and_stays_signed_in_until_the_end() -> None:
    async def story(_: House, account: SeveralAccount, keeper: MemoryCards) -> None:
        await account.join("od", None, None)
        assert await account.forget_card("od")
        assert keeper.cards == {}
        assert await account.join("od", None, None) == Joined(tail="0001")
        await account.sign_out()
        assert await account.join("od", None, None) == CardWanted()

    play(story, OTHER)


@pytest.mark.parametrize(("linked", "remembers"), [(False, True), (True, False)])
def test_without_a_linked_fob_or_the_setting_no_card_is_read_or_kept(*, linked: bool, remembers: bool) -> None:
    async def story(_: House, account: SeveralAccount, keeper: MemoryCards) -> None:
        assert account.systems == (REMEMBERS if remembers else SYSTEM,)
        assert await account.join("od", None, None) == CardWanted()
        joined = await account.join("od", Secret("990001"), Secret("1"), remember=True)
        assert joined == Joined(tail="0001")
        assert not await account.forget_card("od")
        assert keeper.cards == {"od": OTHER}

    play(story, OTHER, linked=linked, remembers=remembers)


def test_a_linked_fob_is_offered_to_remember_cards() -> None:
    async def story(_: House, account: SeveralAccount, __: MemoryCards) -> None:
        assert [each.remembering for each in account.systems] == [CardRemembering.OFFERED]

    play(story)


def test_the_error_of_a_lost_log_in_is_not_a_refusal_of_the_card() -> None:
    async def story(house: House, account: SeveralAccount, keeper: MemoryCards) -> None:
        await account.join("od", None, None)
        house.digital.loses = 2
        assert await account.act(line(BOOK)) == NotSent()
        assert keeper.cards == {"od": OTHER}

    play(story, OTHER)
