"""Sample baskets: with few lines, many lines, long lines, and no lines."""

# ruff: noqa: RUF001 - typographic signs are what the screen shows
from datetime import date
from typing import TypedDict, Unpack

from kiosk.domain.messages.intents import (
    ChooseCondition,
    ChooseDue,
    ChooseLanguage,
    ClosePanel,
    FindTool,
    Finish,
    Help,
    OpenPanel,
    RetryLine,
    SameDueForAll,
)
from kiosk.domain.model import LineId
from kiosk.domain.terms import Condition, TermKind
from kiosk.structs import replace
from kiosk.views.basket import BasketPage, ChoiceView, LineView, LoanRow, PanelView, SummaryRow
from kiosk.views.pieces import Button, Emphasis, Note, PlateView, Tone
from tests.ui.samples_before import rail, remove


class Extra(TypedDict, total=False):
    """Fields of a line that can be left out."""

    reason: str
    due: str
    plate: PlateView
    retry: Button
    like: Button
    fresh: bool


def line(key: int, title: str, word: str, code: str, tone: Tone, icon: str, **extra: Unpack[Extra]) -> LineView:
    name = f"{title}, {word}, line {key}"
    return LineView(key, title, word, code, tone, icon, remove=remove(key, title), name=name, **extra)


DRILL = line(2, "Cordless drill 18 V", "To borrow", "DR-0142", Tone.ACCENT, "borrow", due="Sat 5 Dec")
FIVE = (
    line(1, "SAW-0087", "Checking", "asking the library", Tone.WAIT, "ring", fresh=True),
    DRILL,
    line(
        3,
        "Extension ladder 4 m",
        "Bringing back",
        "LAD-0009",
        Tone.ACCENT,
        "giveback",
        plate=PlateView("C2", "Shelf C2"),
    ),
    line(
        4,
        "Pressure washer 140 bar",
        "Refused",
        "WASH-0031",
        Tone.BAD,
        "stop",
        reason="Reserved for another member from tomorrow. Please put it back on its shelf.",
        plate=PlateView("D1", "Shelf D1"),
        like=Button("Find one like it", FindTool("Washer"), "search", name="Find one like Pressure washer"),
    ),
    line(
        5,
        "SAND-0019",
        "Not checked yet",
        "the library does not answer",
        Tone.WARN,
        "cloudoff",
        reason="Your scan is kept. We ask again by ourselves.",
        retry=Button("Ask again", RetryLine(LineId(5)), icon="renew", name="Ask again about SAND-0019"),
    ),
)
DAYS = (
    *(("Tue", 24, "Nov"), ("Thu", 26, "Nov"), ("Sat", 28, "Nov"), ("Tue", 1, "Dec")),
    *(("Thu", 3, "Dec"), ("Sat", 5, "Dec"), ("Tue", 8, "Dec"), ("Thu", 10, "Dec")),
)


def _day(weekday: str, number: int, month: str) -> ChoiceView:
    label = f"{weekday} {number} {month}"
    look = Emphasis.CHOSEN if number == 5 else Emphasis.PLAIN
    button = Button(
        label, ChooseDue(LineId(2), date(2026, 11 if month == "Nov" else 12, number)), look=look, name=label
    )
    return ChoiceView(button, weekday, str(number), month)


def due_chip(key: int, label: str, *, opened: bool = False) -> Button:
    intent = ClosePanel() if opened else OpenPanel(LineId(key), TermKind.DUE)
    look = Emphasis.CHOSEN if opened else Emphasis.PLAIN
    return Button(label, intent, "calendar", look=look, name=f"Tool {key}, due {label}. Change the day")


