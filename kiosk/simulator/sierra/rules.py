"""The library's rules for loans in the simulated Sierra. They decide if a patron can borrow, return or renew an item.

The functions also change the library when an item is borrowed, returned or renewed.
"""

from kiosk.simulator.sierra.catalogue import HOME, ItemRecord
from kiosk.simulator.sierra.errors import (
    SierraAnswerError,
    circulation_refused,
    no_record,
    renewal_refused,
    several_records,
)
from kiosk.simulator.sierra.people import Patron
from kiosk.simulator.sierra.records import CheckoutRecord, HoldRecord
from kiosk.simulator.sierra.state import SierraState

MOST_RENEWALS = 2
_NOT_AVAILABLE = "This record is not available"
_PROBLEM = "There is a problem with your library record.  Please see a librarian."
_LENDS = frozenset("-!%t")
"""The status codes of items that can be lent. The code "!" means that the item is on the hold shelf.

If there are holds on an item, only the first patron in the queue can borrow it.
"""


def patron_of_card(state: SierraState, barcode: str) -> Patron:
    """Return the patron whose card has this barcode. Deleted patrons count only if the knob deleted_found is True.

    Raises SierraAnswerError if no patron or more than one patron has this barcode.
    """
    found = state.patrons_with(barcode)
    found = [each for each in found if not each.deleted or state.knobs.deleted_found]
    if not found:
        raise no_record()
    if len(found) > 1:
        raise several_records()
    return found[0]


def pins_agree(patron: Patron, pin: str) -> bool:
    """Return True if the PIN is right.

    Only the first eight characters of the PIN count, because Sierra compares only these characters.
    """
    return bool(pin) and patron.pin[:8] == pin[:8]


def is_blocked(patron: Patron) -> bool:
    """Return True if the patron is not allowed to borrow.

    This is so if the patron is deleted, if the card has expired, or if staff or Sierra have blocked the patron.
    """
    codes = {patron.block.strip(), patron.auto_block.strip()} - {"", "-"}
    return patron.deleted or patron.expires_in < 0 or bool(codes)


def check_out(state: SierraState, patron: Patron, item: ItemRecord) -> CheckoutRecord:
    """Lend an item to a patron, and return the loan. Raises SierraAnswerError if the rules do not allow this loan."""
    loan = state.checkout_of(item)
    if loan is not None and loan.key == patron.key:
        return _repeated(state, loan)
    if is_blocked(patron):
        raise circulation_refused(_PROBLEM)
    if loan is not None or state.status_of[item.id] not in _LENDS | {"o"}:
        raise circulation_refused(_NOT_AVAILABLE)
    if state.status_of[item.id] == "o":
        raise circulation_refused("Library use only.  Ask Zoë at the desk.")
    holds = state.holds_on(item)
    if holds and holds[0].key != patron.key:
        raise circulation_refused("Item is on hold for another patron")
    if len(state.checkouts_of(patron.key)) >= patron.limit:
        raise circulation_refused("Too many items checked out")
    made = state.lend(patron.key, item)
    state.note("checkout", patron.key, item.barcode)
    return made


def _repeated(state: SierraState, loan: CheckoutRecord) -> CheckoutRecord:
    match state.knobs.repeated:
        case "same":
            return loan
        case "refused":
            raise circulation_refused(_NOT_AVAILABLE)
        case _:
            raise circulation_refused("Your request has already been sent.", specific=929)


def check_in(state: SierraState, item: ItemRecord) -> None:
    """Take an item back from the patron who has it on loan.

    If the item is not on loan, the knob checkin_of_free decides: with "404", raise SierraAnswerError, and with "204",
    do nothing. Also do nothing if the knob return_stays is True.
    """
    loan = state.checkout_of(item)
    if loan is None:
        if state.knobs.checkin_of_free == "404":
            raise no_record()
        return
    if state.knobs.return_stays:
        return
    del state.checkouts[loan.id]
    put_away(state, item)
    state.note("checkin", loan.key, item.barcode)


def put_away(state: SierraState, item: ItemRecord) -> None:
    """Set the status of an item that nobody has on loan. The status says to which place the item goes now.

    If the knob returns_go gives one place for all items, the item goes to this place. Otherwise the item goes to the
    hold shelf if a patron waits for it. If nobody waits, it goes to its shelf, or into transit to its own branch.
    """
    fixed = {"shelf": "-", "transit": "t", "hold shelf": "!"}.get(state.knobs.returns_go)
    if fixed in (None, "!") and state.offer(item):
        return
    state.status_of[item.id] = fixed or ("-" if item.home == HOME else "t")


def renew(state: SierraState, loan: CheckoutRecord) -> None:
    """Renew a loan. The new due date is counted from today.

    Raises SierraAnswerError if the rules do not allow the renewal.
    """
    patron = state.patrons[loan.key]
    if is_blocked(patron):
        raise _no_renewal(state, _PROBLEM)
    if loan.renewals >= MOST_RENEWALS:
        raise _no_renewal(state, "TOO MANY RENEWALS")
    if loan.recalled is not None or any(each.key != loan.key for each in state.holds_on(loan.item)):
        raise _no_renewal(state, "REQUESTED BY ANOTHER PATRON")
    due = state.due_of(loan.item)
    if due <= loan.due and state.knobs.renewal_due == "later":
        raise _no_renewal(state, "TOO SOON TO RENEW")
    loan.renewals += 1
    if state.knobs.renewal_due == "later":
        loan.due = due
    state.note("renewal", loan.key, loan.item.barcode)


def _no_renewal(state: SierraState, text: str) -> SierraAnswerError:
    return renewal_refused(text) if state.knobs.renewal_refused_as == "134" else circulation_refused(text)


def cancel_hold(state: SierraState, hold: HoldRecord) -> None:
    """Cancel a hold. The holds behind this hold in the queue move forward.

    If the item was on the hold shelf for this hold, the item stays there for the next patron in the queue. If nobody
    else waits, the item goes back to its usual shelf, or into transit if another branch owns the item.
    """
    state.leave_queue(hold)
    if hold.ready and state.checkout_of(hold.item) is None and not state.offer(hold.item):
        state.status_of[hold.item.id] = "-" if hold.item.home == HOME else "t"
    state.note("cancel hold", hold.key, hold.item.barcode)
