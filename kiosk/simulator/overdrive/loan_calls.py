"""The operations for a patron. They read limits, loans and holds, make, open and end loans, and cancel holds."""

from kiosk.simulator.overdrive import loan_shapes, rules
from kiosk.simulator.overdrive.asked import OverdriveCall
from kiosk.simulator.overdrive.catalogue import OverdriveTitle
from kiosk.simulator.overdrive.errors import OverdriveAnswerError, bad_request, not_found
from kiosk.simulator.overdrive.records import DigitalLoan
from kiosk.simulator.overdrive.tokens import CLIENT_KEY
from kiosk.simulator.shapes import Object
from kiosk.simulator.wire import Reply

_NO_CACHE = {"cache-control": "no-cache", "pragma": "no-cache", "expires": "-1", "x-frame-options": "DENY"}


def patron(asked: OverdriveCall) -> Reply:
    """Return the data of the patron: limits, lending periods, the collection token and links."""
    return Reply(loan_shapes.patron(asked), headers=_NO_CACHE)


def edit_patron(asked: OverdriveCall) -> Reply:
    """Change the number of days for which the patron borrows titles of one kind. Return the status 204."""
    fields = asked.fields()
    kind, days = fields.get("formatClass", ""), fields.get("lendingPeriodDays", "")
    if kind not in ("eBook", "Audiobook") or days not in map(str, rules.PERIODS):
        raise bad_request()
    asked.state.periods[asked.owner, kind] = int(days)
    asked.state.note("lending period", asked.owner)
    return Reply(status=204, headers=_NO_CACHE)


def checkouts(asked: OverdriveCall) -> Reply:
    """Return the list of the patron's loans."""
    return Reply(loan_shapes.checkouts(asked), headers=_NO_CACHE)


def loan(asked: OverdriveCall) -> Reply:
    """Return the patron's loan of the title in the path. Raises OverdriveAnswerError if there is no such loan."""
    title = asked.title_in_path()
    return Reply(_loan_json(asked, _loan_of(asked, title), title), headers=_NO_CACHE)


def check_out(asked: OverdriveCall) -> Reply:
    """Lend the title in the body to the patron, and return the loan."""
    fields = asked.fields()
    said = fields.get("reserveId") or fields.get("id")
    if not said:
        raise bad_request()
    title, days = asked.title(said), None
    if asked.knobs.lending_period == "taken" and "lendingPeriod" in fields:
        if fields["lendingPeriod"] not in map(str, rules.PERIODS):
            raise bad_request()
        days = int(fields["lendingPeriod"])
    made = rules.check_out(asked.state, asked.patron, title, days)
    place = f"{asked.circulation}/patrons/me/checkouts/{loan_shapes.id_of(asked, title)}"
    return Reply(loan_shapes.checkout(asked, made), asked.knobs.created, _NO_CACHE | {"location": place})


def give_back(asked: OverdriveCall) -> Reply:
    """End the patron's loan of the title in the path early. Return the status 204."""
    rules.give_back(asked.state, asked.patron, asked.title_in_path())
    return Reply(status=204, headers=_NO_CACHE)


def open_loan(asked: OverdriveCall) -> Reply:
    """Return a redirection to the page that opens the loan. The address of the page has a new personal code.

    If the knob `opening` is "no address" or "page", return a redirection without an address, or a web page. Both have
    no code. The case of the letters in the path is ignored.
    """
    if asked.wire.words["action"].lower() != "downloadredirect":
        raise not_found()
    title = asked.title_in_path()
    found = _loan_of(asked, title)
    if asked.knobs.opening == "no address":
        return Reply(None, 302, _NO_CACHE)
    if asked.knobs.opening == "page":
        return _page("Choose a format.", 200)
    code = asked.state.issue_code(found)
    place = f"{asked.wire.origin}/fulfillment/{title.id.upper()}?code={code}&client={CLIENT_KEY}"
    return Reply(None, 302, _NO_CACHE | {"location": place})


def fulfilment(asked: OverdriveCall) -> Reply:
    """Return the page that opens a loan in a browser. If the code in the address is not valid, the page says so."""
    opened = asked.state.open_with(asked.wire.query.get("code", ""))
    if opened is None:
        return _page("This link is no longer valid. Ask for a new one.", 410)
    return _page(f"Read or listen to: {opened.title.title}", 200)


def _page(text: str, status: int) -> Reply:
    safe = text.replace("&", "&amp;").replace("<", "&lt;")
    page = f"<!DOCTYPE html><html><head><title>Millbrook digital</title></head><body><h1>{safe}</h1></body></html>"
    return Reply(page.encode(), status, {"content-type": "text/html; charset=utf-8"})


def holds(asked: OverdriveCall) -> Reply:
    """Return the list of the patron's holds."""
    return Reply(loan_shapes.holds(asked), headers=_NO_CACHE)


def hold(asked: OverdriveCall) -> Reply:
    """Return the patron's hold on the title in the path. Raises OverdriveAnswerError if there is no such hold."""
    found = rules.hold_of(asked.state, asked.patron, asked.title_in_path())
    return Reply(loan_shapes.hold(asked, found), headers=_NO_CACHE)


def cancel_hold(asked: OverdriveCall) -> Reply:
    """Cancel the patron's hold on the title in the path. Return the status 204."""
    rules.cancel_hold(asked.state, rules.hold_of(asked.state, asked.patron, asked.title_in_path()))
    return Reply(status=204, headers=_NO_CACHE)


def _loan_of(asked: OverdriveCall, title: OverdriveTitle) -> DigitalLoan:
    found = asked.state.loan_of(asked.owner, title)
    if found is None:
        raise OverdriveAnswerError("TitleNotCheckedOut")
    return found


def _loan_json(asked: OverdriveCall, found: DigitalLoan, title: OverdriveTitle) -> Object:
    return loan_shapes.checkout(asked, found, part=title if title.part_of else None)