DUE_PANEL = PanelView(
    tuple(_day(*one) for one in DAYS),
    columns=4,
    note="Only days when we are open.",
    strong="Thu 10 Dec is the latest:",
    reason="somebody has reserved it from Fri 11 Dec.",
    all=Button("Same day for all 4", SameDueForAll(date(2026, 12, 5)), "renew", name="Same day for all 4"),
)
CONDITIONS = (
    Button("All good", ChooseCondition(LineId(3), None), "check", look=Emphasis.CHOSEN, name="Ladder: All good"),
    Button("Needs a look", ChooseCondition(LineId(3), Condition("6", "")), name="Ladder: Needs a look"),
    Button("Broken", ChooseCondition(LineId(3), Condition("7", "")), name="Ladder: Broken"),
)
CONDITION = Button("All good", OpenPanel(LineId(3), TermKind.CONDITION), name="Ladder: All good. Change the condition")
OPENED = replace(DRILL, chip=due_chip(2, "Sat 5 Dec", opened=True), panel=DUE_PANEL, remove=None, fresh=True)
SAW = line(6, "Circular saw 190 mm", "To borrow", "SAW-0087", Tone.ACCENT, "borrow", due="Sat 5 Dec")
SAW = replace(SAW, chip=due_chip(6, "Sat 5 Dec"))
LADDER = line(3, "Extension ladder 4 m", "Bringing back", "LAD-0009", Tone.ACCENT, "giveback", plate=PlateView("C2"))
LADDER = replace(LADDER, conditions=CONDITIONS, condition=CONDITION)
SUMMARY = (
    SummaryRow("1 to borrow", "borrow"),
    SummaryRow("1 to bring back", "giveback"),
    SummaryRow("2 not known yet", "clock"),
    SummaryRow("1 refused", "stop"),
)
BASKET = BasketPage(
    headline="Scan the next tool, or press Finish",
    lines=(FIVE[0], replace(DRILL, chip=due_chip(2, "Sat 5 Dec")), LADDER, *FIVE[3:]),
    more="{n} more lines below",
    more_one="1 more line below",
    loans_line="You also have 3 tools at home, one due today",
    count="5",
    count_text="in your basket",
    summary=SUMMARY,
    finish=Button(
        "Finish",
        Finish(),
        icon="next",
        look=Emphasis.PRIMARY,
        hint="2 tools are ready, 2 are not known yet",
        name="Finish",
    ),
    rail=rail(),
)
DUE = replace(
    BASKET,
    headline="When will you bring it back?",
    lines=(OPENED, SAW, LADDER),
    count="3",
    finish=Button("Keep Sat 5 Dec", ClosePanel(), icon="check", look=Emphasis.PRIMARY, name="Keep Sat 5 Dec"),
)
LOANS = (
    LoanRow("Cordless nailer", "2 days late", Tone.WARN, "alert"),
    LoanRow("Laser level", "Due today", Tone.WARN, "clock"),
    LoanRow("Tile cutter 600 mm", "Due Thu 3 Dec", Tone.PLAIN, "calendar"),
)
EMPTY = BasketPage(
    headline="Hello Marta.\nScan a tool.",
    lead="To borrow it or to bring it back.",
    loans_title="You have 3 tools",
    loans=LOANS,
    notes=(Note("Two tools are <b>ready for you</b> on shelf R1. Kept until Wednesday, 19:00.", "From the library"),),
    hints=("Look for our label", "Not the shop’s code"),
    count="0",
    count_text="in your basket",
    ways=(Button("Find a tool", FindTool(), "search", name="Find a tool"),),
    rail=rail(),
)

