"""Tests of Finish with tools that cost something, at a library where members may not owe money.

The kiosk does not lend these tools. It commits the other lines.
"""

from kiosk.domain.library import House, WalkAway
from kiosk.domain.messages.answers import BillSeen, SignedIn
from kiosk.domain.messages.effects import Commit, TakeOut
from kiosk.domain.messages.intents import Finish, No, Yes
from kiosk.domain.model import Direction, LineState, Opening, RefusalKind, VisitId
from kiosk.domain.money import Bill
from kiosk.domain.visit.questions import AskFinishWithout, AskUnpaid
from kiosk.domain.visit.states import Committing, Idle, ReadingBack, Receipt, Serving
from tests.domain.bench import Bench
from tests.domain.bills import bill
from tests.domain.cast import LIBRARY, MARTA, OTHER_FOB, loan, staged


def basket(owed: Bill, *borrowed: str, house: House | None = None) -> Bench:
    """Return a kiosk at which Marta brings HA-3 back and borrows the tools `borrowed`. The bill is `owed`."""
    bench = Bench(LIBRARY, house).fob().sign_in(loans=("HA-3",))
    bench.scan("HA-3").answer("HA-3", staged("HA-3", direction=Direction.RETURN, ref="loan-HA-3"))
    return bench.stage(*borrowed).tell(BillSeen(bench.visit, owed))


COSTLY = bill({"DR-1": "3", "SA-2": "0"})


def test_finish_asks_before_it_leaves_a_tool_out() -> None:
    bench = basket(COSTLY, "DR-1", "SA-2").fob()
    question = bench.is_in(Serving).question
    assert question == AskUnpaid((bench.line("DR-1").ident,))
    assert bench.work == []
    assert bench.tell(No()).is_in(Serving).question is None


def test_yes_takes_it_out_of_the_cart_before_the_rest_is_sent() -> None:
    bench = basket(COSTLY, "DR-1", "SA-2").fob().tell(Yes())
    assert bench.work == ["TakeOut DR-1"]
    assert not bench.is_in(Committing).sent
    bench.gone("DR-1")
    assert {line.code for line in bench.the(Commit).lines} == {"HA-3", "SA-2"}
    bench.answer_commit().later(1).read(("HA-3", "SA-2"))
    (left,) = bench.is_in(Receipt).others
    assert (left.code, left.state) == ("DR-1", LineState.REFUSED)
    assert left.refusal is not None
    assert left.refusal.kind is RefusalKind.UNPAID
    assert bench.is_in(Receipt).bill == COSTLY


def test_the_own_fob_says_yes_too() -> None:
    assert basket(COSTLY, "DR-1", "SA-2").fob().fob().work == ["TakeOut DR-1"]


def test_nothing_is_sent_while_it_cannot_be_taken_out() -> None:
    bench = basket(COSTLY, "DR-1").fob().tell(Yes()).stays("DR-1")
    assert bench.is_in(Serving).lines
    assert not bench.wants(Commit)


def test_with_nothing_else_in_the_basket_yes_ends_the_visit() -> None:
    bench = Bench(LIBRARY).fob().sign_in().stage("DR-1")
    bench.tell(BillSeen(bench.visit, bill({"DR-1": "3"}))).fob().tell(Yes())
    assert isinstance(bench.state, Idle)
    assert bench.work == ["Farewell DR-1"]


def test_who_may_owe_is_not_asked() -> None:
    bench = basket(COSTLY, "DR-1", "SA-2", house=House(allow_owing=True)).fob()
    assert {line.code for line in bench.the(Commit).lines} == {"HA-3", "DR-1", "SA-2"}


def test_a_late_fee_holds_nothing_back() -> None:
    bench = basket(bill({"SA-2": "0"}, {"HA-3": "2"}), "SA-2").fob()
    assert len(bench.the(Commit).lines) == 2


def test_lines_left_out_before_stay_left_out() -> None:
    bench = basket(COSTLY, "DR-1").scan("SA-2").fob().wait(16)
    assert isinstance(bench.is_in(Serving).question, AskFinishWithout)
    bench.tell(Yes())
    question = bench.is_in(Serving).question
    assert isinstance(question, AskUnpaid)
    assert question.without == {bench.line("SA-2").ident}
    bench.tell(Yes())
    assert bench.basket["DR-1"] is LineState.REMOVING
    assert bench.line("SA-2").unwanted


def test_before_a_switch_it_is_asked_too() -> None:
    bench = basket(COSTLY, "DR-1").fob(OTHER_FOB).fob(OTHER_FOB)
    assert isinstance(bench.is_in(Serving).question, AskUnpaid)


def test_who_walks_away_has_only_the_rest_finished() -> None:
    bench = basket(COSTLY, "DR-1", "SA-2", house=House(walk_away=WalkAway.FINISH)).wait(125)
    assert [effect.line.code for effect in bench.wants(TakeOut)] == ["DR-1"]
    bench.gone("DR-1")
    assert {line.code for line in bench.the(Commit).lines} == {"HA-3", "SA-2"}


def test_who_walks_away_from_only_such_tools_has_nothing_finished() -> None:
    bench = Bench(LIBRARY, House(walk_away=WalkAway.FINISH)).fob().sign_in().stage("DR-1")
    bench.tell(BillSeen(bench.visit, bill({"DR-1": "3"}))).wait(125)
    assert isinstance(bench.state, Idle)
    assert not bench.wants(Commit)


def test_the_bill_of_the_opening_counts_and_a_later_one_replaces_it() -> None:
    bench = Bench(LIBRARY).fob()
    bench.tell(SignedIn(bench.visit, MARTA, Opening((loan("HA-3"),), bill=COSTLY)))
    assert bench.serving.bill == COSTLY
    later = bill({"DR-1": "4"})
    assert bench.tell(BillSeen(bench.visit, later)).serving.bill == later
    assert bench.tell(BillSeen(VisitId(999), COSTLY)).serving.bill == later


def test_what_is_seen_after_the_commit_does_not_change_the_receipt() -> None:
    bench = basket(bill({"SA-2": "0"}), "SA-2").fob().tell(BillSeen(VisitId(999), COSTLY)).answer_commit()
    assert isinstance(bench.state, ReadingBack)
    bench.tell(BillSeen(bench.visit, COSTLY)).tell(Finish())
    assert bench.serving.bill == bill({"SA-2": "0"})


def test_what_is_seen_while_finish_waits_counts() -> None:
    bench = basket(bill({}), "DR-1").scan("SA-2").fob()
    bench.tell(BillSeen(bench.visit, COSTLY)).answer("SA-2")
    assert isinstance(bench.is_in(Serving).question, AskUnpaid)
