"""Views of an invented library, one for each picture of the design and some that are harder than any picture."""
# ruff: noqa: RUF001 - typographic signs are what the screen shows

from dataclasses import replace
from typing import TypedDict, Unpack

from kiosk.domain.messages import (
    AskAgain,
    Cancel,
    ChooseLanguage,
    CloseReceipt,
    Finish,
    Help,
    LogInWithoutFob,
    MoreTime,
    No,
    RemoveFromTray,
    RemoveLine,
    RetryLine,
    StillHere,
    ThatWasATool,
    Yes,
)
from kiosk.domain.model import ItemCode, LineId
from kiosk.views import (
    Band,
    Banner,
    BasketPage,
    Button,
    Card,
    CommittingPage,
    ConfirmPage,
    ContactView,
    Countdown,
    DueGroup,
    Field,
    FieldKind,
    Form,
    FormPage,
    Group,
    GroupRow,
    HelpView,
    LineView,
    LoanRow,
    Look,
    MessagePage,
    NameRow,
    Note,
    NoticeView,
    Pill,
    PlateView,
    QrCode,
    Rail,
    ReceiptPage,
    ShelfRow,
    StepView,
    StillPage,
    SummaryRow,
    Toggle,
    Tone,
    TopBar,
    TrayCard,
    View,
    WelcomePage,
)

BAR = TopBar(library="Millbrook Tool Library", hours="Open until 17:00", clock="14:05")
READY = replace(BAR, pill=Pill("Reader ready", "fob", Tone.WAIT))
CONTACT = ContactView(phone="(802) 555-0142", email="hello@millbrook.example")
STEPS = (StepView("Hold up\nyour fob", now=True), StepView("Scan\nyour tools"), StepView("Press\nFinish"))
NOTE = Note("<b>Please bring drills back with both batteries.</b>", "From the library")
LOCK_UP = Note("<b>Please be sure to lock up when you leave.</b>", "From the library")
HELP = Button("Help", Help(), icon="help", look=Look.QUIET)
LANGUAGES = tuple(
    Button(name, ChooseLanguage(code), look=Look.CHOSEN if code == "en" else Look.PLAIN)
    for code, name in (("en", "English"), ("fr", "Français"), ("es", "Español"), ("de", "Deutsch"))
)
TOOLS = (Button("Help", Help(), icon="help"), Button("English", ChooseLanguage("fr"), icon="globe", name="Language"))


def rail(who: str = "Marta", leave: str = "Log out") -> Rail:
    return Rail(who, Button(leave, Cancel(), icon="logout"), TOOLS)


def remove(key: int, title: str, word: str = "Remove") -> Button:
    return Button("", RemoveLine(LineId(key)), icon="cross", name=f"{word} {title}")


WELCOME = WelcomePage(
    headline="Hold your key fob to the reader",
    lead="Tool in hand? Scan it first if you like.",
    steps=STEPS,
    picture_name="Hold your key fob to the reader at the right",
    hours_title="Open today until 17:00",
    hours_text="Closed Sunday and Monday. Next: Tuesday, 15:00.",
    notes=(NOTE,),
    contact=CONTACT,
    log_in=Button("Log in without a fob", LogInWithoutFob(), icon="user"),
    languages=LANGUAGES,
    help=HELP,
)
TRAY = (
    TrayCard(
        "Cordless drill 18 V",
        "Waiting in the tray · DR-0142\nKept for 52 seconds.",
        Button("Not mine", RemoveFromTray(ItemCode("DR-0142")), icon="cross", name="Cordless drill 18 V is not mine"),
    ),
)
UNPLUGGED = Banner(
    "The fob reader is unplugged",
    "Fobs cannot be read just now. Everything else works. Staff have been told, and it starts again by itself.",
    icon="unplug",
)


