"""Tests of the whole app: it starts without a server, works with a wrong clock, and ends at once from every state."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path
from time import monotonic

import pytest

from kiosk.app.program import STOPS_WITHIN_S
from kiosk.domain.messages.events import ServerBack
from kiosk.domain.messages.intents import ShowLanguages
from kiosk.domain.visit.states import (
    AskingSecret,
    Committing,
    Identifying,
    Idle,
    ReadingBack,
    Receipt,
    Resolving,
    Serving,
    SigningIn,
    Starting,
    State,
)
from kiosk.simulator import SimulatorThread
from kiosk.store.store import Store
from kiosk.views.find import PictureAsk
from tests.app.standing import MARTA, THEO, StandingKiosk, link_fobs

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("quick_hash")]


# --- starting ------------------------------------------------------------------------------------------


async def test_with_a_dead_server_welcome_comes_from_the_cache_and_recovers_by_itself(tmp_path: Path) -> None:
    with SimulatorThread() as library:
        async with StandingKiosk(tmp_path, library=library):
            pass
        library.control.go_away()
        kiosk = StandingKiosk(tmp_path, library=library)
        await kiosk.begin()
        await kiosk.sees("Millbrook Tool Library", "Hold your key fob to the reader")
        await kiosk.sees("We cannot reach the library", "Logging in may not work just now.")

        library.control.come_back()

        await kiosk.misses("We cannot reach the library")
        await kiosk.end()


async def test_with_a_dead_server_and_an_empty_cache_the_kiosk_waits_and_keeps_what_is_scanned(tmp_path: Path) -> None:
    with SimulatorThread() as library:
        library.control.go_away()
        kiosk = StandingKiosk(tmp_path, library=library)
        await kiosk.begin()
        await kiosk.sees("We cannot reach the library", "The kiosk needs the library to start.")
        kiosk.items.scan("DR-0142")
        await kiosk.sees("DR-0142")
        kiosk.fobs.scan(MARTA.fob)
        await kiosk.sees("Seen. We cannot reach the library yet.")

        library.control.come_back()

        await kiosk.sees("Got it. Now your key fob, please", "DR-0142")
        await kiosk.end()


async def test_a_lost_key_beside_linked_fobs_is_said_in_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with SimulatorThread() as library:
        await link_fobs(tmp_path, library, MARTA)
        (tmp_path / "state" / "kiosk-key").unlink()
        async with StandingKiosk(tmp_path, library=library) as kiosk:
            assert "must be linked again" in caplog.text
            kiosk.fobs.scan(MARTA.fob)
            await kiosk.sees("A new fob: log in once")


async def test_the_log_says_once_how_a_reader_is(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    async with StandingKiosk(tmp_path) as kiosk:
        kiosk.items.unplug()
        await kiosk.sees("The item scanner is unplugged")
    said = [(entry.levelname, entry.getMessage()) for entry in caplog.records if "reader items" in entry.getMessage()]
    assert said == [
        ("INFO", "reader items: opening"),
        ("INFO", "reader items: ready"),
        ("WARNING", "reader items: absent: it has been unplugged"),
    ]


async def test_the_clock_is_set_back_in_mid_visit(tmp_path: Path) -> None:
    with SimulatorThread() as library:
        await link_fobs(tmp_path, library, MARTA)
        async with StandingKiosk(tmp_path, library=library) as kiosk:
            await kiosk.arrive(MARTA)
            kiosk.scan("DR-0142")
            await kiosk.sees("1 to borrow")

            kiosk.clock.wall_s = -3 * 86_400.0
            kiosk.put_forward(0.0)

            assert isinstance(kiosk.program.kiosk.state, Serving)
            await kiosk.press("Finish. 1 tool is ready")
            await kiosk.sees("Confirmed 1 of 1")
            kiosk.put_forward(31.0)
            await kiosk.sees("Hold your key fob to the reader")


async def test_the_clock_is_six_hours_ahead(tmp_path: Path) -> None:
    with SimulatorThread() as library:
        await link_fobs(tmp_path, library, MARTA)
        async with StandingKiosk(tmp_path, library=library) as kiosk:
            kiosk.clock.wall_s = 6 * 3600.0
            await kiosk.arrive(MARTA)
            kiosk.scan("DR-0142")
            await kiosk.sees("1 to borrow")
            await kiosk.press("Finish. 1 tool is ready")
            await kiosk.sees("Confirmed 1 of 1")


# --- stopping ------------------------------------------------------------------------------------------


async def to_identifying(kiosk: StandingKiosk) -> None:
    kiosk.library.control.fault("renew_token", "delay", delay_s=10.0)
    kiosk.fobs.scan(MARTA.fob)


async def to_a_form(kiosk: StandingKiosk) -> None:
    kiosk.fobs.scan(THEO.fob)


async def to_signing_in(kiosk: StandingKiosk) -> None:
    kiosk.library.control.fault("log_in", "delay", delay_s=10.0)
    kiosk.fobs.scan(THEO.fob)
    await kiosk.log_in(THEO, "Link fob")


async def to_serving(kiosk: StandingKiosk) -> None:
    await kiosk.arrive(MARTA)
    kiosk.scan("DR-0142")
    await kiosk.sees("1 to borrow")


async def to_checking(kiosk: StandingKiosk) -> None:
    await kiosk.arrive(MARTA)
    kiosk.library.control.fault("add_checkout", "delay", delay_s=10.0)
    kiosk.scan("DR-0142")
    await kiosk.sees("checking")


async def to_committing(kiosk: StandingKiosk) -> None:
    await to_serving(kiosk)
    kiosk.library.control.fault("convert", "delay", answer_delay_s=10.0)
    kiosk.fobs.scan(MARTA.fob)


async def to_reading_back(kiosk: StandingKiosk) -> None:
    await to_serving(kiosk)
    # Do not delay the first read of the carts, which comes before the commit. Delay all later reads: the read-back.
    kiosk.library.control.fault("carts", "delay", delay_s=10.0, count=None, skip=1)
    kiosk.fobs.scan(MARTA.fob)


async def to_resolving(kiosk: StandingKiosk) -> None:
    await to_serving(kiosk)
    kiosk.library.control.fault("convert", "drop")
    kiosk.fobs.scan(MARTA.fob)


async def to_a_receipt(kiosk: StandingKiosk) -> None:
    await to_serving(kiosk)
    kiosk.fobs.scan(MARTA.fob)


async def to_a_farewell(kiosk: StandingKiosk) -> None:
    await to_serving(kiosk)
    kiosk.library.control.fault("remove_checkout", "delay", delay_s=10.0)
    await kiosk.press("Log out Marta")
    await kiosk.press("Yes, log out")


async def to_nothing(_kiosk: StandingKiosk) -> None:
    """Do nothing, so that the kiosk stays idle."""


@pytest.mark.parametrize(
    ("lead_to", "state"),
    [
        (to_nothing, Idle),
        (to_identifying, Identifying),
        (to_a_form, AskingSecret),
        (to_signing_in, SigningIn),
        (to_serving, Serving),
        (to_checking, Serving),
        (to_committing, Committing),
        (to_reading_back, ReadingBack),
        (to_resolving, Resolving),
        (to_a_receipt, Receipt),
        (to_a_farewell, Idle),
    ],
)
async def test_it_ends_at_once_from_every_state(
    tmp_path: Path, lead_to: Callable[[StandingKiosk], Awaitable[None]], state: type[State]
) -> None:
    with SimulatorThread() as library:
        await link_fobs(tmp_path, library, MARTA)
        kiosk = StandingKiosk(tmp_path, library=library)
        async with kiosk:
            await lead_to(kiosk)
            await kiosk.until(lambda: isinstance(kiosk.program.kiosk.state, state), f"{state}")
            began = monotonic()
        assert monotonic() - began < STOPS_WITHIN_S
    assert ("interrupted" in notes(tmp_path)) == (state is not Idle)


async def test_it_ends_at_once_while_nothing_is_known_of_the_library(tmp_path: Path) -> None:
    with SimulatorThread() as library:
        library.control.fault("*", "delay", delay_s=10.0, count=None)
        kiosk = StandingKiosk(tmp_path, library=library)
        await kiosk.begin()
        assert isinstance(kiosk.program.kiosk.state, Starting)
        began = monotonic()
        await kiosk.end()
        assert monotonic() - began < STOPS_WITHIN_S


async def test_what_comes_in_the_last_turn_of_the_loop_is_ignored(tmp_path: Path) -> None:
    """After the end of the program, Qt's loop runs once more. Events of touches, paints and timers are then ignored.

    In this last run, asyncio does not know the loop.
    """
    kiosk = StandingKiosk(tmp_path)
    async with kiosk:
        window, program = kiosk.program.window, kiosk.program
        program.between_visits.shown(idle=False)
    loop, last, came = asyncio.get_running_loop(), program.kiosk, list[object]()
    window.intent.connect(came.append)
    window.picture_wanted.connect(came.append)
    asyncio.events._set_running_loop(None)  # now asyncio knows no running loop
    try:
        window.intent.emit(ShowLanguages())
        window.picture_wanted.emit(PictureAsk("/drill.png", 64))
        program.tell(ServerBack())
        program.between_visits.shown(idle=True)
    finally:
        asyncio.events._set_running_loop(loop)
    assert program.kiosk is last
    assert came == []


def notes(folder: Path) -> set[str]:
    """Return the kinds of all notes in the journal."""
    store = Store.beside(folder / "state")
    try:
        rows = store.journal.read_now(lambda connection: connection.execute("SELECT kind FROM notes").fetchall())
    finally:
        store.close()
    return {row[0] for row in rows}