_FRENCH = (
    (Tone.ACCENT, "Nettoyeur haute pression à eau chaude 180 bars avec rallonge de lance et buse rotative", "NHP-0031"),
    (Tone.ACCENT, "Scie circulaire plongeante sans fil avec rail de guidage 1 400 mm", "SCP-0087"),
    (Tone.OK, "Échafaudage roulant en aluminium, hauteur de travail 5,80 m", "ECH-0009"),
    (Tone.WARN, "PON-0019", "la bibliothèque ne répond pas"),
    (Tone.ACCENT, "Perforateur-burineur SDS-Plus 26 mm et coffret de forets", "PER-0142"),
    (Tone.OK, "Débroussailleuse thermique à dos avec harnais", "DEB-0004"),
    (Tone.BAD, "Coupe-carreaux électrique à eau 1 200 mm", "CAR-0012"),
    (Tone.ACCENT, "Niveau laser rotatif avec trépied et mire télescopique", "NIV-0003"),
    (Tone.ACCENT, "Pistolet à peinture basse pression", "PIS-0021"),
    (Tone.ACCENT, "Serre-joints 1 200 mm (lot de 6)", "SER-0060"),
    (Tone.OK, "Rallonge électrique 40 m", "RAL-0008"),
    (Tone.ACCENT, "Ponceuse à bande 75 × 533", "PON-0020"),
)


def _french_line(key: int, tone: Tone, title: str, code: str) -> LineView:
    fresh = key == 1
    match tone:
        case Tone.OK:
            plate = PlateView("C2", "Étagère C2")
            return line(key, title, "À rendre", code, Tone.ACCENT, "giveback", plate=plate, fresh=fresh)
        case Tone.WARN:
            return line(key, title, "Pas encore vérifié", code, tone, "cloudoff")
        case Tone.BAD:
            reason = "Réservé par un autre membre dès demain. À reposer : D1."
            return line(key, title, "Refusé", code, tone, "stop", reason=reason)
        case _:
            return line(key, title, "À emprunter", code, tone, "borrow", due="sam. 5 déc.", fresh=fresh)


FRENCH = BasketPage(
    headline="Scannez l’outil suivant ou touchez Terminer",
    lines=tuple(_french_line(key, *one) for key, one in enumerate(_FRENCH, 1)),
    more="{n} autres lignes plus bas",
    loans_line="Vous avez aussi 3 outils chez vous",
    count="12",
    count_text="dans votre panier",
    summary=(
        SummaryRow("7 à emprunter", "borrow"),
        SummaryRow("3 à rendre", "giveback"),
        SummaryRow("1 pas encore vérifié", "cloudoff"),
        SummaryRow("1 refusé", "stop"),
    ),
    finish=Button(
        "Terminer", Finish(), icon="next", look=Emphasis.PRIMARY, hint="10 outils prêts, 1 pas encore vérifié"
    ),
    rail=replace(
        rail("Marie-Françoise", "Quitter"),
        tools=(Button("Aide", Help(), icon="help"), Button("Français", ChooseLanguage("en"), icon="globe")),
    ),
)

LONG_TITLE = "Hochleistungsdruckluftnagelgerät mit Koffer und Zubehör " * 6
UNBROKEN = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 4


def many(count: int, *, changed: int = 0) -> BasketPage:
    """Return a basket with `count` lines. The text in the middle line contains the number `changed`."""
    lines = tuple(
        line(
            key,
            f"Tool number {key}",
            "To borrow",
            f"T-{key:04}",
            Tone.ACCENT,
            "borrow",
            due="Sat 5 Dec",
            fresh=key == 1,
        )
        for key in range(1, count + 1)
    )
    middle = count // 2
    lines = (*lines[:middle], replace(lines[middle], reason=f"Changed {changed} times."), *lines[middle + 1 :])
    return replace(BASKET, lines=lines, count=str(count))


HARD = replace(
    BASKET,
    headline="Scan the next tool, or press Finish, " + "Maximiliane-Theodora-Friederike",
    lines=(
        line(1, LONG_TITLE[:300], "To borrow", "X-1", Tone.ACCENT, "borrow", due="Wednesday 30 September", fresh=True),
        line(2, UNBROKEN[:300], "Bringing back", "X" * 60, Tone.ACCENT, "giveback", plate=PlateView("Back room, left")),
        line(3, "<b>Bold & 'quoted'</b>", "Refused", "A&B", Tone.BAD, "stop", reason=LONG_TITLE[:300]),
    ),
    count="3",
    rail=rail("Maximiliane-Theodora-Friederike"),
)