class Extra(TypedDict, total=False):
    """What only some lines have."""

    reason: str
    due: str
    plate: PlateView
    retry: Button
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
SUMMARY = (
    SummaryRow("1 to borrow", "borrow"),
    SummaryRow("1 to bring back", "giveback"),
    SummaryRow("2 not known yet", "clock"),
    SummaryRow("1 refused", "stop"),
)
BASKET = BasketPage(
    headline="Scan the next tool, or press Finish",
    lines=FIVE,
    more="{n} more lines below",
    more_one="1 more line below",
    loans_line="You also have 3 tools at home, one due today",
    count="5",
    count_text="in your basket",
    summary=SUMMARY,
    finish=Button(
        "Finish", Finish(), icon="next", look=Look.PRIMARY, hint="2 tools are ready, 2 are not known yet", name="Finish"
    ),
    rail=rail(),
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
    finish=Button("Terminer", Finish(), icon="next", look=Look.PRIMARY, hint="10 outils prêts, 1 pas encore vérifié"),
    rail=replace(
        rail("Marie-Françoise", "Quitter"),
        tools=(Button("Aide", Help(), icon="help"), Button("Français", ChooseLanguage("en"), icon="globe")),
    ),
)
LOG_IN = FormPage(
    headline="Log in",
    lead="With your library user name and password.",
    form=Form(
        1,
        (
            Field("name", "User name or membership ID", value="marta.lindqvist"),
            Field("secret", "Password", FieldKind.PASSWORD),
        ),
        Button("Log in", Yes(), look=Look.PRIMARY),
        show_secret="Show password",
    ),
    error=Banner(
        "That did not work",
        "Please check both fields. If it goes on, call Jane at (802) 555-0142.",
        icon="stop",
        tone=Tone.BAD,
    ),
    back=Button("Back", Cancel(), icon="back"),
)
LINK = replace(
    LOG_IN,
    headline="A new fob: log in once",
    lead="We have not met this fob before. Log in once, and from then on the fob is enough.",
    form=replace(
        LOG_IN.form,
        ident=2,
        fields=(Field("name", "User name or membership ID"), Field("secret", "Password", FieldKind.PASSWORD)),
        submit=Button("Link fob", Yes(), look=Look.PRIMARY),
    ),
    error=None,
    steps=(StepView("Fob read", done=True), StepView("Log in", now=True), StepView("Fob linked")),
    toggle=Toggle(
        "Remember this fob",
        "Kept on this kiosk only, locked with your fob. Ends on 21 Nov 2027. Staff can remove it any day.",
        on=True,
        intent=Yes(),
    ),
    back=Button("Not now", Cancel(), icon="back"),
    others=(Button("That was a tool", ThatWasATool(), icon="box"),),
)
PIN = replace(
    LOG_IN,
    headline="Choose 4 digits for this fob",
    lead="You will be asked for them when the fob is used.",
    form=Form(3, (Field("pin", "PIN", FieldKind.PIN),), Button("Go on", Yes(), look=Look.PRIMARY)),
    error=None,
)
CONFIRM = ConfirmPage(
    headline="Is this right, Marta?",
    groups=(
        Group(
            "4 go home with you",
            "borrow",
            (
                GroupRow("Cordless drill 18 V", "Sat 5 Dec"),
                GroupRow("Circular saw 190 mm", "Sat 5 Dec"),
                GroupRow("Orbital sander", "Thu 3 Dec"),
                GroupRow("Bar clamp 900 mm", "Sat 5 Dec"),
            ),
        ),
        Group(
            "2 stay here", "giveback", (GroupRow("Extension ladder 4 m", "C2"), GroupRow("Tile cutter 600 mm", "A4"))
        ),
    ),
    banners=(
        Banner(
            "Not included: pressure washer",
            "It was refused. Please put it back on shelf D1.",
            icon="stop",
            tone=Tone.BAD,
        ),
    ),
    yes=Button("Yes, confirm 6 tools", Yes(), icon="next", look=Look.PRIMARY),
    no=Button("Back to scanning", No(), icon="back"),
    rail=rail(),
)
NAMES = (
    "Cordless drill 18 V",
    "Circular saw 190 mm",
    "Orbital sander",
    "Bar clamp 900 mm",
    "Extension ladder 4 m",
    "Tile cutter 600 mm",
)
COMMITTING = CommittingPage(
    headline="Checking what arrived",
    lead="The library has our message. Now we read your loans back, to be sure.",
    rows=tuple(NameRow(name, proven=index < 2) for index, name in enumerate(NAMES)),
    banner=Banner(
        "Taking longer than usual?",
        "After 30 seconds you may go. Staff will see the answer.",
        icon="clock",
        tone=Tone.WAIT,
    ),
    wait=Button("Please wait", Yes(), icon="clock", enabled=False),
    rail=rail(),
)
CALENDAR = QrCode(
    "https://millbrook.example/dates?id=8d1f0c2b47aa4c5f9c&until=2026-12-05",
    "Code that puts the dates into your phone",
    "Dates into your phone",
)
RECEIPT = ReceiptPage(
    band=Band("Confirmed 6 of 6", "check", Tone.OK),
    shelves_title="Put these on their shelves",
    shelves=(
        ShelfRow(PlateView("C2", "Shelf C2"), "Extension ladder 4 m", "back of the room, left"),
        ShelfRow(PlateView("A4", "Shelf A4"), "Tile cutter 600 mm", "will be looked at"),
    ),
    dues_title="Yours for a while",
    dues=(
        DueGroup("Back by Sat 5 Dec", ("Cordless drill 18 V", "Circular saw 190 mm", "Bar clamp 900 mm")),
        DueGroup("Back by Thu 3 Dec", ("Orbital sander",)),
    ),
    qr=CALENDAR,
    notes=(LOCK_UP,),
    countdown=Countdown(24, 30, "24 seconds until Welcome"),
    done=Button("Done", CloseReceipt(), look=Look.PRIMARY, hint="Back to Welcome by itself in 24 seconds"),
    rail=Rail(
        "Marta",
        Button("Log out", Cancel(), icon="logout"),
        (Button("More time", MoreTime(), icon="clock"), Button("Help", Help(), icon="help")),
    ),
)
PARTIAL = replace(
    RECEIPT,
    band=Band("Confirmed 5 of 6", "alert", Tone.WARN),
    lines=(
        LineView(
            9,
            "Leave the bar clamp here",
            "Refused",
            "CLA-0044, not on your account",
            Tone.BAD,
            "stop",
            reason="“Reserved for another member from Friday.”",
            plate=PlateView("B1", "Shelf B1"),
            name="Leave the bar clamp here, refused",
        ),
    ),
    notes=(),
    countdown=Countdown(52, 60, "52 seconds until Welcome"),
    done=Button("Understood, done", CloseReceipt(), look=Look.PRIMARY, hint="Staff know about the clamp"),
)
STILL = StillPage(
    headline="Still here, Marta?",
    text="If nobody answers, we finish for you:\n3 to borrow, 1 to bring back.",
    countdown=Countdown(18, 20, "18 seconds"),
    stay=Button("Keep going", StillHere(), icon="hand", look=Look.PRIMARY),
    finish=Button("Finish now", Finish(), icon="next"),
)
TROUBLE = MessagePage(
    headline="We cannot reach the library",
    icon="cloudoff",
    tone=Tone.WARN,
    cards=(
        Card(
            "What still works",
            ("Scan on: we note each tool, and check it later.", "Your 3 tools stay in the basket."),
            "scan",
        ),
        Card(
            "What must wait",
            ("Finish: nothing is lent or returned until the library answers.", "Linking a new fob."),
            "clock",
        ),
        Card(
            "What you can do",
            (
                "Wait: we ask again by ourselves.",
                "In a hurry? Put returns on the shelf IN and go; staff book them in.",
                "Please leave what you want to borrow.",
            ),
            "help",
        ),
    ),
    footer="Staff were told at 14:03. For staff: SERVER_AWAY, reference 7F3A.",
    countdown=Countdown(12, 20, "Asking again in 12 seconds"),
    buttons=(Button("Ask again now", AskAgain(), icon="renew", look=Look.PRIMARY),),
)
CLOSED = MessagePage(
    headline="We are closed",
    lead="Open again on Tuesday, 15:00",
    cards=(
        Card(
            "Opening hours",
            (
                "Monday\tclosed",
                "Tuesday, next\t15:00 – 19:00",
                "Wednesday\tclosed",
                "Thursday\t15:00 – 19:00",
                "Friday\tclosed",
                "Saturday\t10:00 – 17:00",
                "Sunday\tclosed",
            ),
            "clock",
        ),
        Card(
            "Bringing something back?",
            ("Returns still work now: hold your fob to the reader, then scan the tool.",),
            "giveback",
        ),
    ),
    contact=CONTACT,
    buttons=(HELP,),
    languages=LANGUAGES,
)
STARTING = MessagePage(headline="One moment", lead="The kiosk is getting ready.", busy=True)
HELP_SHEET = HelpView(
    "Help",
    (
        Card("Borrow", ("Scan the label on the tool.", "Press Finish."), "borrow"),
        Card("Bring back", ("Scan the label on the tool.", "We tell you its shelf."), "giveback"),
        Card("A label does not scan", ("Hold it flat, a hand’s width away.", "Or ask a person."), "scan"),
    ),
    CONTACT,
    Button("Close", Help(), icon="cross"),
)
LONG_TITLE = "Hochleistungsdruckluftnagelgerät mit Koffer und Zubehör " * 6
UNBROKEN = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 4


