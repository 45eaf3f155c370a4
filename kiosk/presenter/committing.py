"""The page that is shown during a commit. The page says only what is certain."""

from kiosk.domain.basket import find, titles_done
from kiosk.domain.messages.intents import CloseReceipt, Finish
from kiosk.domain.model import Line, LineId
from kiosk.domain.visit.states import Committing, ReadingBack, Resolving
from kiosk.domain.visit.times import LEAVE_AFTER_S
from kiosk.presenter.frame import rail_tools
from kiosk.presenter.page_facts import PageFacts, first_name
from kiosk.views.finish import CommittingPage, NameRow
from kiosk.views.pieces import Banner, Button, Emphasis, Rail, Tone


def committing_page(facts: PageFacts, committing: Committing) -> CommittingPage:
    """Return the page that is shown until the server answers the commit."""
    texts = facts.texts.committing
    slow = Banner(texts.slow, texts.slow_text, "clock", Tone.WAIT) if _is_slow(facts, committing.began) else None
    return _page(facts, committing, (texts.telling, texts.telling_lead), frozenset(), slow, None)


def reading_back_page(facts: PageFacts, reading: ReadingBack) -> CommittingPage:
    """Return the page that is shown after the server has answered the commit, until the read-back is complete.

    A line gets a tick when the read-back proves that the line is recorded.
    """
    texts = facts.texts.committing
    banner, leave = _may_go(facts, reading.of.began)
    return _page(facts, reading.of, (texts.reading, texts.reading_lead), reading.proven, banner, leave)


def resolving_page(facts: PageFacts, resolving: Resolving) -> CommittingPage:
    """Return the page for a commit whose answer was lost. The kiosk now finds out what the server has recorded."""
    texts = facts.texts.committing
    banner, leave = _may_go(facts, resolving.of.began)
    words = (texts.resolving, texts.resolving_lead)
    return _page(facts, resolving.of, words, resolving.proven, banner, leave, lost=True)


def _is_slow(facts: PageFacts, since: float) -> bool:
    return facts.lasting.moment.at - since >= LEAVE_AFTER_S


def _may_go(facts: PageFacts, since: float) -> tuple[Banner | None, Button | None]:
    """Return a banner and a button that let the member leave.

    Return None for both in the first `LEAVE_AFTER_S` seconds of the commit. After this time the member can leave,
    because the kiosk continues to ask the server without the member.
    """
    if not _is_slow(facts, since):
        return None, None
    texts = facts.texts.committing
    leave = Button(texts.leave, CloseReceipt(), "logout", texts.may_go_text, Emphasis.PRIMARY, texts.leave)
    return Banner(texts.may_go, texts.may_go_text, "clock", Tone.WAIT), leave


def _page(
    facts: PageFacts,
    of: Committing,
    words: tuple[str, str],
    proven: frozenset[LineId],
    banner: Banner | None,
    leave: Button | None,
    *,
    lost: bool = False,
) -> CommittingPage:
    titles = tuple(line for line in titles_done(of.serving.lines) if find(of.lines, line.ident) is None)
    proven |= {line.ident for line in titles}  # the digital systems have confirmed these lines already
    label, hint = facts.texts.frame.please_wait, words[0] if lost else facts.texts.committing.wait_hint
    wait = Button(label, Finish(), "clock", hint=hint, name=label, enabled=False)
    return CommittingPage(
        headline=words[0],
        lead=words[1],
        rows=tuple(_row(facts, line, proven=line.ident in proven) for line in (*of.lines, *titles)),
        banner=banner,
        wait=wait if leave is None else None,
        leave=leave,
        rail=Rail(first_name(of.serving.member), None, rail_tools(facts)),
    )


def _row(facts: PageFacts, line: Line, *, proven: bool) -> NameRow:
    texts, title = facts.texts.committing, facts.line_title(line)
    return NameRow(title, proven, texts.proven(title) if proven else texts.waiting(title))
