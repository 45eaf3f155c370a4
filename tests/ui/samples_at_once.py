"""Sample views of a library with cards, where each scan counts at once. Some have long titles or names of shelves."""

from kiosk.domain.messages.intents import Finish, GiveBack, No, RenewLoan, RetryLine, Yes
from kiosk.domain.model import LineId, LoanId
from kiosk.structs import replace
from kiosk.views.basket import LineView, LoanRow
from kiosk.views.forms import Field, FieldKind
from kiosk.views.pieces import Button, Emphasis, PlateView, Tone
from kiosk.views.welcome import StepView
from tests.ui.samples_basket import BASKET, EMPTY
from tests.ui.samples_before import LOG_IN, WELCOME, remove

_DRILL = "Cordless drill 18 V with two batteries and a case (Bosch GSR 18V-55)"


def _green(key: int, title: str, word: str) -> LineView:
    return LineView(key, title, word, "", Tone.OK, "check", name=f"{title}, {word}, line {key}")


def _borrowed(key: int, title: str) -> LineView:
    back = Button("Give back", GiveBack(LineId(key)), "giveback", name=f"Give back {title}")
    return replace(_green(key, title, "Borrowed"), due="Wed, Sep 30", retry=back)


_BACK = replace(
    _green(3, "Extension ladder 24' (Louisville FE3224)", "Given back"),
    reason="Scan it again to borrow it.",
    plate=PlateView("TOOL C2 LAD-0010", "Shelf TOOL C2 LAD-0010"),
)
_REFUSED = LineView(
    4,
    "30800000002002",
    "Refused",
    "",
    Tone.BAD,
    "stop",
    reason="The library said no. “Item is on hold for another patron.” Please put it back on its shelf.",
    remove=remove(4, "30800000002002"),
    retry=Button("Check again", RetryLine(LineId(4)), "renew", name="Check 30800000002002 again"),
    name="30800000002002, refused, line 4",
)
_LOANS = (
    *(
        LoanRow(
            title,
            due,
            tone,
            icon,
            Button("Keep longer", RenewLoan(LoanId(title)), "renew", name=f"Keep {title}"),
            "TOOL C2 LAD-0010 · Renewed 2 times",
        )
        for title, due, tone, icon in (
            (_DRILL, "2 days late", Tone.WARN, "alert"),
            ("Extension ladder 24' (Louisville FE3224)", "Due Wed, Sep 30", Tone.PLAIN, "calendar"),
            ("How a house works", "Due tomorrow", Tone.PLAIN, "clock"),
        )
    ),
    LoanRow(
        "Eugene Onegin",
        "Wanted back since Wed, Sep 30",
        Tone.WARN,
        "alert",
        details="Due Fri, Oct 9 · PG3476.B425 Z513 · Not renewed yet",
        note="Somebody is waiting for it. Please bring it back.",
    ),
)
AT_ONCE = replace(
    BASKET,
    headline="Scan the next one, or press Done",
    lines=(replace(_borrowed(1, _DRILL), fresh=True), _borrowed(2, "How a house works"), _BACK, _REFUSED),
    count="4",
    finish=Button("Done", Finish(), "next", "3 tools are recorded", Emphasis.PRIMARY, "Done. 3 tools are recorded"),
    loans_title="You also have 3 tools at home, one is late",
    loans=_LOANS,
    loans_line="",
)
AT_ONCE_ASKED = replace(
    AT_ONCE,
    lines=(
        _BACK,
        replace(
            _green(1, _DRILL, "Borrowed"),
            asked=True,
            fresh=True,
            reason="Give it back?",
            retry=Button("Yes, give it back", Yes(), "check", look=Emphasis.PRIMARY, name="Yes, give it back"),
            like=Button("No, keep it", No(), name="No, keep it"),
        ),
        _REFUSED,
    ),
    count="3",
)
HOME_AT_ONCE = replace(EMPTY, loans=_LOANS)
WELCOME_BY_CARD = replace(
    WELCOME,
    headline="Scan your library card",
    by_card=True,
    steps=(StepView("Scan your card", now=True), StepView("Scan your tools"), StepView("Press Done")),
)
CARD_AND_PIN = replace(
    LOG_IN,
    lead="With your library card and its PIN.",
    form=replace(
        LOG_IN.form,
        fields=(Field("name", "Card number"), Field("secret", "PIN", FieldKind.PASSWORD)),
        show_secret="Show the PIN",
    ),
)
