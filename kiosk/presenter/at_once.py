"""The parts of the basket's page that are shown only if the lending system records each scan at once."""

from kiosk.domain.messages.intents import GiveBack, No, RenewAll, RenewLoan, Yes
from kiosk.domain.model import Direction, Line, LineState, Loan
from kiosk.domain.visit.at_once import can_give_back, renewable
from kiosk.domain.visit.questions import AskBorrowAgain, AskGiveBack
from kiosk.domain.visit.states import Serving
from kiosk.presenter.digital import open_button
from kiosk.presenter.money import without_money
from kiosk.presenter.page_facts import PageFacts
from kiosk.presenter.server_words import clean
from kiosk.structs import replace
from kiosk.views.basket import LineView
from kiosk.views.pieces import Button, Emphasis

_SEVERAL = 2


def is_asked_about(serving: Serving, line: Line) -> bool:
    """Return True if the page now asks the member whether to undo this line."""
    return isinstance(serving.question, AskGiveBack | AskBorrowAgain) and serving.question.line == line.ident


def with_undo(facts: PageFacts, serving: Serving, line: Line, view: LineView) -> LineView:
    """Add to the view of a done line a way to undo it: a button, a hint, or the question that the member must answer.

    If the line has lent a digital title, also add the button that opens the title. Return any other view unchanged.
    """
    if not (serving.at_once or line.system) or line.state is not LineState.DONE:
        return view
    if view.title != clean(line.code):
        view = replace(view, code="")  # the member knows the tool by its title, so the code of the label is left out
    if is_asked_about(serving, line):
        return _asked(facts, serving, line, view)
    texts = facts.texts.lines
    if can_give_back(serving, line):
        name = texts.give_back_name(view.title)
        back = Button(texts.give_back, GiveBack(line.ident), "giveback", name=name)
        return replace(view, retry=back, like=open_button(facts, serving, line))
    if line.direction is Direction.RETURN:
        return replace(view, reason=" ".join(filter(None, (view.reason, texts.borrow_again_hint))))
    return replace(view, like=open_button(facts, serving, line))


def after_done(facts: PageFacts, serving: Serving, line: Line) -> tuple[bool, Button | None]:
    """Return the two facts that decide which buttons a done line has.

    The first is True if the member can give the item back. The second is the button that opens the digital title of
    the line, or None.
    """
    return can_give_back(serving, line), open_button(facts, serving, line)


def _asked(facts: PageFacts, serving: Serving, line: Line, view: LineView) -> LineView:
    texts = facts.texts.lines
    returns = can_give_back(serving, line)
    question = texts.give_back_question if returns else texts.borrow_again_question
    yes, no = (texts.give_back_yes, texts.give_back_no) if returns else (texts.borrow_again_yes, texts.borrow_again_no)
    return replace(
        view,
        asked=True,
        due="",  # the day is left out, because the buttons Yes and No need the space
        reason=question,
        retry=Button(yes, Yes(), "check", look=Emphasis.PRIMARY, name=f"{question} {yes}"),
        like=Button(no, No(), name=f"{question} {no}"),
        name=f"{view.name}, {question}",
    )


def keep_all_longer(facts: PageFacts, serving: Serving, shown: int) -> Button | None:
    """Return the button that renews all loans that can be renewed now, one after the other.

    `shown` is the number of loans on the page. If only one loan can be renewed, return None, because this loan has its
    own button. Also return None if no loan can be renewed.
    """
    n, texts = len(renewable(serving)), facts.texts.loans
    if n < _SEVERAL:
        return None
    return Button(texts.keep_all, RenewAll(), "renew", name=texts.keep_all_name(n, shown))


def loan_details(facts: PageFacts, loan: Loan) -> str:
    """Return the item's shelf (its call number), and how often the loan was renewed, as far as both are known.

    If the library wants the tool back, the words also say when the loan is due.
    """
    texts = facts.texts.loans
    due = texts.due(facts.formats.day(loan.due)) if loan.recalled is not None and loan.due is not None else ""
    renewed = ""
    if loan.renewals is not None:
        renewed = texts.renewed(loan.renewals) if loan.renewals > 0 else texts.not_renewed
    return " · ".join(filter(None, (due, clean(loan.item.shelf), renewed)))


def loan_note(facts: PageFacts, loan: Loan) -> str:
    """If the library wants the tool back, say why. If the lending system refused to renew the loan, say why.

    Only a refusal in this visit counts. In all other cases, say nothing.
    """
    if loan.recalled is not None:
        return facts.texts.loans.wanted_why
    if loan.why_not is None:
        return ""
    texts, words = facts.texts.loans, without_money(facts, clean(loan.why_not))
    return texts.cannot_keep(words) if words else texts.cannot_keep_bare


def keep_longer(facts: PageFacts, serving: Serving, loan: Loan) -> Button | None:
    """Return the button that renews this loan, or None if the loan cannot be renewed now."""
    if all(each.ident != loan.ident for each in renewable(serving)):
        return None
    texts, title = facts.texts.loans, facts.item_title(loan.item)
    return Button(texts.keep_longer, RenewLoan(loan.ident), "renew", name=texts.keep_longer_name(title))
