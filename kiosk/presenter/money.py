"""The words about costs. Only this module writes amounts, and it writes no amount if the library hides money.

A late fee is shown only after the return is confirmed. Before the return is confirmed, no line and no sum includes a
late fee.
"""

import re
from collections.abc import Sequence
from decimal import Decimal

from msgspec import Struct

from kiosk.domain.basket import borrowing, cost_of, late_fee_of, late_fees, unpaid
from kiosk.domain.model import Direction, Line, LineState
from kiosk.domain.money import NOTHING, Bill, Cost, Discount, Fine, LateFee
from kiosk.domain.visit.states import Receipt, Serving, Verdict
from kiosk.presenter.page_facts import PageFacts, staged
from kiosk.presenter.server_words import clean
from kiosk.structs import replace
from kiosk.texts.formats import written
from kiosk.views.basket import LineView
from kiosk.views.pieces import MoneyRow, MoneyView, Tone

_AMOUNT = re.compile(r"[$\u00a2-\u00a5\u20a0-\u20cf]|\d[.,]\d{2}(?!\d)|\b(kr|EUR|USD|CHF)\b")


def amount(facts: PageFacts, of: Decimal) -> str:
    """Return the amount, written as is usual in the member's language. Return an empty text if money is hidden."""
    return "" if facts.library.hide_money else written(facts.formats, of, facts.library.currency)


def without_money(facts: PageFacts, words: str) -> str:
    """Return the server's words, or nothing if money is hidden and the words name an amount."""
    code = facts.library.currency
    speaks = _AMOUNT.search(words) or (code and re.search(rf"\b{re.escape(code)}\b", words))
    return "" if facts.library.hide_money and speaks else words


# --- Home ---

_MOST_FINES = 3


def owed(facts: PageFacts, serving: Serving) -> MoneyView | None:
    """Return the sum that the member already owed before this visit, with a row for each fine.

    Return None if the member owed nothing, if the sum is not known, or if money is hidden. If there are many fines, the
    last row is the sum of the fines that have no row.
    """
    balance, texts = serving.balance, facts.texts.money
    if balance is None or balance.owed <= NOTHING or facts.library.hide_money:
        return None
    most = _MOST_FINES if len(balance.fines) <= _MOST_FINES else _MOST_FINES - 1
    shown, rest = balance.fines[:most], balance.fines[most:]
    rows = [_fine_row(facts, fine) for fine in shown]
    if rest:
        rows.append(MoneyRow(texts.more_fines(len(rest)), amount(facts, sum((each.amount for each in rest), NOTHING))))
    return MoneyView(texts.you_owe(amount(facts, balance.owed)), tuple(rows), texts.pay_at_desk)


def _fine_row(facts: PageFacts, fine: Fine) -> MoneyRow:
    title, why = clean(fine.title), clean(fine.why)
    label, detail = (title, why) if title else (why or facts.texts.money.fee, "")
    return MoneyRow(label, amount(facts, fine.amount), detail)


# --- the basket ---


def held_back(facts: PageFacts, serving: Serving) -> tuple[Line, ...]:
    """Return the lines that cost something and cannot be finished here."""
    return unpaid(serving.bill, serving.lines, allow_owing=facts.lasting.house.allow_owing)


def price_text(facts: PageFacts, bill: Bill | None, line: Line) -> str:
    """Return the price of a line that is staged or done, or an empty text if the line is free or in another state."""
    cost = cost_of(bill, line)
    if cost is None or cost.full <= NOTHING or line.state not in {LineState.STAGED, LineState.DONE}:
        return ""
    return _cost_text(facts, cost)


def _cost_text(facts: PageFacts, cost: Cost) -> str:
    to_pay, full = amount(facts, cost.to_pay), amount(facts, cost.full)
    return to_pay if not to_pay or cost.full == cost.to_pay else facts.texts.money.instead_of(to_pay, full)


class Costs(Struct, frozen=True):
    """The costs that a line shows. `held` is True if the line cannot be finished here because of its price."""

    price: str
    held: bool


def with_costs(facts: PageFacts, bill: Bill | None, line: Line, view: LineView, costs: Costs) -> LineView:
    """Add the price to the view of a line. If the line cannot be finished here, add also the reason."""
    why = unpaid_text(facts, bill, line) if costs.held else ""
    said = (facts.texts.money.spoken(costs.price) if costs.price and not why else "", why.rstrip("."))
    return replace(
        view,
        price=costs.price,
        reason=" ".join(filter(None, (view.reason, why))),
        tone=Tone.WARN if why else view.tone,
        name=", ".join((view.name, *filter(None, said))),
    )


def unpaid_text(facts: PageFacts, bill: Bill | None, line: Line) -> str:
    """Say why a line that costs something cannot be finished here."""
    texts, cost = facts.texts.money, cost_of(bill, line)
    if facts.library.hide_money:
        return texts.unpaid_hidden
    return texts.unpaid(amount(facts, cost.to_pay)) if cost else texts.unpaid_some


def unpaid_on_receipt(facts: PageFacts) -> str:
    """Say on the receipt why a line that costs something was left out."""
    texts = facts.texts.money
    return facts.texts.refusals.unpaid if facts.library.hide_money else texts.unpaid_receipt


def total_near_finish(facts: PageFacts, serving: Serving) -> str:
    """Return the words beside the button Finish: what the borrowed tools cost, and if the member will owe the money.

    Return an empty text if the tools are free or money is hidden.
    """
    to_pay = _sum_before_finish(facts, serving)
    if not to_pay:
        return ""
    texts = facts.texts.money
    owe = texts.will_owe if facts.lasting.house.allow_owing else ""
    return " ".join(filter(None, (f"{texts.total(to_pay)}.", owe)))


