# ruff: noqa: RUF001 - the sentences have typographic apostrophes
"""A table of states that show the pages of digital loans. The rows have the same form as in rows_before_finish.py."""

from datetime import date

from kiosk.domain.digital import CardRemembering, CardWanted, DigitalSystem, LinkKind, SystemProgress, TitleLink
from kiosk.domain.model import (
    Direction,
    Item,
    ItemCode,
    Line,
    LineId,
    LineState,
    Loan,
    LoanAct,
    LoanId,
    Medium,
    Refusal,
    RefusalKind,
    Secret,
    VisitId,
)
from kiosk.domain.reservations import Reservation
from kiosk.domain.terms import ReservationId
from kiosk.domain.visit.digital_states import CardForm, CodeProgress, DigitalLoans, TitleCode
from kiosk.domain.visit.questions import AskCancel
from kiosk.domain.visit.states import Receipt, Reserving, Serving, Verdict
from kiosk.structs import replace
from kiosk.views.basket import BasketPage, ReservationsPage
from kiosk.views.digital import CodePage, DigitalPage
from kiosk.views.finish import ConfirmPage, ReceiptPage
from kiosk.views.forms import FormPage
from kiosk.views.view import StillPage
from tests.presenter.kiosks import DRILL, MARTA, NOW, line, serving
from tests.presenter.rows_before_finish import Row

RESERVED = Reservation(
    ReservationId("od|r1"), None, date(2026, 11, 24), (), "Joints and glue", can_cancel=True, medium=Medium.EBOOK
)
OPENS = frozenset({LoanAct.OPEN, LoanAct.RETURN})
SYSTEMS = (
    DigitalSystem("od", "Libby", progress=SystemProgress.HERE, tail="4471", remembering=CardRemembering.DONE),
    DigitalSystem("river", "Riverside e-books", progress=SystemProgress.AWAY),
    DigitalSystem(
        "eh",
        "Town library of digital media",
        progress=SystemProgress.CARD_WANTED,
        remembering=CardRemembering.OFFERED,
    ),
    DigitalSystem("late", "Shelf", progress=SystemProgress.JOINING),
)


def title(name: str, medium: Medium, day: int, can: frozenset[LoanAct] = OPENS) -> Loan:
    item = Item(ItemCode(name.upper()), name)
    return Loan(LoanId(name), item, due=date(2026, 12, day), can=can, medium=medium, system="od")


TITLES = (
    title("The Workshop Handbook", Medium.EBOOK, 7),
    title("Chairs by Hand", Medium.AUDIOBOOK, 1, frozenset({LoanAct.OPEN})),
    title("The Winter Garden", Medium.KINDLE, 12, frozenset()),
    title("Benches and stools for small and large workshops, in twelve weekends", Medium.MAGAZINE, 14),
)
BACK = replace(
    line(9, "", Direction.RETURN),
    state=LineState.REFUSED,
    loan=TITLES[0].ident,
    refusal=Refusal(RefusalKind.OTHER, "Please try again later"),
)
LOST = Line(
    LineId(21),
    ItemCode("EH-1012"),
    Direction.BORROW,
    LineState.UNKNOWN,
    medium=Medium.OTHER,
    system="eh",
    hopeless=True,
)
LENT = replace(DRILL, ident=LineId(22), state=LineState.DONE, item=TITLES[0].item, medium=Medium.EBOOK, system="od")
GIVEN_BACK = replace(LENT, ident=LineId(23), direction=Direction.RETURN, item=TITLES[3].item)
UNDONE = replace(GIVEN_BACK, ident=LineId(24), item=TITLES[1].item, instead_of=LENT)
PARTS = tuple(TitleLink(LinkKind.CONTENT, Secret("https://x.example/part"), part, 12) for part in range(1, 13))
BOTH = (
    TitleLink(LinkKind.APP, Secret("https://x.example/app"), app="Libby"),
    TitleLink(LinkKind.BROWSER, Secret("https://x.example/browser")),
    TitleLink(LinkKind.SUPPLEMENT, Secret("https://x.example/extra")),
)


def digital(page: DigitalLoans | CardForm | None) -> Serving:
    visit = replace(serving(DRILL, BACK), at_once=True, loans=TITLES, systems=SYSTEMS)
    return replace(visit, side_page=page)


def coded(progress: CodeProgress = CodeProgress.SHOWN, links: tuple[TitleLink, ...] = BOTH, place: int = 0) -> Serving:
    refusal = Refusal(RefusalKind.OTHER, "Please open the app first")
    code = TitleCode(
        TITLES[3].ident, 1, progress, links, None, place, NOW, 60.0, NOW + 48, refusal if not links else None
    )
    return digital(DigitalLoans(code=code))


