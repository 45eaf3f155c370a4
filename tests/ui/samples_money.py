"""Sample pages with prices and fees."""

# ruff: noqa: RUF001 - typographic signs are what the screen shows
from kiosk.domain.messages.intents import No, RenewAll, Yes
from kiosk.structs import replace
from kiosk.views.finish import ConfirmPage, ShelfRow
from kiosk.views.pieces import Button, Emphasis, MoneyRow, MoneyView, Tone
from tests.ui.samples_after import CONFIRM, RECEIPT
from tests.ui.samples_basket import BASKET, DRILL, EMPTY, LADDER, LONG_TITLE, due_chip, line
from tests.ui.samples_before import rail
from tests.ui.samples_reserving import WAITING

UNPAID = (
    "It costs $15.00, and nothing can be paid here. Please see staff, or take it out of your list.",
    "Celui-ci coûte 15,00 $ au lieu de 30,00 $, et rien ne peut être payé ici. Voyez l’équipe, ou retirez-le.",
)
PRICED = replace(DRILL, price="$1.50 instead of $3.00", chip=due_chip(2, "Sat 5 Dec"), fresh=True)
HELD = replace(
    line(7, "Plunge saw with rail 1.4 m", "To borrow", "SAW-0090", Tone.WARN, "borrow", reason=UNPAID[0]),
    price="$15.00",
    chip=due_chip(7, "Thu 26 Nov"),
)
LONG = replace(
    line(8, LONG_TITLE[:40], "À emprunter", "X-1", Tone.WARN, "borrow", reason=UNPAID[1], due="sam. 5 déc."),
    price="15,00 $ au lieu de 30,00 $",
)
BASKET_MONEY = replace(
    BASKET,
    lines=(PRICED, HELD, LADDER, LONG),
    count="4",
    total="To pay: $1.50. It goes on your account.",
    finish=Button(
        "Finish",
        Yes(),
        icon="next",
        look=Emphasis.PRIMARY,
        hint="2 tools are ready, 2 cannot be lent here",
        name="Finish",
    ),
)
SUMS = MoneyView(
    "What it costs",
    (
        MoneyRow("Cordless drill 18 V", "$3.00"),
        MoneyRow("Circular saw 190 mm", "$3.00"),
        MoneyRow("Volunteer", "−$1.50"),
        MoneyRow("To pay", "$4.50", strong=True),
    ),
    "It goes on your account.",
)
CONFIRM_MONEY = replace(CONFIRM, money=SUMS)
CANNOT = ConfirmPage(
    headline="1 tool cannot be lent here",
    lead="Plunge saw with rail 1.4 m: it costs something, and nothing can be paid here. Please leave it here, "
    "or see staff. What you bring back goes through.",
    groups=CONFIRM.groups[1:],
    yes=Button("Yes, finish with 2 tools", Yes(), icon="next", look=Emphasis.PRIMARY),
    no=Button("Back to scanning", No(), icon="back"),
    rail=rail(),
)
LATE = "Back of the room. 2 days late, thank you for bringing it. Late fee: $2.00"
FEES = MoneyView(
    "What it costs",
    (
        MoneyRow("Cordless drill 18 V", "$3.00"),
        MoneyRow("Late fee: Extension ladder 4 m", "$2.00", "2 days at $1.00"),
        MoneyRow("Volunteer", "−$2.50"),
        MoneyRow("In all", "$2.50", strong=True),
    ),
    "It is on your account. You pay it later, with staff.",
)
RECEIPT_MONEY = replace(
    RECEIPT,
    shelves=(ShelfRow(RECEIPT.shelves[0].plate, RECEIPT.shelves[0].title, LATE), *RECEIPT.shelves[1:]),
    money=FEES,
)
OWING = replace(
    EMPTY,
    keep_all=Button("Keep all longer", RenewAll(), icon="renew", name="Keep all longer, 2 of 3 can be"),
    loans=tuple(
        replace(
            row,
            note="Cannot be kept longer: There is a problem with your library record." if not number else "",
            renew=None if not number else Button("Keep longer", RenewAll(), icon="renew", name=f"Keep {number} longer"),
        )
        for number, row in enumerate(EMPTY.loans)
    ),
    owed=MoneyView(
        "You owe $18.75",
        (MoneyRow("Belt sander", "$12.50", "Overdue"), MoneyRow("Lost key of the blue crate", "$6.25")),
        "Please pay at the desk, not here.",
    ),
)
OWING_MORE = replace(
    WAITING,
    keep_all=Button("Alles länger behalten", RenewAll(), icon="renew", name="Alles länger behalten"),
    loans=tuple(
        replace(
            row, note="Kann nicht länger behalten werden: Jemand wartet schon darauf, bitte bringen Sie es bald zurück"
        )
        for row in WAITING.loans
    ),
    owed=MoneyView(
        "Sie schulden 1.234,50 €",
        (
            MoneyRow(LONG_TITLE[:55], "1.200,00 €", "Überfällig, verlängert"),
            MoneyRow("Schlüssel der blauen Kiste verloren", "30,00 €"),
            MoneyRow("12 weitere Gebühren", "4,50 €"),
        ),
        "Bitte zahlen Sie am Schalter, nicht hier.",
    ),
)
