"""Tests of the whole app with a simulated Sierra: holds (reservations), and the money that a member owes."""

from pathlib import Path

import pytest

from tests.app.test_at_once import CARD, StandingSierra

pytestmark = pytest.mark.slow

OWES, WAITS, WAITS_FOR_A_VOLUME = "23080000001010", "23080000001013", "23080000001015"
KEPT, QUEUED = "30800000001019", "30800000001106"


def holds(kiosk: StandingSierra, key: str = "marta") -> list[str]:
    """Return the labels of this member's holds, according to Sierra."""
    return [each.barcode for each in kiosk.sierra.library_state.holds_of(key)]


async def test_what_is_ready_is_picked_up_and_what_is_queued_is_cancelled(tmp_path: Path) -> None:
    async with StandingSierra(tmp_path) as kiosk:
        kiosk.fobs.scan(CARD)
        await kiosk.sees("1 item is ready for you", "Millbrook, main desk", "Number 2 of 3 in the queue")
        await kiosk.press("Reservations")
        await kiosk.sees("Your reservations", "Ready. Yours until", "You get it here: Millbrook, main desk.")
        await kiosk.press_first("Cancel the reservation of Pressure washer")
        await kiosk.sees("Cancel this reservation?")
        assert holds(kiosk) == [KEPT, QUEUED]
        await kiosk.press_first("Yes, cancel")
        await kiosk.until(lambda: holds(kiosk) == [KEPT], "the queued hold is gone")
        await kiosk.sees("Cancelled")
        kiosk.scan(KEPT)
        await kiosk.sees("borrowed, due", "From your reservation")
        assert holds(kiosk) == []
        assert len(kiosk.sierra.library_state.acts("cancel hold")) == 1
        assert len(kiosk.sierra.library_state.acts("checkout")) == 1


async def test_a_reserved_volume_is_named(tmp_path: Path) -> None:
    async with StandingSierra(tmp_path) as kiosk:
        kiosk.fobs.scan(WAITS_FOR_A_VOLUME)
        await kiosk.sees("Hello Wanda", "The joiner's handbook, Volume 2", "Number 1 of 2 in the queue")


@pytest.mark.parametrize("acts", [True, False])
async def test_a_lost_answer_leaves_no_doubt_about_a_cancelled_reservation(tmp_path: Path, *, acts: bool) -> None:
    async with StandingSierra(tmp_path) as kiosk:
        kiosk.fobs.scan(WAITS)
        await kiosk.sees("You are waiting for 1 item", "Sharpening by hand", "Number 3 of 4 in the queue")
        kiosk.sierra.control.fault("cancel_hold", "drop", acts=acts)
        await kiosk.press("Reservations")
        await kiosk.press_first("Cancel the reservation of Sharpening by hand")
        await kiosk.press_first("Yes, cancel")
        await kiosk.sees("Cancelled", "Nothing reserved.")
        assert holds(kiosk, "mononym") == []
        assert len(kiosk.sierra.library_state.acts("cancel hold")) == 1


async def test_what_is_owed_is_said_and_never_taken(tmp_path: Path) -> None:
    async with StandingSierra(tmp_path) as kiosk:
        kiosk.fobs.scan(OWES)
        await kiosk.sees("You owe $18.75", "Overdue Renewed", "$12.50", "Lost key of the blue crate", "$6.25")
        await kiosk.sees("Please pay at the desk, not here.")


async def test_where_money_is_hidden_nothing_is_asked_and_nothing_is_said(tmp_path: Path) -> None:
    async with StandingSierra(tmp_path, library="hide_money = true") as kiosk:
        kiosk.fobs.scan(OWES)
        await kiosk.sees("Hello Ruth", "Reservations")
        await kiosk.until(lambda: kiosk.sierra.library_state.call_counts()["holds"] == 1, "the holds")
        assert kiosk.sierra.library_state.call_counts()["fines"] == 0
        assert "owe" not in kiosk.words()
        assert "$" not in kiosk.words()