def many(count: int, *, changed: int = 0) -> BasketPage:
    """A basket of this many lines; another `changed` changes the reason of the middle one."""
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

VIEWS: dict[str, View] = {
    "welcome": View(WELCOME, READY),
    "tray": View(
        replace(
            WELCOME,
            headline="Got it. Now your key fob, please",
            lead="The tool goes straight into your basket.",
            tray=TRAY,
        ),
        READY,
    ),
    "reader": View(
        replace(
            WELCOME,
            headline="Log in here to start",
            lead="User name and password. Then scan as always.",
            banner=UNPLUGGED,
            log_in=Button("Log in", LogInWithoutFob(), icon="user", look=Look.PRIMARY),
        ),
        replace(BAR, pill=Pill("Reader missing", "unplug", Tone.WARN)),
    ),
    "login": View(LOG_IN, BAR),
    "link": View(LINK, BAR),
    "pin": View(PIN, BAR),
    "empty": View(EMPTY, BAR),
    "basket": View(BASKET, BAR),
    "basket-fr": View(FRENCH, replace(BAR, hours="Ouvert jusqu’à 17 h"), language="fr"),
    "basket-hard": View(HARD, replace(BAR, library="The Very Long Name Of A Tool Library Association " * 3)),
    "notice": View(BASKET, BAR, notice=NoticeView("That is the shop’s code. Look for our label.", Tone.WARN, "alert")),
    "help": View(BASKET, BAR, help=HELP_SHEET, below="More below"),
    "confirm": View(CONFIRM, BAR),
    "committing": View(COMMITTING, BAR),
    "receipt": View(RECEIPT, BAR, below="More below"),
    "partial": View(PARTIAL, BAR, below="More below"),
    "still": View(STILL, BAR),
    "trouble": View(TROUBLE, replace(BAR, pill=Pill("Library away", "cloudoff", Tone.WARN)), below="More below"),
    "closed": View(CLOSED, replace(BAR, hours=""), below="More below"),
    "starting": View(STARTING, BAR),
}
