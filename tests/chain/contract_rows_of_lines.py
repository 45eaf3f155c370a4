"""Stories about myTurn's errors from the first scan to the commit: refusals, dates, and missing answers."""

from kiosk.domain.messages.intents import Finish
from tests.chain.contract_rows import SAW, finish, loans, member
from tests.chain.kiosk import MARTA, ChainedKiosk
from tests.chain.scenes import DRILL, EXPIRED, LEVEL

TAKEN, IN_REPAIR, SHOP_CODE = "CLMP-0003", "DR-0163", "4006381333931"


# --- tools that cannot be borrowed ----------------------------------------------------------------


async def unknown_label(kiosk: ChainedKiosk) -> None:
    """The server does not know the two scanned labels. The screen says so, and the kiosk sends each label only once."""
    await kiosk.log_in()
    await kiosk.scan("NO-SUCH-1", "Refused", "Not known here. Look for our label.")
    await kiosk.scan(SHOP_CODE, "That is the shop’s code")  # noqa: RUF001 - a real apostrophe
    assert kiosk.calls("add_checkout") == 2


async def not_available(kiosk: ChainedKiosk) -> None:
    """Another member has the first tool, and the second tool is in repair. The screen shows the server's reasons.

    The member has the third tool on loan, so the scan puts a return into the basket.
    """
    await kiosk.log_in()
    await kiosk.scan(TAKEN, "Refused", "On loan to another member.")
    await kiosk.scan(IN_REPAIR, "In maintenance")
    await kiosk.scan(LEVEL, "1 to bring back")
    assert kiosk.calls("add_checkout") == 2


async def duplicate_scan(kiosk: ChainedKiosk) -> None:
    """The member scans a drill twice. The second scan adds no line to the basket, and the kiosk sends only one call."""
    await kiosk.log_in()
    await kiosk.scan(DRILL, "1 to borrow")
    await kiosk.scan(DRILL, "Already in your basket")
    assert kiosk.calls("add_checkout") == 1


async def not_on_the_account(kiosk: ChainedKiosk) -> None:
    """Another member has the tool. The kiosk marks no loan for return."""
    await kiosk.log_in()
    await kiosk.scan(TAKEN, "Please show it to staff.")
    assert kiosk.calls("add_checkin") == 0


async def borrow_limit(kiosk: ChainedKiosk) -> None:
    """The member already has as many tools as the library allows. The kiosk sends no borrow. A return works."""
    greta = member("max.out")
    await kiosk.log_in(greta)
    await kiosk.scan(DRILL, "You have 2 tools, the most at a time.")
    assert kiosk.calls("add_checkout") == 0
    await kiosk.scan("ROUT-0001", "1 to bring back")


async def expired_membership(kiosk: ChainedKiosk) -> None:
    """The kiosk knows that the membership has ended, so it sends no borrow. A return works."""
    await kiosk.log_in(EXPIRED)
    await kiosk.scan(DRILL, "Your membership has ended. You can still bring tools back.")
    assert kiosk.calls("add_checkout") == 0
    await kiosk.scan(EXPIRED.loans[0].code, "1 to bring back")


async def may_not_borrow(kiosk: ChainedKiosk) -> None:
    """The field canCheckoutItems is false, so the kiosk sends no borrow. A return works."""
    await kiosk.log_in(member("desmond"))
    await kiosk.scan(DRILL, "Your account cannot borrow just now.")
    assert kiosk.calls("add_checkout") == 0
    await kiosk.scan("G/02", "1 to bring back")


# --- dates, projects, conditions ------------------------------------------------------------------


async def due_date_always_sent(kiosk: ChainedKiosk) -> None:
    """The server wants a due date.

    The kiosk sends a due date with the first call, so the server has no reason to refuse the call.
    """
    await kiosk.log_in()
    await kiosk.scan(DRILL, "1 to borrow")
    assert kiosk.calls("add_checkout") == 1


async def due_date_beyond_the_limit(kiosk: ChainedKiosk) -> None:
    """The server refuses the due date. The kiosk then asks for the shortest loan, and the server accepts it."""
    await kiosk.log_in()
    await kiosk.scan("APPL 04", "1 to borrow")
    assert kiosk.calls("add_checkout") == 2


