"""Tests that the reservations of every lending system must pass, if it has reservations."""

from kiosk.domain.reservations import Released
from tests.backends.houses import House, play


def test_what_is_kept_for_the_member_is_told_if_the_system_keeps_things(house: House) -> None:
    async def story() -> None:
        reserving = (await house.enter()).reserving
        assert (reserving is not None) is house.stages
        if reserving is not None:
            found = await reserving.reservations()
            assert found
            assert all(each.items and each.starts <= each.ends for each in found)

    play(house, story)


def test_one_of_several_is_taken_out_of_its_reservation(house: House) -> None:
    async def story() -> None:
        reserving = (await house.enter()).reserving
        if reserving is None:
            return
        several = next(each for each in await reserving.reservations() if len(each.items) > 1)
        outcome = await reserving.release(several.ident, several.items[0])
        assert isinstance(outcome, Released)
        assert outcome.reservation is not None
        assert several.items[0] not in outcome.reservation.items
        assert house.log.story == ["reservation done"]

    play(house, story)
