# ruff: noqa: RUF001 - the sentences have typographic apostrophes
"""A table of all states after Finish.

Each row has the state, the class of its page, and some of its sentences in English and French.
"""

from kiosk.domain.model import Direction, Line, LineId, LineState, RefusalKind, VisitId
from kiosk.domain.visit.questions import ThenQuietly
from kiosk.domain.visit.states import ReadingBack, Receipt, Resolving, Verdict
from kiosk.structs import replace
from kiosk.views.finish import CommittingPage, ReceiptPage
from kiosk.views.view import MessagePage
from tests.presenter.kiosks import (
    DRILL,
    LADDER,
    MARTA,
    NOW,
    committing,
    line,
)
from tests.presenter.rows_before_finish import Row

DONE_DRILL = replace(DRILL, state=LineState.DONE)
DONE_LADDER = replace(LADDER, state=LineState.DONE)
REFUSED_CLAMP = line(6, "Bar clamp", state=LineState.REFUSED, shelf="B1", refused=RefusalKind.RESERVED)
LOST = line(7, "Tile cutter", Direction.RETURN, LineState.UNKNOWN)


def receipt(verdict: Verdict, *lines: Line) -> Receipt:
    return Receipt(VisitId(1), MARTA, verdict, lines, NOW + 24, NOW + 120)


ROWS: list[Row] = [
    (
        "committing",
        committing(DRILL),
        CommittingPage,
        ["Telling the library", "Cordless drill 18 V, not confirmed yet", "Please wait"],
        ["Envoi à la bibliothèque"],
    ),
    (
        "reading back",
        ReadingBack(committing(DRILL, LADDER), proven=frozenset({LineId(2)})),
        CommittingPage,
        ["Checking what arrived", "Cordless drill 18 V, confirmed", "Extension ladder 4 m, not confirmed yet"],
        ["Nous vérifions ce qui est arrivé"],
    ),
    (
        "resolving",
        Resolving(committing(DRILL, began=NOW - 11)),
        CommittingPage,
        ["We are finding out", "You can go, we keep asking", "Go now"],
        ["Vous pouvez partir, nous continuons à vérifier"],
    ),
    (
        "quietly",
        committing(DRILL, then=ThenQuietly()),
        MessagePage,
        ["One moment", "We are finishing the last visit."],
        ["Nous terminons la visite précédente."],
    ),
    (
        "receipt",
        receipt(Verdict.ALL, DONE_DRILL, DONE_LADDER),
        ReceiptPage,
        [
            "Confirmed 2 of 2",
            "Put these on their shelves",
            "C2",
            "Back by Sat 5 Dec",
            "Post check-in text",
            "Post check-out text",
            "Back to Welcome by itself in 24 seconds",
        ],
        ["Confirmé\xa0: 2 sur 2", "À rendre le sam. 5 déc."],
    ),
    (
        "partial",
        receipt(Verdict.SOME, DONE_LADDER, REFUSED_CLAMP),
        ReceiptPage,
        [
            "Confirmed 1 of 2",
            "Leave here: Bar clamp",
            "put it back on shelf B1",
            "Understood, done",
            "Staff know about it",
        ],
        ["Confirmé\xa0: 1 sur 2", "À laisser ici\xa0: Bar clamp"],
    ),
    (
        "nothing",
        receipt(Verdict.NONE, REFUSED_CLAMP),
        ReceiptPage,
        ["Nothing was confirmed"],
        ["Rien n’a été confirmé"],
    ),
    (
        "accepted",
        receipt(Verdict.ACCEPTED, LOST),
        ReceiptPage,
        ["Accepted, not yet compared"],
        ["Accepté, confirmation à venir"],
    ),
    (
        "unknown",
        receipt(Verdict.UNKNOWN, LOST),
        ReceiptPage,
        ["We do not know yet about 1 tool", "We keep asking. Staff will see the answer."],
        ["Nous ne savons pas encore pour 1 outil"],
    ),
]
