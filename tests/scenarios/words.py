"""The words that stories use for screens, for questions, for verdicts on a receipt, and for states of a line."""

from kiosk.domain.model import Direction, LineState
from kiosk.domain.visit.questions import AskCancel, AskConfirm, AskFinishWithout, AskSwitch, AskUndecided, AskUnpaid
from kiosk.domain.visit.states import (
    AskingSecret,
    AskOtherFob,
    Closed,
    Committing,
    Identifying,
    Idle,
    ReadingBack,
    Receipt,
    Resolving,
    Serving,
    Settling,
    SigningIn,
    Starting,
    Trouble,
    TurnedAway,
    Verdict,
)

SCREENS: dict[str, tuple[type, ...]] = {
    "starting": (Starting,),
    "welcome": (Idle,),
    "who is this": (Identifying, SigningIn),
    "a form": (AskingSecret,),
    "turned away": (TurnedAway,),
    "the basket": (Serving,),
    "waiting for the last answers": (Settling,),
    "telling the library": (Committing,),
    "checking what arrived": (ReadingBack, Resolving),
    "the receipt": (Receipt,),
    "closed": (Closed,),
    "trouble": (Trouble,),
}
QUESTIONS: dict[str, type] = {
    "is this right": AskConfirm,
    "leave without it": AskCancel,
    "finish and switch": AskSwitch,
    "finish without": AskFinishWithout,
    "take it along": AskUndecided,
    "finish without what costs": AskUnpaid,
    "log in with the other fob": AskOtherFob,
}
VERDICTS = {
    "all is confirmed": Verdict.ALL,
    "a part is confirmed": Verdict.SOME,
    "nothing is confirmed": Verdict.NONE,
    "accepted but not compared": Verdict.ACCEPTED,
    "nobody knows yet": Verdict.UNKNOWN,
}
LOOKS: dict[str, tuple[LineState, Direction | None]] = {
    "being checked": (LineState.CHECKING, None),
    "to borrow": (LineState.STAGED, Direction.BORROW),
    "to bring back": (LineState.STAGED, Direction.RETURN),
    "being taken off": (LineState.REMOVING, None),
    "confirmed": (LineState.DONE, None),
    "refused": (LineState.REFUSED, None),
    "not checked yet": (LineState.NOT_CHECKED, None),
    "in doubt": (LineState.UNKNOWN, None),
    "accepted": (LineState.STAGED, None),
}
