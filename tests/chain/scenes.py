"""Where a setting shows: what people do until the screen stands that is judged."""

from collections.abc import Awaitable, Callable

from kiosk.simulator import MEMBERS
from tests.chain.kiosk import ChainedKiosk

Scene = Callable[[ChainedKiosk], Awaitable[None]]

DRILL, LEVEL = "DR-0142", "LVL-0002"
"""A tool that is free, and one that Marta has at home."""
EXPIRED = next(each for each in MEMBERS if each.expires_in < 0)


async def welcome(kiosk: ChainedKiosk) -> None:
    """Nobody is here."""
    await kiosk.until(lambda: kiosk.state.lasting.library is not None, "the library")


async def home(kiosk: ChainedKiosk) -> None:
    """Somebody has logged in."""
    await kiosk.log_in()


async def borrowing(kiosk: ChainedKiosk) -> None:
    """A drill lies in the basket."""
    await kiosk.log_in()
    await kiosk.scan(DRILL, "1 to borrow")


async def returning(kiosk: ChainedKiosk) -> None:
    """A level is to come back."""
    await kiosk.log_in()
    await kiosk.scan(LEVEL, "1 to bring back")


async def both(kiosk: ChainedKiosk) -> None:
    """One out, one back."""
    await borrowing(kiosk)
    await kiosk.scan(LEVEL, "1 to bring back")


async def borrowed(kiosk: ChainedKiosk) -> None:
    """The drill is confirmed."""
    await _finished(kiosk, borrowing)


async def brought_back(kiosk: ChainedKiosk) -> None:
    """The level is confirmed."""
    await _finished(kiosk, returning)


async def borrowed_and_brought_back(kiosk: ChainedKiosk) -> None:
    """Both are confirmed."""
    await _finished(kiosk, both)


async def _finished(kiosk: ChainedKiosk, before: Scene) -> None:
    await before(kiosk)
    await kiosk.press("Finish")
    await kiosk.sees("Confirmed")


async def refused(kiosk: ChainedKiosk) -> None:
    """Finish was refused, of one out and one back."""
    await both(kiosk)
    kiosk.library.control.fault("convert", "status", status=422)
    await kiosk.press("Finish")
    await kiosk.sees("Nothing was confirmed")


async def finish_a_borrow(kiosk: ChainedKiosk) -> None:
    """Finish was pressed, of a borrow: a question, or the receipt."""
    await borrowing(kiosk)
    await _answered(kiosk)


async def finish_a_return(kiosk: ChainedKiosk) -> None:
    """The same, of a return."""
    await returning(kiosk)
    await _answered(kiosk)


async def _answered(kiosk: ChainedKiosk) -> None:
    await kiosk.press("Finish")
    await kiosk.until(lambda: any(word in kiosk.words() for word in ("Is this right", "Confirmed")), "an answer")


async def logging_out(kiosk: ChainedKiosk) -> None:
    """Log out was pressed over an empty basket."""
    await kiosk.log_in()
    await kiosk.press("Log out")


async def logging_out_with_a_tool(kiosk: ChainedKiosk) -> None:
    """Log out was pressed over a basket that is not finished."""
    await borrowing(kiosk)
    await kiosk.press("Log out")


async def wrong_password(kiosk: ChainedKiosk) -> None:
    """The form was filled in wrongly."""
    await kiosk.press("Log in without a fob")
    await kiosk.fill_in("marta", "not the password")
    await kiosk.sees("That did not work")


async def strange_fob(kiosk: ChainedKiosk) -> None:
    """A fob was shown that the library does not know."""
    kiosk.show_fob("0000000000")
    await kiosk.until(lambda: "One moment" not in kiosk.words() and "Log in" in kiosk.words(), "an answer")


async def strange_fob_then_wrong_password(kiosk: ChainedKiosk) -> None:
    """The fob stands for a name, and the password does not fit."""
    kiosk.show_fob("0000000000")
    await kiosk.fill_in(password="not the password")
    await kiosk.sees("That did not work")


async def idle_for_a_minute_and_a_half(kiosk: ChainedKiosk) -> None:
    """Somebody has logged in, and does nothing."""
    await kiosk.log_in()
    kiosk.pass_time(90)


async def help_sheet(kiosk: ChainedKiosk) -> None:
    """The help lies over Welcome."""
    await kiosk.press("Help")


async def french(kiosk: ChainedKiosk) -> None:
    """Somebody has chosen French, and logged in."""
    await kiosk.press("Français")
    await kiosk.until(lambda: kiosk.view.language == "fr", "French")


async def idle_for_25_seconds(kiosk: ChainedKiosk) -> None:
    """Somebody has logged in, and does nothing for less than half a minute."""
    await kiosk.log_in()
    kiosk.pass_time(25)


async def borrowing_for_a_fee(kiosk: ChainedKiosk) -> None:
    """A saw that costs three lies in the basket."""
    await kiosk.log_in()
    await kiosk.scan("SAW-0087", "1 to borrow")


async def borrowed_for_a_fee(kiosk: ChainedKiosk) -> None:
    """It is confirmed."""
    await _finished(kiosk, borrowing_for_a_fee)


async def brought_back_late(kiosk: ChainedKiosk) -> None:
    """A tool is back two days late."""
    await kiosk.log_in()
    await kiosk.scan("NAIL-0004", "1 to bring back")
    await kiosk.press("Finish")
    await kiosk.sees("Confirmed")


async def expired(kiosk: ChainedKiosk) -> None:
    """Somebody has logged in whose membership has ended."""
    await kiosk.log_in(EXPIRED)
