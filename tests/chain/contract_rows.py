"""Stories about the errors that myTurn's published pages describe.

Each story runs in the whole kiosk, with a real server over HTTP. It checks the words on the screen and the calls.
"""

from kiosk.domain.messages.intents import FindTool, LookFor
from kiosk.domain.visit.states import Serving, ToolSearch
from kiosk.simulator import MEMBERS, Person
from tests.chain.kiosk import MARTA, ChainedKiosk
from tests.chain.scenes import DRILL, LEVEL

SAW, SANDER, TAKEN, IN_REPAIR, SHOP_CODE = "SAW-0087", "SAND-0019", "CLMP-0003", "DR-0163", "4006381333931"


def member(username: str) -> Person:
    """Return the made-up member with this user name."""
    return next(each for each in MEMBERS if each.username == username)


async def finish(kiosk: ChainedKiosk, *words: str) -> None:
    """Press Finish, and wait for these words on the receipt."""
    await kiosk.press("Finish")
    await kiosk.sees(*words)


def loans(kiosk: ChainedKiosk) -> set[str]:
    """Return the codes of the tools that Marta has on loan, from the records of the library."""
    return {each.code for each in kiosk.library.library_state.loans_of("marta")}


# --- signing in -----------------------------------------------------------------------------------


async def wrong_credentials(kiosk: ChainedKiosk) -> None:
    """The server answers 401 with an empty body.

    The screen shows the library's own text about a wrong password, and the kiosk does not send the log-in again.
    """
    await kiosk.press("Log in without a fob")
    await kiosk.fill_in("marta", "not the password")
    await kiosk.sees("That did not work", "Call Jane at 555-0142.")
    assert kiosk.calls("log_in") == 1
    await kiosk.fill_in("marta", MARTA.password)
    await kiosk.sees("Log out")


async def wrong_credentials_in_words(kiosk: ChainedKiosk) -> None:
    """The server answers 401 with a JSON body. The screen says that the log-in did not work."""
    await kiosk.press("Log in without a fob")
    await kiosk.fill_in("marta", "not the password")
    await kiosk.sees("That did not work")


async def missing_user_name(kiosk: ChainedKiosk) -> None:
    """The kiosk sends no log-in without a user name. If the server answers 400, the log-in counts as wrong."""
    await kiosk.press("Log in without a fob")
    await kiosk.fill_in("", "long enough")
    await kiosk.sees("Something is still empty")
    assert kiosk.calls("log_in") == 0
    kiosk.library.control.fault("log_in", "status", status=400)
    await kiosk.fill_in("marta", "not the password")
    await kiosk.until(lambda: kiosk.calls("log_in") == 1, "one log-in")
    await kiosk.until(lambda: "Something is still empty" not in kiosk.words() and "Log out" not in kiosk.words(), "no")


async def expired_token(kiosk: ChainedKiosk) -> None:
    """The server answers 401 in the middle of a visit. The kiosk renews the token once, and sends the scan again."""
    await kiosk.log_in()
    await kiosk.scan(DRILL, "1 to borrow")
    kiosk.library.control.expire_tokens()
    await kiosk.scan(SANDER, "2 to borrow")
    assert kiosk.calls("renew_token") == 1
    await finish(kiosk, "Confirmed 2 of 2")


async def refresh_refused(kiosk: ChainedKiosk) -> None:
    """The token cannot be renewed. The kiosk asks the member for the password once more, and keeps the basket."""
    await kiosk.log_in()
    await kiosk.scan(DRILL, "1 to borrow")
    kiosk.library.control.expire_tokens()
    kiosk.library.control.revoke_refresh_tokens()
    await kiosk.scan(SANDER, "Your basket of 2 tools is kept")
    assert kiosk.calls("renew_token") == 1
    await kiosk.fill_in("marta", MARTA.password)
    await kiosk.sees("2 to borrow")
    await finish(kiosk, "Confirmed 2 of 2")


async def forbidden(kiosk: ChainedKiosk) -> None:
    """The server answers 403. The line is refused, and the scan is not sent again."""
    await kiosk.log_in()
    kiosk.library.control.fault("add_checkout", "status", status=403)
    await kiosk.scan(DRILL, "Refused", "The library said no.")
    assert kiosk.calls("add_checkout") == 1


