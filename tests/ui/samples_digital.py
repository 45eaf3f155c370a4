"""Sample views of digital loans, and of the QR codes that open them on a phone."""

# ruff: noqa: RUF001 - typographic signs are what the screen shows
from kiosk.domain.digital import LinkKind
from kiosk.domain.messages.intents import (
    AskTitleLinks,
    CloseSidePage,
    DropTitleLinks,
    GiveBackTitle,
    No,
    OpenDigital,
    OpenWith,
    ShowPart,
    Yes,
)
from kiosk.domain.model import LoanId, Secret
from kiosk.structs import replace
from kiosk.views.basket import OfferRow, OfferView
from kiosk.views.digital import CodePage, DigitalPage, HiddenCode, TitleShelf, TitleView
from kiosk.views.pieces import Banner, Button, Countdown, Emphasis, Tone
from kiosk.views.view import View
from tests.ui.samples_basket import BASKET, EMPTY, FRENCH, LONG_TITLE
from tests.ui.samples_before import BAR, rail
from tests.ui.samples_money import BASKET_MONEY

LOAN = LoanId("1")
ROWS = (
    OfferRow("Mitre saw 254 mm", True, "Mitre saw 254 mm: In your basket"),
    OfferRow("The Workshop Handbook", False, "The Workshop Handbook: Ready to borrow"),
)
HOME = replace(EMPTY, ways=(Button("Digital loans", OpenDigital(), "tablet", name="Digital loans, 3", badge="3"),))


def _buttons(title: str, opens: str = "Open on your phone", back: str = "Give back") -> tuple[Button, ...]:
    return (
        Button(opens, AskTitleLinks(LOAN), "tablet", look=Emphasis.PRIMARY, name=f"{opens}: {title}"),
        Button(back, GiveBackTitle(LOAN), "giveback", name=f"{back}: {title}"),
    )


def _title(title: str, kind: str, icon: str, until: str, **more: object) -> TitleView:
    view = TitleView(title, title, kind, icon, until, buttons=_buttons(title), name=f"{title}, {kind}, {until}")
    return replace(view, **more)  # type: ignore[arg-type]


