"""Marta's digital loans, the answers of a digital system, and random events about digital loans."""

from kiosk.domain.digital import CardRemembering, CardWanted, DigitalSystem, Joined, LinkKind, OpeningRefused, TitleLink
from kiosk.domain.messages.answers import CardDropped, SignedIn, SystemJoined, TitleLinksCame
from kiosk.domain.messages.effects import AskLinks
from kiosk.domain.messages.events import Event
from kiosk.domain.messages.intents import (
    AskTitleLinks,
    DropTitleLinks,
    EnterCard,
    ForgetCard,
    FormSent,
    GiveBackTitle,
    OpenDigital,
    OpenWith,
    RememberCard,
    ShowPart,
)
from kiosk.domain.model import Loan, LoanAct, LoanId, Medium, Opening, Refusal, RefusalKind, Secret, VisitId
from kiosk.domain.visit.digital_loans import code_of
from kiosk.domain.visit.digital_states import DigitalLoans, TitleCode
from kiosk.domain.visit.digital_systems import form_of
from kiosk.domain.visit.state_parts import visit_of
from kiosk.domain.visit.states import Kiosk, Serving
from kiosk.structs import replace
from tests.domain.bench import Bench
from tests.domain.cast import MARTA, NEXT_WEEK, item, loan

ADDRESS = "https://read.example/open?token=7f3a"


def title(code: str, *can: LoanAct, medium: Medium = Medium.EBOOK) -> Loan:
    """Return a digital loan. `can` are the acts that are possible, by default to open the title and to give it back."""
    acts = frozenset(can) or frozenset({LoanAct.OPEN, LoanAct.RETURN})
    return Loan(LoanId(f"loan-{code}"), item(code), due=NEXT_WEEK, can=acts, medium=medium)


def link(kind: LinkKind = LinkKind.BROWSER, part: int = 1, parts: int = 1, valid_s: float | None = None) -> TitleLink:
    return TitleLink(kind, Secret(f"{ADDRESS}&part={kind}-{part}"), part, parts, valid_s)


PARTS = tuple(link(LinkKind.CONTENT, part, 3) for part in (2, 1, 3))
BOTH = (link(LinkKind.BROWSER), link(LinkKind.APP), link(LinkKind.SUPPLEMENT))


def bench(*titles: Loan, things: tuple[str, ...] = (), digital: bool = True, at_once: bool = True) -> Bench:
    """Return a kiosk at which Marta is signed in. She has these digital loans, and has these things on loan."""
    kiosk = Bench().fob()
    opening = Opening((*(loan(code) for code in things), *titles))
    return kiosk.tell(SignedIn(kiosk.visit, MARTA, opening, at_once=at_once, digital=digital))


def page(kiosk: Bench) -> DigitalLoans:
    found = kiosk.serving.side_page
    assert isinstance(found, DigitalLoans)
    return found


def code(kiosk: Bench) -> TitleCode:
    found = page(kiosk).code
    assert found is not None
    return found


def asked(*titles: Loan) -> Bench:
    """Return a kiosk that has asked for the addresses of the first title."""
    kiosk = bench(*titles).tell(OpenDigital())
    return kiosk.tell(AskTitleLinks(titles[0].ident))


def came(kiosk: Bench, *links: TitleLink) -> Bench:
    """Give these addresses to the kiosk, as the answer to its last request."""
    return kiosk.tell(TitleLinksCame(kiosk.visit, kiosk.wants(AskLinks)[-1].number, links))


# --- random events ---

RIVER = DigitalSystem("od", "Riverside", "SA-.*", remembering=CardRemembering.OFFERED)
OD_BOOK = replace(title("SA-2"), ident=LoanId("od|SA-2"), system="od")
TITLES = (title("SA-2"), title("HA-3", medium=Medium.KINDLE), title("118", LoanAct.OPEN, medium=Medium.AUDIOBOOK))


def about_titles(kiosk: Kiosk, number: int) -> Event:
    """Return an event about digital loans, chosen by `number`. Some events make no sense in the kiosk's state."""
    which, number = number % 14, number // 14
    state = kiosk.state
    now = code_of(state) if isinstance(state, Serving) else None
    ident = TITLES[number % 3].ident if number % 5 else LoanId("no-such")
    answers = (BOTH, PARTS, (link(valid_s=5.0),), (), None, OpeningRefused(Refusal(RefusalKind.OTHER, "no")))
    form = form_of(state) if isinstance(state, Serving) else None
    outcomes = (
        Joined((OD_BOOK,), "4471"),
        Joined(reserves=True, remembered=True),
        CardWanted(wrong=True, wait_s=2.0),
        CardWanted(dropped=True),
        None,
    )
    options: tuple[Event, ...] = (
        OpenDigital(),
        AskTitleLinks(ident),
        AskTitleLinks(ident),
        DropTitleLinks(),
        OpenWith(tuple(LinkKind)[number % 4]),
        ShowPart(number % 4 - 1),
        GiveBackTitle(ident),
        SystemJoined(visit_of(state) or VisitId(0), "od", outcomes[number % len(outcomes)]),
        EnterCard("od"),
        RememberCard(yes=number % 2 == 0),
        ForgetCard("od"),
        CardDropped(visit_of(state) or VisitId(0), "od", ok=number % 2 == 0),
        FormSent(form.form if form else number, ("", "9")[number % 2], Secret("1" * (number % 3))),
        TitleLinksCame(visit_of(state) or VisitId(0), now.number if now else number, answers[number % len(answers)]),
    )
    return options[which]
