"""Tests of the amount that a member owes: the balance in the member's record, and the list of fines."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest

from kiosk.backends.errors import MisconfiguredError, ServerAwayError
from kiosk.domain.money import Balance, Fine
from tests.backends.sierra.desk import PATRON, Answer, Counter, error, told

FINES, RECORD = "GET /patrons/1042514/fines", "GET /patrons/1042514"
BASE = "https://example-library.edu/iii/sierra-api/v6"
LATE = {
    "id": f"{BASE}/patrons/fines/1",
    "item": f"{BASE}/items/1000020",
    "chargeType": {"code": "2", "display": "Overdue"},
    "itemCharge": 12.5,
    "processingFee": 0.0,
    "billingFee": 0.0,
    "paidAmount": 2.25,
}
KEY = {"id": 2, "description": "Lost key", "itemCharge": 5, "processingFee": 3.75, "paidAmount": 2.5}
PAID = {"id": 3, "description": "Paid", "itemCharge": 5, "paidAmount": 5}
ITEMS: dict[str, Sequence[Answer]] = {
    "GET /items": [(200, {"entries": [{"id": "1000020", "bibIds": ["2000020"]}]})],
    "GET /bibs": [(200, {"entries": [{"id": "2000020", "title": "Extension ladder 4 m /"}]})],
}
LISTED: list[Answer] = [(200, {"total": 3, "entries": [LATE, KEY, PAID]})]


def record(owed: Any) -> dict[str, Sequence[Answer]]:
    """Return the answer with the record of a member who owes this amount."""
    return {RECORD: [(200, PATRON | {"moneyOwed": owed})]}


async def balance(here: Counter) -> Balance:
    owing = (await here.enter()).owing
    assert owing is not None
    return await owing.balance()


def test_each_fine_has_its_title_its_reason_and_what_is_left_to_pay() -> None:
    async def story(here: Counter) -> None:
        found = await balance(here)
        assert found.fines == (
            Fine("Extension ladder 4 m", "Overdue", Decimal("10.25")),
            Fine("", "Lost key", Decimal("6.25")),
        )
        assert found.owed == Decimal("16.5")

    told(story, {FINES: LISTED} | ITEMS)


def test_the_balance_of_the_record_counts_whatever_the_fines_add_up_to() -> None:
    async def story(here: Counter) -> None:
        found = await balance(here)
        assert (found.owed, len(found.fines)) == (Decimal("4.5"), 2)

    told(story, {FINES: LISTED} | record(4.5) | ITEMS)


@pytest.mark.parametrize("owed", [0, 0.0, -3])
def test_who_owes_nothing_costs_no_call(owed: float) -> None:
    async def story(here: Counter) -> None:
        assert await balance(here) == Balance(Decimal(0))
        assert here.desk.of(FINES) == []

    told(story, {FINES: LISTED} | record(owed))


@pytest.mark.parametrize("nothing", [error(107, 404), (200, {"entries": []}), (200, {"total": 0})])
def test_no_fines(nothing: Answer) -> None:
    async def story(here: Counter) -> None:
        assert await balance(here) == Balance(Decimal(0))

    told(story, {FINES: [nothing]})


@pytest.mark.parametrize("why", [error(116, 403, name="Forbidden"), error(108, 400, "Invalid parameter : item")])
def test_the_record_is_enough_if_the_fines_are_refused(why: Answer) -> None:
    async def story(here: Counter) -> None:
        assert await balance(here) == Balance(Decimal("4.5"))
        assert (await here.enter()).owing is not None

    told(story, {FINES: [why]} | record(4.5))


def test_without_both_the_part_is_not_there() -> None:
    async def story(here: Counter) -> None:
        account = await here.enter()
        assert account.owing is not None
        with pytest.raises(MisconfiguredError):
            await account.owing.balance()
        again = await here.enter()
        assert again.owing is None
        await here.backend.probe()
        assert (await here.enter()).owing is not None

    told(story, {FINES: [error(116, 403, name="Forbidden")]})


def test_a_refused_parameter_without_a_balance_is_an_error() -> None:
    async def story(here: Counter) -> None:
        with pytest.raises(MisconfiguredError):
            await balance(here)

    told(story, {FINES: [error(108, 400, "Invalid parameter : item")]})


def test_fines_that_cannot_be_read_are_unknown_and_not_nothing() -> None:
    async def story(here: Counter) -> None:
        with pytest.raises(ServerAwayError):
            await balance(here)

    told(story, record(4.5) | {FINES: [(503, None)]})


@pytest.mark.parametrize("odd", ["much", None, {"x": 1}])
def test_an_odd_amount_is_left_out(odd: object) -> None:
    async def story(here: Counter) -> None:
        (fine,) = (await balance(here)).fines
        assert fine == Fine("", "Lost key", Decimal("1.25"))

    told(story, {FINES: [(200, {"entries": [KEY | {"itemCharge": odd}]})]})
