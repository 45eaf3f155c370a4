"""Scenes for the tests of settings. Each scene uses the kiosk until it shows the page that a setting changes."""

from collections.abc import Awaitable, Callable

from kiosk.simulator import MEMBERS
from tests.chain.kiosk import ChainedKiosk

Scene = Callable[[ChainedKiosk], Awaitable[None]]

DRILL, LEVEL = "DR-0142", "LVL-0002"
"""A tool that is free, and a tool that Marta has on loan."""
EXPIRED = next(each for each in MEMBERS if each.expires_in < 0)


async def welcome(kiosk: ChainedKiosk) -> None:
    """Nobody uses the kiosk, and the screen shows Welcome."""
    await kiosk.until(lambda: kiosk.state.lasting.library is not None, "the library")


async def home(kiosk: ChainedKiosk) -> None:
    """Somebody has logged in."""
    await kiosk.log_in()


async def borrowing(kiosk: ChainedKiosk) -> None:
    """A drill lies in the basket."""
    await kiosk.log_in()
    await kiosk.scan(DRILL, "1 to borrow")


async def returning(kiosk: ChainedKiosk) -> None:
    """The member has scanned a level to bring it back."""
    await kiosk.log_in()
    await kiosk.scan(LEVEL, "1 to bring back")


async def both(kiosk: ChainedKiosk) -> None:
    """The basket has a drill to borrow and a level to bring back."""
    await borrowing(kiosk)
    await kiosk.scan(LEVEL, "1 to bring back")


async def borrowed(kiosk: ChainedKiosk) -> None:
    """The receipt confirms that the drill is borrowed."""
    await _finished(kiosk, borrowing)


async def brought_back(kiosk: ChainedKiosk) -> None:
    """The receipt confirms that the level is brought back."""
    await _finished(kiosk, returning)


async def borrowed_and_brought_back(kiosk: ChainedKiosk) -> None:
    """The receipt confirms that the drill is borrowed and the level is brought back."""
    await _finished(kiosk, both)


async def _finished(kiosk: ChainedKiosk, before: Scene) -> None:
    await before(kiosk)
    await kiosk.press("Finish")
    await kiosk.sees("Confirmed")


async def refused(kiosk: ChainedKiosk) -> None:
    """The server refuses to convert a basket with a drill to borrow and a level to bring back."""
    await both(kiosk)
    kiosk.library.control.fault("convert", "status", status=422)
    await kiosk.press("Finish")
    await kiosk.sees("Nothing was confirmed")


async def finish_a_borrow(kiosk: ChainedKiosk) -> None:
    """The member has pressed Finish for a borrow. The screen shows a question or the receipt."""
    await borrowing(kiosk)
    await _answered(kiosk)


async def finish_a_return(kiosk: ChainedKiosk) -> None:
    """The member has pressed Finish for a return. The screen shows a question or the receipt."""
    await returning(kiosk)
    await _answered(kiosk)


async def _answered(kiosk: ChainedKiosk) -> None:
    await kiosk.press("Finish")
    await kiosk.until(lambda: any(word in kiosk.words() for word in ("Is this right", "Confirmed")), "an answer")


async def logging_out(kiosk: ChainedKiosk) -> None:
    """The member has pressed Log out, and the basket is empty."""
    await kiosk.log_in()
    await kiosk.press("Log out")


async def logging_out_with_a_tool(kiosk: ChainedKiosk) -> None:
    """The member has pressed Log out, and a drill is still in the basket."""
    await borrowing(kiosk)
    await kiosk.press("Log out")


async def wrong_password(kiosk: ChainedKiosk) -> None:
    """The member has sent the form with a wrong password."""
    await kiosk.press("Log in without a fob")
    await kiosk.fill_in("marta", "not the password")
    await kiosk.sees("That did not work")


async def strange_fob(kiosk: ChainedKiosk) -> None:
    """Somebody has shown a fob that the library does not know."""
    kiosk.show_fob("0000000000")
    await kiosk.until(lambda: "One moment" not in kiosk.words() and "Log in" in kiosk.words(), "an answer")


async def strange_fob_then_wrong_password(kiosk: ChainedKiosk) -> None:
    """Somebody has shown a fob instead of a user name, and has typed a wrong password."""
    kiosk.show_fob("0000000000")
    await kiosk.fill_in(password="not the password")
    await kiosk.sees("That did not work")


async def idle_for_a_minute_and_a_half(kiosk: ChainedKiosk) -> None:
    """Somebody has logged in, and has done nothing for a minute and a half."""
    await kiosk.log_in()
    kiosk.pass_time(90)


async def help_sheet(kiosk: ChainedKiosk) -> None:
    """The sheet with the help covers Welcome."""
    await kiosk.press("Help")


async def french(kiosk: ChainedKiosk) -> None:
    """Somebody has chosen French."""
    await kiosk.press("Français")
    await kiosk.until(lambda: kiosk.view.language == "fr", "French")


async def idle_for_25_seconds(kiosk: ChainedKiosk) -> None:
    """Somebody has logged in, and has done nothing for 25 seconds."""
    await kiosk.log_in()
    kiosk.pass_time(25)


async def borrowing_for_a_fee(kiosk: ChainedKiosk) -> None:
    """A saw that costs three dollars lies in the basket."""
    await kiosk.log_in()
    await kiosk.scan("SAW-0087", "1 to borrow")


async def borrowed_for_a_fee(kiosk: ChainedKiosk) -> None:
    """The receipt confirms that the saw is borrowed."""
    await _finished(kiosk, borrowing_for_a_fee)


async def brought_back_late(kiosk: ChainedKiosk) -> None:
    """The receipt confirms that a tool is back two days late."""
    await kiosk.log_in()
    await kiosk.scan("NAIL-0004", "1 to bring back")
    await kiosk.press("Finish")
    await kiosk.sees("Confirmed")


async def expired(kiosk: ChainedKiosk) -> None:
    """A member whose membership has ended has logged in."""
    await kiosk.log_in(EXPIRED)