def _sum_before_finish(facts: PageFacts, serving: Serving) -> str:
    """Return the sum for the borrowed tools as text, or an empty text if there is nothing to pay or money is hidden.

    Usually the sum comes from the server. There are three exceptions, in which the kiosk adds up the prices itself: the
    server gives no sum, its sum includes a late fee, or a line is held back because it must be paid for first.
    """
    bill, held = serving.bill, held_back(facts, serving)
    lines = tuple(line for line in staged(serving.lines) if line not in held)
    if bill is None or facts.library.hide_money:
        return ""
    lent = borrowing(bill, lines).to_pay
    whole = not held and late_fees(bill, serving.lines) == NOTHING and bill.to_pay is not None
    to_pay = bill.to_pay if whole and bill.to_pay is not None else lent
    if to_pay <= NOTHING:
        return ""
    return clean(bill.shown) if whole and bill.shown else amount(facts, to_pay)


# --- Confirm ---


def confirm_costs(facts: PageFacts, serving: Serving) -> MoneyView | None:
    """Return the costs of borrowing and the discounts, or None if there is nothing to show.

    Late fees are left out, because the returns are not confirmed yet.
    """
    bill, held = serving.bill, held_back(facts, serving)
    if bill is None or facts.library.hide_money:
        return None
    lines = [line for line in reversed(staged(serving.lines)) if line not in held]
    # If there is a late fee or a line that is held back, only the names of the discounts are shown. The amounts of the
    # discounts would reveal the fee.
    late = bool(held) or late_fees(bill, serving.lines) > NOTHING
    discounts = [each for each in bill.discounts if each.on_borrowing or not each.on_late_fees]
    named = [_discount_row(facts, each, with_amount=not late) for each in discounts]
    costs = [(line, cost_of(bill, line)) for line in lines]
    rows = [
        _cost_row(facts, facts.line_title(line), cost, named) for line, cost in costs if cost and cost.full > NOTHING
    ]
    to_pay = _sum_before_finish(facts, serving)
    if not rows and not to_pay:
        return None
    named = named if rows else []
    texts = facts.texts.money
    note = texts.will_owe if to_pay and facts.lasting.house.allow_owing else ""
    sum_row = MoneyRow(texts.to_pay if to_pay else texts.in_all, to_pay or texts.free, strong=True)
    return MoneyView(texts.title, (*rows, *named, sum_row), note)


def _cost_row(facts: PageFacts, label: str, cost: Cost, discounts: Sequence[MoneyRow], detail: str = "") -> MoneyRow:
    """Return a row with the full price if rows for the discounts follow, and with the reduced price if not."""
    below = any(each.amount for each in discounts)
    return MoneyRow(label, amount(facts, cost.full) if below else _cost_text(facts, cost), detail)


def _discount_row(facts: PageFacts, discount: Discount, *, with_amount: bool = True) -> MoneyRow:
    texts = facts.texts.money
    less = discount.amount if with_amount else None
    if less:
        value = amount(facts, -less.copy_abs())
    else:
        share = discount.percentage
        value = texts.off(f"{share.normalize():f}") if share and with_amount else ""
    return MoneyRow(clean(discount.name) or texts.discount, value)


# --- the receipt ---


def late_fee_text(facts: PageFacts, bill: Bill | None, line: Line) -> str:
    """Say the late fee of a tool that came back late. Say nothing until the return is confirmed."""
    fee = late_fee_of(bill, line)
    if fee is None or line.state is not LineState.DONE or line.direction is not Direction.RETURN:
        return ""
    told = amount(facts, fee.cost.to_pay)
    return facts.texts.money.late_fee_of(told) if told else ""


def receipt_costs(facts: PageFacts, receipt: Receipt) -> MoneyView | None:
    """Return the costs of the confirmed lines, or None if there is nothing to show.

    The rows show each price, each late fee, each discount, and the sum.
    """
    bill = receipt.bill
    done = tuple(line for line in receipt.lines if line.state is LineState.DONE)
    if bill is None or facts.library.hide_money or not done:
        return None
    whole = receipt.verdict is Verdict.ALL and len(done) == len(receipt.lines)
    discounts = [_discount_row(facts, each) for each in bill.discounts] if whole else []
    costs = [(line, cost_of(bill, line)) for line in done]
    lent = [
        _cost_row(facts, facts.line_title(line), cost, discounts)
        for line, cost in costs
        if cost and cost.full > NOTHING
    ]
    late = [_late_fee_row(facts, line, fee, discounts) for line in done if (fee := late_fee_of(bill, line)) is not None]
    to_pay = borrowing(bill, done).to_pay + late_fees(bill, done)
    shown = ""
    if whole and bill.to_pay is not None:
        to_pay, shown = bill.to_pay, clean(bill.shown)
    if not (lent or late) and to_pay <= NOTHING:
        return None
    texts = facts.texts.money
    note = texts.owes if to_pay > NOTHING else ""
    note = " ".join(filter(None, (note, texts.late_kindly if late and not lent else "")))
    total_row = MoneyRow(texts.in_all, (shown or amount(facts, to_pay)) if to_pay else texts.free, strong=True)
    return MoneyView(texts.title, (*lent, *late, *discounts, total_row), note)


def _late_fee_row(facts: PageFacts, line: Line, fee: LateFee, discounts: Sequence[MoneyRow]) -> MoneyRow:
    texts = facts.texts.money
    days = texts.days_at(fee.days, amount(facts, fee.rate)) if fee.rate and fee.days else ""
    return _cost_row(facts, texts.late_fee(facts.line_title(line)), fee.cost, discounts, days)
