"""The rules of the simulated OverDrive. They decide if a patron can borrow a title, end a loan or cancel a hold.

The functions also change the library.
"""

from kiosk.simulator.overdrive.catalogue import OverdriveTitle
from kiosk.simulator.overdrive.errors import OverdriveAnswerError, not_found
from kiosk.simulator.overdrive.people import OverdrivePatron
from kiosk.simulator.overdrive.records import DigitalHold, DigitalLoan
from kiosk.simulator.overdrive.state import OverdriveState

PERIODS = (7, 14, 21)
"""The numbers of days for which a patron can borrow a title."""


def days_of(state: OverdriveState, patron: OverdrivePatron, title: OverdriveTitle) -> int:
    """Return the number of days for which the patron borrows titles of this kind."""
    return state.periods.get((patron.key, title.media), patron.days)


def check_out(state: OverdriveState, patron: OverdrivePatron, title: OverdriveTitle, days: int | None) -> DigitalLoan:
    """Lend a title to a patron, and return the loan. `days` is the length of the loan, or None for the usual length.

    Raises OverdriveAnswerError if the rules do not allow this loan.
    """
    if title.part_of:
        raise not_found()
    if state.loan_of(patron.key, title) is not None:
        raise OverdriveAnswerError(_own_loan_again(state, title))
    if len(state.loans_with(patron.key)) >= patron.limit:
        raise OverdriveAnswerError(state.knobs.loan_limit)
    if state.knobs.most_returns and state.returns.get(patron.key, 0) >= state.knobs.most_returns:
        raise OverdriveAnswerError("PatronHasExceededChurningLimit")
    hold = state.holds.get((patron.key, title.number))
    is_ready = hold is not None and hold.until is not None
    if title.copies and not is_ready and state.free(title) <= 0:
        raise OverdriveAnswerError(state.knobs.no_copies)
    made = state.lend(patron.key, title, days or days_of(state, patron, title))
    state.note("checkout", patron.key, title)
    return made


def _own_loan_again(state: OverdriveState, title: OverdriveTitle) -> str:
    if state.knobs.own_loan_again != "by queue":
        return state.knobs.own_loan_again
    return "NoCopiesAvailable" if state.queue_of(title) else "TitleAlreadyCheckedOut"


def is_returnable(loan: DigitalLoan) -> bool:
    """Return True if the patron can end the loan early."""
    return loan.title.returnable and not loan.on_kindle


def give_back(state: OverdriveState, patron: OverdrivePatron, title: OverdriveTitle) -> None:
    """End a loan early. Raises OverdriveAnswerError if there is no such loan, or if it cannot end early.

    A part of a bundle cannot end early without the rest of the bundle.
    """
    loan = state.loan_of(patron.key, title)
    if loan is None:
        raise OverdriveAnswerError("PatronDoesntHaveTitleCheckedOut")
    if loan.on_kindle:
        raise OverdriveAnswerError("CannotEarlyReturnWhenFulfilledOnKindle")
    if title.part_of or not loan.title.returnable:
        raise OverdriveAnswerError(state.knobs.not_returnable)
    if state.knobs.return_stays:
        return
    del state.loans[loan.key, loan.title.number]
    state.returns[patron.key] = state.returns.get(patron.key, 0) + 1
    state.note("return", patron.key, loan.title)
    state.offer(loan.title)


def hold_of(state: OverdriveState, patron: OverdrivePatron, title: OverdriveTitle) -> DigitalHold:
    """Return the patron's hold on a title. Raises OverdriveAnswerError if there is no such hold."""
    found = state.holds.get((patron.key, title.number))
    if found is None:
        raise OverdriveAnswerError("PatronDoesntHaveTitleOnHold")
    return found


def cancel_hold(state: OverdriveState, hold: DigitalHold) -> None:
    """Cancel a hold. If the hold was ready, the next hold in the queue of this title becomes ready."""
    del state.holds[hold.key, hold.title.number]
    state.note("cancel hold", hold.key, hold.title)
    state.offer(hold.title)
