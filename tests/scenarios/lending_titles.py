"""The lines of stories about digital loans, which are listed, opened on a phone, or given back.

README.md lists the wordings of these lines.
"""

from datetime import date

from kiosk.domain.digital import DigitalSystem, Joined, LinkKind, TitleLink
from kiosk.domain.messages.answers import LoansRead, SignedIn, SystemJoined, TitleLinksCame
from kiosk.domain.messages.effects import AddLine, AskLinks
from kiosk.domain.messages.intents import AskTitleLinks, GiveBackTitle, OpenDigital
from kiosk.domain.model import (
    CommitId,
    Direction,
    InDoubt,
    Item,
    ItemCode,
    Loan,
    LoanAct,
    LoanId,
    Medium,
    Opening,
    Recorded,
    Secret,
    Truth,
)
from kiosk.structs import replace
from kiosk.views.digital import CodePage, DigitalPage
from tests.scenarios.stage import PEOPLE, Stage
from tests.scenarios.telling import happens, holds

BOOK = Loan(
    LoanId("title-1"),
    Item(ItemCode("EB-1"), "The Workshop Handbook", ident="1"),
    due=date(2026, 12, 7),
    can=frozenset({LoanAct.OPEN, LoanAct.RETURN}),
    medium=Medium.EBOOK,
)
ADDRESS = Secret("https://read.example/open?token=7f3a9c")


@happens("the library knows {who}, who has an e-book")
def _(stage: Stage, who: str) -> None:
    bench = stage.bench.later(0.4)
    bench.tell(SignedIn(bench.visit, PEOPLE[stage.named(who)], Opening((BOOK,)), at_once=True, digital=True))


@happens("the library knows {who}, and a digital library beside it does, too")
def _(stage: Stage, who: str) -> None:
    bench = stage.bench.later(0.4)
    systems = (DigitalSystem("od", "E-books", "EB-.*"),)
    bench.tell(SignedIn(bench.visit, PEOPLE[stage.named(who)], Opening(), systems=systems))
    bench.tell(SystemJoined(bench.visit, "od", Joined()))


@happens("the digital library lends {text}")
def _(stage: Stage, text: str) -> None:
    lent = replace(BOOK, system="od")
    stage.bench.answer(text, Recorded(BOOK.item, BOOK.due, Direction.BORROW, BOOK.ident, lent=lent))


@happens("{who} opens the digital loans")
def _(stage: Stage, who: str) -> None:
    stage.named(who)
    stage.bench.tell(OpenDigital())


@happens("{who} wants to open the e-book on the phone")
def _(stage: Stage, who: str) -> None:
    stage.named(who)
    stage.bench.tell(AskTitleLinks(BOOK.ident))


@happens("{who} wants to give the e-book back")
def _(stage: Stage, who: str) -> None:
    stage.named(who)
    stage.bench.tell(GiveBackTitle(BOOK.ident))


@happens("the digital library sends the code")
def _(stage: Stage) -> None:
    asked = stage.bench.wants(AskLinks)[-1]
    links = (TitleLink(LinkKind.BROWSER, ADDRESS),)
    stage.bench.later(0.3).tell(TitleLinksCame(stage.bench.visit, asked.number, links))


@happens("the digital library does not answer")
def _(stage: Stage) -> None:
    asked = stage.bench.wants(AskLinks)[-1]
    stage.bench.later(0.3).tell(TitleLinksCame(stage.bench.visit, asked.number, None))


@happens("the digital library has no list of loans, and cannot tell what became of {text}")
def _(stage: Stage, text: str) -> None:
    """Lose the answer to the act on this title. Then read the loans, which can never show the result of this act."""
    bench = stage.bench
    bench.answer(text, InDoubt())
    ident = bench.line(text).ident
    truth = Truth(hopeless=frozenset({ident}))
    bench.later(1.0).tell(LoansRead(bench.visit, CommitId(ident), truth))


@happens("the loans show nothing of {text}")
def _(stage: Stage, text: str) -> None:
    bench = stage.bench
    truth = Truth(hopeless=frozenset({bench.line(text).ident}))
    bench.later(1.0).tell(LoansRead(bench.visit, bench.commit.commit, truth))


@happens("the digital library takes {text} back")
def _(stage: Stage, text: str) -> None:
    bench = stage.bench
    bench.answer(text, Recorded(BOOK.item, None, Direction.RETURN, BOOK.ident))


@holds("the digital loans are on the screen")
def _(stage: Stage) -> None:
    assert isinstance(stage.view.page, DigitalPage)


@holds("a code for the phone is on the screen")
def _(stage: Stage) -> None:
    page = stage.view.page
    assert isinstance(page, CodePage)
    assert page.code is not None
    assert page.code.payload == ADDRESS


@holds("no code for the phone is on the screen")
def _(stage: Stage) -> None:
    page = stage.view.page
    assert not isinstance(page, CodePage) or page.code is None


@holds("the kiosk gives the e-book back")
def _(stage: Stage) -> None:
    added = [effect.line for effect in stage.bench.last if isinstance(effect, AddLine)]
    assert [(line.loan, line.direction) for line in added] == [(BOOK.ident, Direction.RETURN)]
