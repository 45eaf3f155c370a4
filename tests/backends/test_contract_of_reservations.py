"""What every lending system must do about reservations, whether it has them or not."""

from kiosk.domain.model import Item, ItemCode, Refused
from kiosk.domain.reservations import Released
from kiosk.domain.terms import ReservationId
from tests.backends.houses import House, play
from tests.backends.visits import MINE


def test_what_is_kept_for_the_member_is_told_where_the_system_keeps_things(house: House) -> None:
    async def story() -> None:
        account = await house.enter()
        found = await account.reservations()
        assert bool(found) is account.capabilities.reservations is (await house.backend.probe()).reservations
        assert all(each.items and each.starts <= each.ends for each in found)

    play(house, story)


def test_one_of_several_is_taken_out_of_its_reservation_or_nothing_is(house: House) -> None:
    async def story() -> None:
        account = await house.enter()
        several = [each for each in await account.reservations() if len(each.items) > 1]
        ident, item = (
            (several[0].ident, several[0].items[0]) if several else (ReservationId("1"), Item(ItemCode(MINE), "Saw"))
        )
        outcome = await account.release(ident, item)
        assert isinstance(outcome, Released if account.capabilities.reservations else Refused)
        if isinstance(outcome, Released):
            assert outcome.reservation is not None
            assert item not in outcome.reservation.items
            assert house.log.story == ["reservation done"]

    play(house, story)
