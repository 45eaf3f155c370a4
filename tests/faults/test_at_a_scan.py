"""Tests of failures after a scan: unknown codes, a server that is away or answers oddly, and a log-in that ends."""

from pathlib import Path

import pytest

from kiosk.simulator import Knobs, SimulatorThread
from tests.app.standing import MARTA, StandingKiosk, link_fobs

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("quick_hash")]

EAN = "4006381333931"


async def test_an_unknown_item_code_and_a_shops_own_code(tmp_path: Path) -> None:
    """The line says that the code is unknown, and asks the member to look for the library's label."""
    with SimulatorThread() as library:
        await link_fobs(tmp_path, library, MARTA)
        async with StandingKiosk(tmp_path, library=library) as kiosk:
            await kiosk.arrive(MARTA)
            kiosk.scan("NOBODY-0001")
            await kiosk.sees("NOBODY-0001", "Not known here. Look for our label")

            kiosk.scan(EAN)

            await kiosk.sees(EAN, "s code. Look for our label", "2 refused")
            kiosk.fobs.scan(MARTA.fob)
            await kiosk.sees("Hold your key fob to the reader")
            assert kiosk.calls("convert") == 0


async def test_the_server_is_away_while_somebody_scans(tmp_path: Path) -> None:
    """The line says "not checked yet", and Finish asks what to do with this line.

    As soon as the server answers again, the kiosk sends the line.
    """
    with SimulatorThread() as library:
        await link_fobs(tmp_path, library, MARTA)
        async with StandingKiosk(tmp_path, library=library) as kiosk:
            await kiosk.arrive(MARTA)
            kiosk.scan("DR-0142")
            await kiosk.sees("1 to borrow")
            library.control.go_away()
            kiosk.scan("SAND-0019")
            await kiosk.sees("SAND-0019, not checked yet", "Scan on: we note each tool and check it later.")

            kiosk.fobs.scan(MARTA.fob)
            await kiosk.sees("Finish without 1 tool?")
            await kiosk.press("Keep waiting")
            library.control.come_back()

            await kiosk.sees("2 to borrow")
            await kiosk.misses("not checked yet")
            await kiosk.press("Finish. 2 tools are ready")
            await kiosk.sees("Confirmed 2 of 2")


async def test_the_log_in_ends_in_mid_visit_and_nobody_notices(tmp_path: Path) -> None:
    """The kiosk renews the log-in by itself and only once, and the member does not see this."""
    with SimulatorThread(knobs=Knobs(refresh_rotates=True)) as library:
        await link_fobs(tmp_path, library, MARTA)
        async with StandingKiosk(tmp_path, library=library) as kiosk:
            await kiosk.arrive(MARTA)
            kiosk.scan("DR-0142")
            await kiosk.sees("1 to borrow")
            renewed = kiosk.calls("renew_token")
            library.control.expire_tokens()

            kiosk.scan("SAND-0019")

            await kiosk.sees("2 to borrow")
            assert kiosk.calls("renew_token") == renewed + 1
            await kiosk.press("Finish. 2 tools are ready")
            await kiosk.sees("Confirmed 2 of 2")


async def test_the_log_in_ends_in_mid_visit_for_good(tmp_path: Path) -> None:
    """The kiosk asks the same member to log in again, and keeps the basket."""
    async with StandingKiosk(tmp_path, knobs=Knobs(refresh_token=False)) as kiosk:
        await kiosk.press("Log in without a fob")
        await kiosk.log_in(MARTA)
        await kiosk.sees("Hello Marta")
        kiosk.scan("DR-0142")
        await kiosk.sees("1 to borrow")
        kiosk.library.control.expire_tokens()
        kiosk.scan("SAND-0019")
        await kiosk.sees("Please log in once more")

        await kiosk.log_in(MARTA)

        await kiosk.sees("Log out Marta", "2 to borrow")
        await kiosk.press("Finish. 2 tools are ready")
        await kiosk.sees("Confirmed 2 of 2")
        assert {"DR-0142", "SAND-0019"} <= kiosk.loans()


@pytest.mark.parametrize("kind", ["html", "redirect", "garbage", "wrong-type"])
async def test_a_captive_portal_or_a_malformed_answer(
    tmp_path: Path, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    """The kiosk gets an answer that it cannot use, first at the log-in, and then after a scan.

    At the log-in, the screen says "We cannot reach the library". After the scan, the kiosk reads the cart to learn if
    the line is in the cart, and does not send the line a second time.
    """
    with SimulatorThread() as library:
        await link_fobs(tmp_path, library, MARTA)
        async with StandingKiosk(tmp_path, library=library) as kiosk:
            library.control.fault("*", kind, count=None)
            kiosk.fobs.scan(MARTA.fob)
            # Welcome can say "We cannot reach the library" before the kiosk has tried to log Marta in. So first wait
            # until the log has the log-in that failed.
            await kiosk.until(lambda: "sign-in: " in caplog.text, "the log-in that fails")
            await kiosk.sees("We cannot reach the library")
            library.control.clear_faults()
            await kiosk.arrive(MARTA)

            library.control.fault("add_checkout", kind, acts=True)
            kiosk.scan("DR-0142")

            await kiosk.sees("1 to borrow")
            assert kiosk.calls("add_checkout") == 1
            await kiosk.press("Finish. 1 tool is ready")
            await kiosk.sees("Confirmed 1 of 1")
    if kind == "wrong-type":
        assert "$." in caplog.text