ROWS: list[Row] = [
    (
        "home with digital loans",
        replace(digital(None), lines=()),
        BasketPage,
        ["Digital loans"],
        ["Prêts numériques"],
    ),
    (
        "digital loans",
        digital(DigitalLoans()),
        DigitalPage,
        ["Your digital loans", "Libby: on the library card ending in 4471", "until Mon 7 Dec", "Enter your card"],
        ["Vos prêts numériques", "Riverside e-books ne répond pas", "Livre audio", "Oublier cette carte"],
    ),
    (
        "digital loans after a remembered card was refused",
        replace(digital(DigitalLoans()), loans=(), systems=(replace(SYSTEMS[2], dropped=True),)),
        DigitalPage,
        ["Your remembered card is no longer accepted", "We have forgotten it.", "Enter your card"],
        ["Votre carte mémorisée n’est plus acceptée"],
    ),
    (
        "digital systems that cannot know the member",
        replace(
            digital(DigitalLoans()),
            systems=(
                replace(SYSTEMS[0], tail="", lists_all=False),
                replace(SYSTEMS[1], progress=SystemProgress.CARD_UNSEEN),
                replace(SYSTEMS[2], progress=SystemProgress.RECORD_LACKS),
            ),
        ),
        DigitalPage,
        ["Libby: only loans made here", "Please log in with your card", "We cannot show your digital loans"],
        ["Veuillez vous connecter avec votre carte", "Il manque une information"],
    ),
    (
        "no digital loan is known",
        replace(digital(DigitalLoans()), loans=(), systems=(), digital=True, lists_all=False),
        DigitalPage,
        ["No digital loans that this kiosk knows of."],
        ["Cette borne ne connaît aucun prêt numérique."],
    ),
    (
        "lost answer that nothing can settle",
        replace(digital(None), lines=(LOST,)),
        BasketPage,
        ["We cannot find out", "Please look in your library’s app.", "Staff get a note about it."],
        ["Nous ne pouvons pas le savoir"],
    ),
    (
        "receipt of titles",
        Receipt(VisitId(1), MARTA, Verdict.SOME, (LENT, GIVEN_BACK, LOST), NOW + 30, NOW + 120, (UNDONE,)),
        ReceiptPage,
        ["Confirmed 2 of 3", "Given back", "Borrowed and given back in this visit.", "We cannot find out"],
        ["Rendu"],
    ),
    (
        "tools and titles in one basket",
        replace(digital(None), at_once=False, lines=(DRILL, LENT, GIVEN_BACK)),
        BasketPage,
        ["1 tool is ready, 2 titles are confirmed"],
        ["2 titres sont confirmés"],
    ),
    (
        "tools and a ready title in one basket",
        replace(digital(None), at_once=False, lines=(DRILL, LENT), reservations=(RESERVED,)),
        BasketPage,
        ["1 title reserved for you", "Ready to borrow", "Digital loans"],
        ["1 titre réservé pour vous", "Prêt à emprunter"],
    ),
    (
        "home with a ready title",
        replace(digital(None), lines=(), reserves=True, reservations=(RESERVED,)),
        BasketPage,
        ["1 title is ready for you", "Scan its label to borrow it."],
        ["Scannez son étiquette pour l’emprunter."],
    ),
    (
        "reservations of titles",
        replace(digital(None), reserves=True, reservations=(RESERVED,), side_page=Reserving()),
        ReservationsPage,
        ["Scan the label of a ready title to borrow it.", "Scan its label to borrow it."],
        ["Scannez l’étiquette d’un titre prêt pour l’emprunter."],
    ),
    (
        "leaving with titles",
        replace(digital(None), at_once=False, lines=(DRILL, LENT, GIVEN_BACK), question=AskCancel()),
        ConfirmPage,
        ["Nothing else in your basket", "1 digital title stays borrowed."],
        ["1 titre numérique reste emprunté."],
    ),
    (
        "still here with titles",
        replace(digital(None), at_once=False, lines=(DRILL, LENT), warned=True),
        StillPage,
        ["we finish for you: 1 to borrow. 1 digital title stays borrowed."],
        ["1 titre numérique reste emprunté."],
    ),
    (
        "digital loan asked about",
        digital(DigitalLoans(asked=TITLES[0].ident)),
        DigitalPage,
        ["Give it back now?", "Yes, give it back", "No, keep it"],
        ["Le rendre maintenant\u202f?"],
    ),
    (
        "code in the app",
        coded(),
        CodePage,
        ["Point your phone’s camera here", "In the Libby app", "In the browser", "48 seconds"],
        ["Pointez ici l’appareil photo de votre téléphone", "Dans l’appli Libby"],
    ),
    ("code of a part", coded(links=PARTS, place=10), CodePage, ["Part 11 of 12", "10", "12"], ["Partie 11 sur 12"]),
    ("code asked for", coded(CodeProgress.ASKED, ()), CodePage, ["One moment: we ask for the code."], ["Un instant"]),
    ("code gone", coded(CodeProgress.GONE), CodePage, ["This code has gone. Press New code."], ["Ce code a disparu."]),
    (
        "code refused",
        coded(CodeProgress.REFUSED, ()),
        CodePage,
        ["Please open the app first"],
        ["Ce titre ne peut pas"],
    ),
    ("code away", coded(CodeProgress.AWAY, ()), CodePage, ["No answer just now."], ["Pas de réponse"]),
    (
        "card for e-books",
        digital(CardForm("eh", 7, "23080000990001", wanted=CardWanted(wrong=True), maybe_tool=True)),
        FormPage,
        ["Card for e-books", "Card number", "Card PIN", "That did not work", "Not now", "Show my loans"],
        ["Carte pour les livres numériques", "Numéro de carte", "Montrer mes prêts", "Mémoriser avec mon badge"],
    ),
]
