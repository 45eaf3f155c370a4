"""The page of the digital loans in a visit. A code on this page opens a title on the phone of the member.

The code is a QR code with a personal address. The kiosk asks the digital system for the address each time, and forgets
the address when the code is no longer shown.
"""

from collections.abc import Callable
from typing import assert_never

from kiosk.domain.digital import LinkKind, OpeningRefused, one_by_one, without_addresses, without_useless_kinds
from kiosk.domain.messages.answers import TitleLinksCame
from kiosk.domain.messages.effects import AddLine, AskLinks
from kiosk.domain.messages.intents import (
    AskTitleLinks,
    DropTitleLinks,
    GiveBackTitle,
    OpenDigital,
    OpenWith,
    ShowPart,
)
from kiosk.domain.model import Direction, ItemCode, Line, LineId, LineState, Loan, LoanAct, LoanId
from kiosk.domain.visit.at_once import can_give_back, undo, without_renewals
from kiosk.domain.visit.digital_states import CodeProgress, DigitalLoans, TitleCode
from kiosk.domain.visit.lasting import NoticeKey
from kiosk.domain.visit.questions import AskGiveBack
from kiosk.domain.visit.states import Serving
from kiosk.domain.visit.times import CODE_S
from kiosk.domain.visit.turn import Turn
from kiosk.structs import replace

AboutDigital = OpenDigital | AskTitleLinks | DropTitleLinks | OpenWith | ShowPart | GiveBackTitle | TitleLinksCame


def about_digital(serving: Serving, act: AboutDigital, turn: Turn) -> Serving:
    """Return the basket after an act on the page of the digital loans, or after an answer about a title."""
    match act:
        case OpenDigital():
            return _opened(serving) if has_digital(serving) else serving
        case AskTitleLinks(ident):
            return _asked_for_code(serving, ident, turn)
        case DropTitleLinks():
            return _with(serving, lambda page: replace(page, code=None))
        case OpenWith(way):
            return _with_code(serving, turn, way=way, place=0)
        case ShowPart(place):
            return _with_code(serving, turn, place=place)
        case GiveBackTitle(ident):
            return _asked_to_give_back(serving, ident)
        case TitleLinksCame():
            return _came(serving, act, turn)
        case _:
            assert_never(act)


def has_digital(serving: Serving) -> bool:
    """Return True if the account can have digital loans, so that their page can be opened."""
    return serving.digital or bool(serving.systems) or bool(titles_of(serving))


def titles_of(serving: Serving) -> tuple[Loan, ...]:
    """Return the digital loans of the member."""
    return tuple(loan for loan in serving.loans if loan.medium is not None)


def lists_all(serving: Serving) -> bool:
    """Return True if the kiosk can list all digital loans of the member at the systems that have answered."""
    return serving.lists_all and all(system.lists_all for system in serving.systems)


def at_title(serving: Serving, loan: Loan, turn: Turn) -> Serving:
    """Open the page of the digital loans at this title, because its label was scanned. Do not give the title back."""
    turn.say(NoticeKey.TITLE_ON_LOAN, loan.item.code)
    return replace(_opened(serving), side_page=DigitalLoans(fresh=loan.ident))


def code_ends(serving: Serving, turn: Turn) -> Serving:
    """Forget the addresses of the title if the time of the code is over."""
    code = code_of(serving)
    if code is None or code.until is None or turn.now < code.until:
        return serving
    gone = replace(code, progress=CodeProgress.GONE, links=without_addresses(code.links), until=None)
    return _with(serving, lambda page: replace(page, code=gone))


def code_of(serving: Serving) -> TitleCode | None:
    """Return the code of a digital loan that the page shows or has asked for, or None if there is no such code."""
    return serving.side_page.code if isinstance(serving.side_page, DigitalLoans) else None


def _opened(serving: Serving) -> Serving:
    page = serving.side_page if isinstance(serving.side_page, DigitalLoans) else DigitalLoans()
    return replace(serving, side_page=page, panel=None, question=None, question_until=None)


def _with(serving: Serving, change: Callable[[DigitalLoans], DigitalLoans]) -> Serving:
    page = serving.side_page
    return replace(serving, side_page=change(page)) if isinstance(page, DigitalLoans) else serving


# --- the code of a title ---


def _asked_for_code(serving: Serving, ident: LoanId, turn: Turn) -> Serving:
    """Open the page of the title's code, and ask the digital system for the addresses of the title.

    If a code of this title was shown before, the new code opens the title in the same way and at the same part.
    """
    former = code_of(serving)
    if not any(loan.ident == ident and LoanAct.OPEN in loan.can for loan in titles_of(serving)):
        return serving
    if former is None or former.loan != ident:
        code = TitleCode(ident, turn.number())
    elif former.progress is CodeProgress.ASKED:
        return serving
    else:
        number, links = turn.number(), without_addresses(former.links)
        code = TitleCode(ident, number, links=links, way=former.way, place=former.place)
    turn.ask(AskLinks(serving.visit, code.number, ident))
    return _with(_opened(serving), lambda page: replace(page, asked=None, code=code))


