"""Sample pages before the log-in."""

# ruff: noqa: RUF001 - typographic signs are what the screen shows
from kiosk.domain.messages.intents import (
    Cancel,
    ChooseLanguage,
    CodeTyped,
    FindTool,
    ForgotPassword,
    Help,
    LogInWithoutFob,
    No,
    RemoveFromTray,
    RemoveLine,
    ThatWasATool,
    TypeCode,
    Yes,
)
from kiosk.domain.model import ItemCode, LineId
from kiosk.structs import replace
from kiosk.views.forms import TYPED_CODE, Field, FieldKind, Form, FormPage, Toggle
from kiosk.views.pieces import Banner, Button, Emphasis, Note, Pill, Rail, Tone, TopBar
from kiosk.views.welcome import ContactView, StepView, TrayCard, WelcomePage

BAR = TopBar(library="Millbrook Tool Library", hours="Open until 17:00", clock="14:05")
READY = replace(BAR, pill=Pill("Reader ready", "fob", Tone.WAIT))
CONTACT = ContactView(phone="(802) 555-0142", email="hello@millbrook.example")
STEPS = (StepView("Hold up\nyour fob", now=True), StepView("Scan\nyour tools"), StepView("Press\nFinish"))
NOTE = Note("<b>Please bring drills back with both batteries.</b>", "From the library")
LOCK_UP = Note("<b>Please be sure to lock up when you leave.</b>", "From the library")
HELP = Button("Help", Help(), icon="help", look=Emphasis.QUIET)
LANGUAGES = tuple(
    Button(name, ChooseLanguage(code), look=Emphasis.CHOSEN if code == "en" else Emphasis.PLAIN)
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
    find=Button("Find a tool", FindTool(), "search", name="Find a tool"),
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


FORGOT_BUTTON = Button("Forgot your password?", ForgotPassword(), icon="lock")
LOG_IN = FormPage(
    headline="Log in",
    lead="With your library user name and password.",
    form=Form(
        1,
        (
            Field("name", "User name or membership ID", value="marta.lindqvist"),
            Field("secret", "Password", FieldKind.PASSWORD),
        ),
        Button("Log in", Yes(), look=Emphasis.PRIMARY),
        show_secret="Show password",
    ),
    error=Banner(
        "That did not work",
        "Please check both fields. If it goes on, call Jane at (802) 555-0142.",
        icon="stop",
        tone=Tone.BAD,
    ),
    back=Button("Back", Cancel(), icon="back"),
    others=(FORGOT_BUTTON, Button("Help", Help(), icon="help")),
)
FORGOT = replace(
    LOG_IN,
    headline="Forgot your password?",
    lead="The library sends you a mail with a link. Open it on your phone and choose a new password.",
    form=Form(6, (Field("name", "Mail address or user name"),), Button("Send the mail", Yes(), look=Emphasis.PRIMARY)),
    error=None,
    others=(Button("Help", Help(), icon="help"),),
)
ASKED = replace(
    LOG_IN,
    error=Banner(
        "The library has been asked",
        "If it knows you, a mail is on its way. Open the link in it, then log in here.",
        "mail",
        Tone.PLAIN,
    ),
)
AGAIN = replace(
    LOG_IN,
    headline="Please log in once more",
    lead="The library has ended your log-in. Your basket of 3 tools is kept.",
    error=None,
    tray=(TrayCard("Random orbit sander 125 mm", "Laser level and Cordless drill 18 V"),),
    back=Button("Leave", Cancel(), icon="logout"),
)
LINK = replace(
    LOG_IN,
    headline="A new fob: log in once",
    lead="We have not met this fob before. Log in once, and from then on the fob is enough.",
    form=replace(
        LOG_IN.form,
        ident=2,
        fields=(Field("name", "User name or membership ID"), Field("secret", "Password", FieldKind.PASSWORD)),
        submit=Button("Link fob", Yes(), look=Emphasis.PRIMARY),
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
    others=(Button("That was a tool", ThatWasATool(), icon="box"), LOG_IN.others[1]),
)
CROWDED = replace(
    LINK,
    form=replace(LINK.form, ident=4, fields=LOG_IN.form.fields),
    error=LOG_IN.error,
    tray=(replace(TRAY[0], text="and 2 more tools"),),
)
QUESTION = replace(
    LINK,
    form=replace(LINK.form, ident=5),
    error=Banner(
        "Log in with this fob instead?",
        "What was typed here is forgotten.",
        "fob",
        buttons=(Button("Use this fob", Yes(), icon="fob"), Button("Stay here", No())),
    ),
    tray=(replace(TRAY[0], text="Waiting in the tray"),),
)
PIN = replace(
    LOG_IN,
    headline="Choose 4 digits for this fob",
    lead="You will be asked for them when the fob is used.",
    form=Form(3, (Field("pin", "PIN", FieldKind.PIN),), Button("Go on", Yes(), look=Emphasis.PRIMARY)),
    error=None,
    others=(Button("Help", Help(), icon="help"),),
)
TYPED = FormPage(
    headline="Type the code on the label",
    lead="It counts like a scan. Look for our label, not for the shop’s code.",
    form=Form(
        TYPED_CODE,
        (Field("code", "Code on the label", FieldKind.CODE),),
        Button("Add the tool", CodeTyped(""), look=Emphasis.PRIMARY),
    ),
    back=Button("Back", TypeCode(), icon="back"),
    others=(HELP,),
)
NO_SCANNER = Banner(
    "The item scanner is unplugged",
    "Type the code on the label instead. Staff have been told, and scanning starts again by itself.",
    icon="unplug",
    buttons=(Button("Type the code", TypeCode(), icon="scan"),),
)