async def forbidden_kiosk(kiosk: ChainedKiosk) -> None:
    """The server answers 403 when the cart is created.

    The screen does not say the reason, because other people could read it.
    """
    await kiosk.press("Log in without a fob")
    await kiosk.fill_in("walk-in", member("walk-in").password)
    await kiosk.sees("Please ask staff", "This account cannot be used at the kiosk.")


# --- lists that are empty -------------------------------------------------------------------------


async def no_cart(kiosk: ChainedKiosk) -> None:
    """The list of carts is empty. The kiosk creates exactly one cart."""
    await kiosk.log_in()
    assert kiosk.calls("create_cart") == 1


async def no_cart_by_404(kiosk: ChainedKiosk) -> None:
    """The server answers 404 for an empty list of carts. The kiosk creates exactly one cart."""
    await kiosk.log_in()
    assert kiosk.calls("create_cart") == 1


async def no_items(kiosk: ChainedKiosk) -> None:
    """The list of items is empty, or the server answers 404. The screen says that no tool has this name."""
    await kiosk.log_in()
    kiosk.tell(FindTool())
    state = kiosk.state.state
    assert isinstance(state, Serving)
    assert isinstance(state.side_page, ToolSearch)
    kiosk.tell(LookFor(state.side_page.field, "no such tool at all"))
    await kiosk.sees("Nothing called")
    assert "We cannot reach the library" not in kiosk.words()


# --- members without a cart -----------------------------------------------------------------------


async def agreement(kiosk: ChainedKiosk) -> None:
    """The server creates no cart without a signed agreement. The screen asks the member to sign it."""
    await kiosk.press("Log in without a fob")
    await kiosk.fill_in("unsigned", member("unsigned").password)
    await kiosk.sees("Please sign the agreement first")
    assert kiosk.calls("create_cart") == 1


# --- another device has changed the cart ----------------------------------------------------------


async def cart_vanished_at_a_scan(kiosk: ChainedKiosk) -> None:
    """When the second tool is added, the server answers 404, because another device has made the cart real.

    The kiosk reads the carts again. The screen says that another device has recorded the first tool. The receipt shows
    both tools, and counts both.
    """
    await kiosk.log_in()
    await kiosk.scan(DRILL, "1 to borrow")
    kiosk.library.control.other_device("marta", "convert")
    await kiosk.scan(SAW, "Recorded on another device.", "1 to borrow", "1 confirmed")
    await finish(kiosk, "Confirmed 2 of 2")
    assert {DRILL, SAW} <= loans(kiosk)
    assert kiosk.calls("convert") == 1


async def cart_vanished_at_a_return(kiosk: ChainedKiosk) -> None:
    """The server answers 404 when the kiosk marks a return. The kiosk puts the tools of the visit into a new cart."""
    await kiosk.log_in()
    await kiosk.scan(DRILL, "1 to borrow")
    kiosk.library.control.other_device("marta", "delete")
    await kiosk.scan(LEVEL, "Another device took it off. Finish puts it back", "1 to bring back")
    await finish(kiosk, "Confirmed 2 of 2")
    assert DRILL in loans(kiosk)
    assert LEVEL not in loans(kiosk)


async def cart_vanished_at_finish(kiosk: ChainedKiosk) -> None:
    """Another device has converted the cart before Finish. The screen says so, and the kiosk sends no convert."""
    await kiosk.log_in()
    await kiosk.scan(DRILL, "1 to borrow")
    kiosk.library.control.other_device("marta", "convert")
    await kiosk.press("Finish")
    await kiosk.sees("nothing was sent", "Recorded on another device.")
    assert kiosk.calls("convert") == 0
    await finish(kiosk, "Confirmed 1 of 1")
    assert kiosk.calls("convert") == 0


async def cart_vanished_under_convert(kiosk: ChainedKiosk) -> None:
    """The server answers 404 to the convert, so its result is unknown. The loans prove that the tools are borrowed."""
    await kiosk.log_in()
    await kiosk.scan(DRILL, "1 to borrow")
    kiosk.library.control.fault("convert", "status", status=404, acts=True)
    await finish(kiosk, "Confirmed 1 of 1")
    assert kiosk.calls("convert") == 1