def _came(serving: Serving, answer: TitleLinksCame, turn: Turn) -> Serving:
    code = code_of(serving)
    if code is None or code.number != answer.number or code.progress is not CodeProgress.ASKED:
        return serving
    match answer.links:
        case None:
            code = replace(code, progress=CodeProgress.AWAY)
        case OpeningRefused(refusal):
            code = replace(code, progress=CodeProgress.REFUSED, refusal=refusal)
        case links if not any(link.address for link in links):
            code = replace(code, progress=CodeProgress.REFUSED)
        case links:
            return _shown(serving, replace(code, links=without_useless_kinds(links), came=turn.now), turn)
    return _with(serving, lambda page: replace(page, code=code))


def _shown(serving: Serving, code: TitleCode, turn: Turn) -> Serving:
    """Show the code of the chosen link, and give the member enough time to point the phone at the code.

    The code is shown for CODE_S seconds. If the digital system says that the address is valid for a shorter time, the
    code is shown only until the address is no longer valid.
    """
    links = one_by_one(code.links, code.way)
    place = min(code.place, len(links) - 1)
    valid_s = links[place].valid_s
    ends = turn.now + CODE_S if valid_s is None else min(turn.now + CODE_S, code.came + valid_s)
    code = replace(code, progress=CodeProgress.SHOWN, place=place, shown_s=ends - turn.now, until=ends)
    deadline = max(turn.now + turn.idle_s, ends + turn.house.warn_s)
    serving = replace(serving, deadline=max(serving.deadline, deadline), warned=False, overdue_since=None)
    return _with(serving, lambda page: replace(page, code=code))


def _with_code(serving: Serving, turn: Turn, *, way: LinkKind | None = None, place: int) -> Serving:
    """Show the QR code of the part `place` of the title, or of another way to open the title, such as an app.

    If the kiosk has already forgotten the addresses in the QR codes, ask the digital system for new addresses.
    """
    code = code_of(serving)
    if code is None or not 0 <= place < len(one_by_one(code.links, way or code.way)):
        return serving
    chosen = replace(code, way=way or code.way, place=place)
    if code.progress is CodeProgress.SHOWN:
        return _shown(serving, chosen, turn)
    return _asked_for_code(_with(serving, lambda page: replace(page, code=chosen)), code.loan, turn)


# --- to give a title back before its last day ---


def can_give_title_back(serving: Serving, loan: Loan) -> bool:
    """Return True if the member can give this digital loan back now.

    Return False if an act about this title still runs, or if the result of such an act is not known.
    """
    return LoanAct.RETURN in loan.can and all(
        line.state is LineState.REFUSED or can_give_back(serving, line) for line in lines_about(serving, loan)
    )


def lines_about(serving: Serving, loan: Loan) -> tuple[Line, ...]:
    """Return the lines of the basket that are about this loan. The newest line comes first."""
    code: ItemCode = loan.item.code
    lines = without_renewals(serving.lines)
    return tuple(line for line in lines if line.loan == loan.ident or (code and line.code == code))


def _asked_to_give_back(serving: Serving, ident: LoanId) -> Serving:
    loan = next((each for each in titles_of(serving) if each.ident == ident), None)
    if loan is None or not can_give_title_back(serving, loan):
        return serving
    return _with(serving, lambda page: replace(page, asked=ident, code=None))


def decide_give_back(serving: Serving, page: DigitalLoans, turn: Turn, *, yes: bool) -> Serving:
    """Return the basket after the member has answered the question "Give it back now?"."""
    serving = replace(serving, side_page=replace(page, asked=None))
    loan = next((each for each in titles_of(serving) if each.ident == page.asked), None)
    if not yes or loan is None or not can_give_title_back(serving, loan):
        return serving
    former = lines_about(serving, loan)
    done = next((line for line in former if line.state is LineState.DONE), None)
    if done is not None:
        return undo(serving, AskGiveBack(done.ident), turn)
    if not turn.lasting.store_ok:
        turn.say(NoticeKey.CANNOT_RECORD, loan.item.code)
        return serving
    line = Line(
        ident=LineId(turn.number()),
        code=loan.item.code,
        direction=Direction.RETURN,
        state=LineState.CHECKING,
        item=loan.item,
        loan=loan.ident,
        system=loan.system,
        medium=loan.medium,
    )
    turn.ask(AddLine(serving.visit, line))
    others = tuple(each for each in serving.lines if each not in former)
    return replace(serving, lines=(line, *others), fresh=line.ident)
