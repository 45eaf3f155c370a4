"""What can go wrong at myTurn, row by row of its published pages: what the member sees, and what is sent again or not.

Each story plays on the whole chain: a real server over HTTP with its faults, the visit, the words on the screen.
"""

from kiosk.domain.messages.intents import FindTool, LookFor
from kiosk.domain.visit.states import Serving, ToolSearch
from kiosk.simulator import MEMBERS, Person
from tests.chain.kiosk import MARTA, ChainedKiosk
from tests.chain.scenes import DRILL, LEVEL

SAW, SANDER, TAKEN, IN_REPAIR, SHOP_CODE = "SAW-0087", "SAND-0019", "CLMP-0003", "DR-0163", "4006381333931"


def member(username: str) -> Person:
    """One of the made-up members."""
    return next(each for each in MEMBERS if each.username == username)


async def finish(kiosk: ChainedKiosk, *words: str) -> None:
    """Press Finish, and read the receipt."""
    await kiosk.press("Finish")
    await kiosk.sees(*words)


def loans(kiosk: ChainedKiosk) -> set[str]:
    """What Marta has, as the library has it."""
    return {each.code for each in kiosk.library.library_state.loans_of("marta")}


# --- signing in -----------------------------------------------------------------------------------


async def wrong_credentials(kiosk: ChainedKiosk) -> None:
    """401 with an empty body: the library's own text, the password wiped, nothing sent again."""
    await kiosk.press("Log in without a fob")
    await kiosk.fill_in("marta", "not the password")
    await kiosk.sees("That did not work", "Call Jane at 555-0142.")
    assert kiosk.calls("log_in") == 1
    await kiosk.fill_in("marta", MARTA.password)
    await kiosk.sees("Log out")


async def wrong_credentials_in_words(kiosk: ChainedKiosk) -> None:
    """401 with a JSON body is the same."""
    await kiosk.press("Log in without a fob")
    await kiosk.fill_in("marta", "not the password")
    await kiosk.sees("That did not work")


async def missing_user_name(kiosk: ChainedKiosk) -> None:
    """It is seen here, before anything is sent; a server that says 400 all the same means a wrong log-in."""
    await kiosk.press("Log in without a fob")
    await kiosk.fill_in("", "long enough")
    await kiosk.sees("Something is still empty")
    assert kiosk.calls("log_in") == 0
    kiosk.library.control.fault("log_in", "status", status=400)
    await kiosk.fill_in("marta", "not the password")
    await kiosk.until(lambda: kiosk.calls("log_in") == 1, "one log-in")
    await kiosk.until(lambda: "Something is still empty" not in kiosk.words() and "Log out" not in kiosk.words(), "no")


async def expired_token(kiosk: ChainedKiosk) -> None:
    """401 in mid-visit: renewed once, sent once more, and the member notices nothing."""
    await kiosk.log_in()
    await kiosk.scan(DRILL, "1 to borrow")
    kiosk.library.control.expire_tokens()
    await kiosk.scan(SANDER, "2 to borrow")
    assert kiosk.calls("renew_token") == 1
    await finish(kiosk, "Confirmed 2 of 2")


async def refresh_refused(kiosk: ChainedKiosk) -> None:
    """Then the same member is asked once more, and what was scanned is kept."""
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
    """403: said, and not sent again."""
    await kiosk.log_in()
    kiosk.library.control.fault("add_checkout", "status", status=403)
    await kiosk.scan(DRILL, "Refused", "The library said no.")
    assert kiosk.calls("add_checkout") == 1


async def forbidden_kiosk(kiosk: ChainedKiosk) -> None:
    """403 where the cart is created: who may not use the kiosk is told so, without a reason that others could read."""
    await kiosk.press("Log in without a fob")
    await kiosk.fill_in("walk-in", member("walk-in").password)
    await kiosk.sees("Please ask staff", "This account cannot be used at the kiosk.")


# --- lists that are empty -------------------------------------------------------------------------


async def no_cart(kiosk: ChainedKiosk) -> None:
    """An empty list: one is created, once."""
    await kiosk.log_in()
    assert kiosk.calls("create_cart") == 1


async def no_cart_by_404(kiosk: ChainedKiosk) -> None:
    """404 means the same."""
    await kiosk.log_in()
    assert kiosk.calls("create_cart") == 1


async def no_items(kiosk: ChainedKiosk) -> None:
    """An empty list, or 404: nothing is called so, which is no trouble."""
    await kiosk.log_in()
    kiosk.tell(FindTool())
    state = kiosk.state.state
    assert isinstance(state, Serving)
    assert isinstance(state.side_page, ToolSearch)
    kiosk.tell(LookFor(state.side_page.field, "no such tool at all"))
    await kiosk.sees("Nothing called")
    assert "We cannot reach the library" not in kiosk.words()


# --- who may not have a cart ----------------------------------------------------------------------


async def agreement(kiosk: ChainedKiosk) -> None:
    """Where the cart is created: what is missing, where it is mended, and what was scanned before stays in sight."""
    await kiosk.press("Log in without a fob")
    await kiosk.fill_in("unsigned", member("unsigned").password)
    await kiosk.sees("Please sign the agreement first")
    assert kiosk.calls("create_cart") == 1


# --- the cart of somebody else's doing ------------------------------------------------------------


async def cart_vanished_at_a_scan(kiosk: ChainedKiosk) -> None:
    """404 on adding: the carts are read again, and the screen says what became of the rest before anything else."""
    await kiosk.log_in()
    await kiosk.scan(DRILL, "1 to borrow")
    kiosk.library.control.other_device("marta", "convert")
    await kiosk.scan(SAW, "Recorded on another device.", "1 to borrow", "1 confirmed")
    await finish(kiosk, "Confirmed 1 of 1")
    assert {DRILL, SAW} <= loans(kiosk)
    assert kiosk.calls("convert") == 1


async def cart_vanished_at_a_return(kiosk: ChainedKiosk) -> None:
    """404 on marking: the tool of this visit goes into a new cart, and nothing is lost."""
    await kiosk.log_in()
    await kiosk.scan(DRILL, "1 to borrow")
    kiosk.library.control.other_device("marta", "delete")
    await kiosk.scan(LEVEL, "Another device took it off. Finish puts it back", "1 to bring back")
    await finish(kiosk, "Confirmed 2 of 2")
    assert DRILL in loans(kiosk)
    assert LEVEL not in loans(kiosk)


async def cart_vanished_at_finish(kiosk: ChainedKiosk) -> None:
    """Converted elsewhere in the meantime: said before anything is sent, and never lent twice."""
    await kiosk.log_in()
    await kiosk.scan(DRILL, "1 to borrow")
    kiosk.library.control.other_device("marta", "convert")
    await kiosk.press("Finish")
    await kiosk.sees("nothing was sent", "Recorded on another device.")
    assert kiosk.calls("convert") == 0
    await finish(kiosk, "Confirmed 1 of 1")
    assert kiosk.calls("convert") == 0


async def cart_vanished_under_convert(kiosk: ChainedKiosk) -> None:
    """404 on the convert itself: neither a yes nor a no, the loans decide."""
    await kiosk.log_in()
    await kiosk.scan(DRILL, "1 to borrow")
    kiosk.library.control.fault("convert", "status", status=404, acts=True)
    await finish(kiosk, "Confirmed 1 of 1")
    assert kiosk.calls("convert") == 1
