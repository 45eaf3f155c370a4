"""Tests that every lending system with reservations must pass. All other systems must offer no reservations."""

from kiosk.domain.reservations import Released
from tests.backends.houses import House, play


def test_what_is_kept_for_the_member_is_told_if_the_system_keeps_things(house: House) -> None:
    async def story() -> None:
        reserving = (await house.enter()).reserving
        assert (reserving is not None) is house.keeps
        if reserving is not None:
            found = await reserving.reservations()
            assert found
            assert all(each.items or each.title for each in found)
            assert all(each.starts <= each.ends for each in found if each.starts and each.ends)
            assert any(each.is_ready(house.now().astimezone(house.zone).date()) for each in found)

    play(house, story)


def test_one_of_several_is_taken_out_of_its_reservation(house: House) -> None:
    async def story() -> None:
        reserving = (await house.enter()).reserving
        if reserving is None:
            return
        several = next((each for each in await reserving.reservations() if len(each.items) > 1), None)
        if several is None:
            return
        outcome = await reserving.release(several.ident, several.items[0])
        assert isinstance(outcome, Released)
        assert outcome.reservation is not None
        assert several.items[0] not in outcome.reservation.items
        assert house.log.story == ["reservation done"]

    play(house, story)


def test_a_whole_one_is_cancelled_where_the_system_does_that(house: House) -> None:
    async def story() -> None:
        reserving = (await house.enter()).reserving
        if reserving is None:
            return
        before = await reserving.reservations()
        whole = next((each for each in before if each.can_cancel), None)
        if whole is None:
            return
        assert await reserving.release(whole.ident, None) == Released(None)
        assert await reserving.reservations() == tuple(each for each in before if each.ident != whole.ident)
        assert house.log.story == ["reservation done"]

    play(house, story)
