"""The lines of stories about prices, and about the reasons why a member may not borrow.

README.md lists the wordings of these lines.
"""

from decimal import Decimal

from kiosk.domain.messages.answers import BillSeen, LineAnswered, SignedIn
from kiosk.domain.model import Limits, Missing, Opening, Refusal, RefusalKind, Refused
from kiosk.domain.money import NOTHING, Bill, Cost, Discount, LateFee, Price
from kiosk.structs import replace
from tests.scenarios.stage import PEOPLE, Stage, codes_in
from tests.scenarios.telling import happens


@happens("the library hides money")
def _(stage: Stage) -> None:
    stage.set_library(hide_money=True)


@happens("members may owe the library")
def _(stage: Stage) -> None:
    stage.set_house(allow_owing=True)


@happens("borrowing {tools} costs {text}")
def _(stage: Stage, tools: str, text: str) -> None:
    prices = tuple(Price(f"ref-{code}", _cost(text)) for code in codes_in(tools))
    bill = _bill(stage)
    _tell(stage, replace(bill, prices=(*bill.prices, *prices)))


@happens("borrowing {tools} costs {text} instead of {more}")
def _(stage: Stage, tools: str, text: str, more: str) -> None:
    prices = tuple(Price(f"ref-{code}", Cost(Decimal(more), Decimal(text))) for code in codes_in(tools))
    bill = _bill(stage)
    _tell(stage, replace(bill, prices=(*bill.prices, *prices)))


@happens("the late fee of {tools} is {text}")
def _(stage: Stage, tools: str, text: str) -> None:
    fees = tuple(LateFee(f"loan-{code}", _cost(text), Decimal(1), int(Decimal(text))) for code in codes_in(tools))
    bill = _bill(stage)
    _tell(stage, replace(bill, late_fees=(*bill.late_fees, *fees)))


@happens("the discount {text} takes off {more}")
def _(stage: Stage, text: str, more: str) -> None:
    discount = Discount(text, Decimal(more), on_borrowing=True)
    _tell(stage, replace(_bill(stage), discounts=(discount,)))


@happens("the library says that {text} is to be paid")
def _(stage: Stage, text: str) -> None:
    _tell(stage, replace(_bill(stage), shown=text))


@happens("the library knows {who}, who must sign the agreement first")
def _(stage: Stage, who: str) -> None:
    member = replace(PEOPLE[stage.named(who)], missing=frozenset({Missing.AGREEMENT}))
    stage.bench.tell(SignedIn(stage.bench.visit, member, Opening(limits=Limits(can_return=False))))


@happens("the library refuses {tools}, for the agreement: {text}")
def _(stage: Stage, tools: str, text: str) -> None:
    for code in codes_in(tools):
        no = Refused(Refusal(RefusalKind.AGREEMENT_MISSING, text))
        stage.bench.tell(LineAnswered(stage.bench.visit, stage.line(code).ident, no))


def _bill(stage: Stage) -> Bill:
    return stage.bench.serving.bill or Bill()


def _cost(text: str) -> Cost:
    return Cost(Decimal(text), Decimal(text))


def _tell(stage: Stage, bill: Bill) -> None:
    costs = (*(each.cost for each in bill.prices), *(each.cost for each in bill.late_fees))
    to_pay = sum((each.to_pay for each in costs), NOTHING)
    stage.bench.tell(BillSeen(stage.bench.visit, replace(bill, to_pay=to_pay)))