HANDBOOK = _title("The Workshop Handbook", "E-book", "book", "until Mon 7 Dec")
CHAIRS = _title("Chairs by Hand", "Audiobook", "ear", "until Tue 1 Dec")
GARDEN = _title(
    "The Winter Garden",
    "Kindle book",
    "book",
    "until Sat 12 Dec",
    note="Sent to your Kindle. Read it there, and give it back in your Amazon account. The kiosk cannot do either.",
    buttons=(),
)
LIST = DigitalPage(
    headline="Your digital loans",
    shelves=(
        TitleShelf("On the library card ending in 4471", (CHAIRS, HANDBOOK, GARDEN)),
        TitleShelf(
            banner=Banner(
                "Riverside e-books is not answering",
                "Your loans there are safe. We just cannot show them right now. We keep trying.",
                "cloudoff",
            )
        ),
    ),
    more="More: {n}",
    former="Page before",
    place="Page {n} of {pages}",
    hint="Nothing to bring back.",
    hint_text="Digital loans end by themselves on their last day.",
    count="2",
    count_text="in your basket",
    back=Button("Back to scanning", CloseSidePage(), "back", name="Back to scanning"),
    rail=rail("Marta"),
)
ASKED = replace(
    LIST,
    shelves=(
        TitleShelf(
            titles=(
                replace(
                    CHAIRS,
                    question="Give it back now?",
                    buttons=(
                        Button("Yes, give it back", Yes(), "check", look=Emphasis.PRIMARY, name="Yes, give it back"),
                        Button("No, keep it", No(), name="No, keep it"),
                    ),
                ),
                replace(HANDBOOK, note="Being given back", tone=Tone.WAIT, busy=True, buttons=()),
                replace(GARDEN, note="Not given back. Please try again later.", tone=Tone.BAD),
            )
        ),
    ),
)
EMPTY_LIST = replace(LIST, lead="No digital loans.", shelves=(), hint="", hint_text="")
LONG = replace(
    LIST,
    headline="Ihre digitalen Ausleihen",
    shelves=(
        TitleShelf(
            "Auf dem Bibliotheksausweis mit den letzten Ziffern 4471",
            tuple(
                _title(
                    title,
                    "Elektronisches Buch",
                    "book",
                    "bis Mittwoch, 30. Dezember",
                    note="Kann hier nicht geöffnet werden. Endet von selbst am Mittwoch, 30. Dezember.",
                    buttons=_buttons(title, "Auf Ihrem Telefon öffnen", "Zurückgeben"),
                )
                for title in (LONG_TITLE[:60], "Das Handbuch der Werkstatt", "Wintergarten")
            ),
        ),
    ),
    hint="Es gibt nichts zurückzubringen.",
    hint_text="Digitale Ausleihen enden am letzten Tag von selbst.",
    back=Button("Zurück zum Scannen", CloseSidePage(), "back", name="Zurück zum Scannen"),
    rail=rail("Maximiliane-Theodora"),
)
TWELVE = tuple(replace(HANDBOOK, key=f"t{n}", title=f"The Workshop Handbook {n}", cover="") for n in range(12))
MANY = replace(LIST, shelves=(TitleShelf("On the library card ending in 4471", TWELVE),))
SCANNED = (*TWELVE[:11], replace(TWELVE[11], fresh=True))
SCANNED_LAST = replace(LIST, shelves=(TitleShelf("On the library card ending in 4471", SCANNED),))
TWO_ACCOUNTS = replace(
    LIST,
    shelves=(
        TitleShelf("Libby: on the library card ending in 4471", TWELVE[:3]),
        TitleShelf("Riverside e-books: on the library card ending in 0912", TWELVE[3:5]),
        LIST.shelves[1],
    ),
    rail=rail("Maximiliane-Theodora"),
)
CODE = CodePage(
    headline="Point your phone’s camera here",
    title=replace(HANDBOOK, buttons=()),
    lead="Opens your loan in the Libby app.",
    code=HiddenCode(
        Secret("https://read.example.org/open/9b1f7c3e?as=app&title=4471"),
        "Code that opens The Workshop Handbook on your phone",
    ),
    countdown=Countdown(48, 60),
    countdown_text="This code goes away in 48 seconds.",
    note="Only you should see this code. It is gone when you leave this page.",
    ways=(
        Button("In the Libby app", OpenWith(LinkKind.APP), "check", look=Emphasis.CHOSEN, name="In the Libby app"),
        Button("In the browser", OpenWith(LinkKind.BROWSER), name="In the browser"),
    ),
    again=Button("New code", AskTitleLinks(LOAN), "renew", name="New code"),
    back=Button("Digital loans", DropTitleLinks(), "back", name="Back to digital loans"),
    count="2",
    count_text="in your basket",
    rail=rail("Marta"),
)
PARTS = replace(
    CODE,
    lead="",
    title=replace(CHAIRS, buttons=()),
    explanation="Each part has its own code. Open one, then go to the next.",
    ways=(),
    former=Button("1", ShowPart(0), "back", name="Part 1 of 6"),
    part="Part 2 of 6",
    following=Button("3", ShowPart(2), "next", name="Part 3 of 6"),
)
FORMS = replace(
    PARTS,
    former=Button("11", ShowPart(10), "back", name="Digitaler Titel · Teil 11 von 12"),
    part="Digitaler Titel · Teil 12 von 12",
    following=Button("1", ShowPart(12), "next", name="Hörbuch · Teil 1 von 2"),
)
"""A part whose words name a form of the title. German has the longest words."""
FIRST = replace(PARTS, former=Button("", ShowPart(0), "back", "Part 1 of 6", name="Part 1 of 6", enabled=False))
ASKING = replace(
    CODE,
    headline="Open on your phone",
    lead="",
    code=None,
    countdown=None,
    countdown_text="",
    note="",
    ways=(),
    message="One moment: we ask for the code.",
    busy=True,
    again=Button("New code", AskTitleLinks(LOAN), "renew", "Please wait", name="New code", enabled=False),
)
REFUSED = replace(
    ASKING,
    title=replace(HANDBOOK, title=LONG_TITLE[:60], buttons=()),
    headline="Auf dem Telefon öffnen",
    busy=False,
    message="Dieser Titel kann hier nicht geöffnet werden. Bitte geben Sie ihn in der App frei.",
    again=Button("Neuer Code", AskTitleLinks(LOAN), "renew", name="Neuer Code"),
    back=Button("Digitale Ausleihen", DropTitleLinks(), "back", name="Zurück zu den digitalen Ausleihen"),
)
BOTH_LONG = replace(
    CODE,
    headline="Richten Sie die Kamera Ihres Telefons hierher",
    lead="Öffnet Ihre Ausleihe in der Libby-App.",
    countdown_text="Dieser Code verschwindet in 48 Sekunden.",
    note="Nur Sie sollten diesen Code sehen. Er verschwindet, wenn Sie diese Seite verlassen.",
    explanation="Jeder Teil hat einen eigenen Code. Öffnen Sie einen, und gehen Sie dann zum nächsten.",
    ways=(
        Button("In der Libby-App", OpenWith(LinkKind.APP), "check", look=Emphasis.CHOSEN, name="In der Libby-App"),
        Button("Im Browser", OpenWith(LinkKind.BROWSER), name="Im Browser"),
    ),
    former=Button("1", ShowPart(0), "back", name="Extra 1 von 12"),
    part="Extra 2 von 12",
    following=Button("3", ShowPart(2), "next", name="Extra 3 von 12"),
    again=Button("Neuer Code", AskTitleLinks(LOAN), "renew", name="Neuer Code"),
    back=Button("Digitale Ausleihen", DropTitleLinks(), "back", name="Zurück zu den digitalen Ausleihen"),
    rail=rail("Maximiliane-Theodora"),
)
DIGITAL: dict[str, View] = {
    "digital-home": View(HOME, BAR, below="More below"),
    "digital-basket": View(replace(BASKET_MONEY, ways=HOME.ways), BAR),
    "digital-basket-fr": View(
        replace(FRENCH, ways=(replace(HOME.ways[0], label="Prêts numériques", name="Prêts numériques, 3"),)),
        BAR,
        language="fr",
    ),
    "digital-basket-ticks": View(
        replace(BASKET, ways=HOME.ways, offer=OfferView("2 tools and titles reserved for you", rows=ROWS)), BAR
    ),
    "digital": View(LIST, BAR, below="More below"),
    "digital-asked": View(ASKED, BAR, below="More below"),
    "digital-empty": View(EMPTY_LIST, BAR),
    "digital-many": View(MANY, BAR, below="More below"),
    "digital-last": View(SCANNED_LAST, BAR, below="More below"),
    "digital-two": View(TWO_ACCOUNTS, BAR, below="More below"),
    "digital-de": View(LONG, BAR, below="More below"),
    "code": View(CODE, BAR, below="More below"),
    "code-parts": View(PARTS, BAR, below="More below"),
    "code-forms": View(FORMS, BAR, below="More below"),
    "code-first": View(FIRST, BAR, below="More below"),
    "code-asking": View(ASKING, BAR, below="More below"),
    "code-refused": View(REFUSED, BAR, below="More below"),
    "code-de": View(BOTH_LONG, BAR, below="More below"),
}