async def project_required(kiosk: ChainedKiosk) -> None:
    """The kiosk asks for a project after the scan. Finish sends nothing before the member has chosen a project."""
    await kiosk.log_in()
    await kiosk.scan(DRILL, "What are the tools for?")
    kiosk.tell(Finish())
    await kiosk.sees("Please say first what the tools are for.")
    assert kiosk.calls("convert") == 0


async def invalid_status(kiosk: ChainedKiosk) -> None:
    """The line offers only statuses that the server has and the settings allow.

    If the server refuses even such a status, the line keeps its old status.
    """
    await kiosk.log_in()
    await kiosk.scan(LEVEL, "1 to bring back", "Needs a look")
    assert "In maintenance" not in kiosk.words()
    assert "No such status" not in kiosk.words()
    kiosk.library.control.fault("add_checkin", "status", status=400, count=2)
    await kiosk.press("Laser level: Needs a look")
    await kiosk.sees("The library says no. It stays as it was")


# --- the commit -----------------------------------------------------------------------------------


async def no_answer_to_convert(kiosk: ChainedKiosk) -> None:
    """The answer to the convert is lost.

    The kiosk does not send the convert again, because the loans prove the borrow.
    """
    await kiosk.log_in()
    await kiosk.scan(DRILL, "1 to borrow")
    kiosk.library.control.fault("convert", "drop", acts=True)
    await finish(kiosk, "Confirmed 1 of 1")
    assert kiosk.calls("convert") == 1


async def to_pay_on_account(kiosk: ChainedKiosk) -> None:
    """The library lets members owe money. The screen says that the fee goes on the account."""
    await kiosk.log_in()
    await kiosk.scan(SAW, "1 to borrow", "$3.00", "It goes on your account.")
    await finish(kiosk, "Confirmed 1 of 1")


async def to_pay_first(kiosk: ChainedKiosk) -> None:
    """The server wants the money first. Nothing is lent, and the convert is not sent again."""
    await kiosk.log_in()
    await kiosk.scan(SAW, "1 to borrow")
    await finish(kiosk, "Nothing was confirmed")
    assert SAW not in loans(kiosk)
    assert kiosk.calls("convert") == 1


# --- the network ----------------------------------------------------------------------------------


async def server_trouble(kiosk: ChainedKiosk) -> None:
    """The server answers 503 to a scan. The kiosk reads the cart and sends the scan again by itself."""
    await kiosk.log_in()
    kiosk.library.control.fault("add_checkout", "status", status=503)
    await kiosk.scan(DRILL, "1 to borrow")
    assert kiosk.calls("add_checkout") == 2


async def no_network(kiosk: ChainedKiosk) -> None:
    """There is no network. The kiosk keeps the scan, and sends the scan when the server is back."""
    await kiosk.log_in()
    kiosk.library.control.go_away()
    await kiosk.scan(DRILL, "Not checked yet", "We cannot reach the library")
    kiosk.library.control.come_back()
    await kiosk.press("Ask again now")
    await kiosk.sees("1 to borrow")
    assert kiosk.calls("add_checkout") == 1


async def captive_portal(kiosk: ChainedKiosk) -> None:
    """The server answers with a web page and status 200. The kiosk does not count the page as a log-in or a commit."""
    kiosk.library.control.fault("log_in", "html")
    await kiosk.press("Log in without a fob")
    await kiosk.fill_in("marta", MARTA.password)
    await kiosk.sees("We cannot reach the library")
    await kiosk.fill_in("marta", MARTA.password)
    await kiosk.sees("Log out")
    await kiosk.scan(DRILL, "1 to borrow")
    kiosk.library.control.fault("convert", "html", acts=True)
    await finish(kiosk, "Confirmed 1 of 1")
    assert kiosk.calls("convert") == 1


async def too_many_requests(kiosk: ChainedKiosk) -> None:
    """The server answers 429 with Retry-After. The kiosk keeps the scan, and sends the scan again after this time."""
    await kiosk.log_in()
    kiosk.library.control.fault("add_checkout", "status", status=429, retry_after_s=1)
    await kiosk.scan(DRILL, "Not checked yet")
    await kiosk.sees("1 to borrow")
    assert kiosk.calls("add_checkout") == 2
