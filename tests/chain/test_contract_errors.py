"""Tests of every error that myTurn's published pages describe. The table has one row for each error.

The first rows are about the log-in, and the last rows about errors that any call can have. If other files test the same
error, the row names these files, and a test checks that the files exist.
"""

import asyncio
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from kiosk.simulator import Knobs, SimulatorThread
from tests.chain import contract_rows as rows
from tests.chain import contract_rows_of_lines as lines
from tests.chain.kiosk import ChainedKiosk
from tests.chain.scenes import Scene

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
JANE = {"kioskFormLoginErrorText": "Call Jane at 555-0142."}
STATUSES = '[returns]\ncondition_statuses = ["Needs a look", "No such status"]\n'


@dataclass(frozen=True)
class Case:
    """A story with the knobs of the server and with lines for the settings file."""

    story: Scene
    knobs: dict[str, object] = field(default_factory=dict)
    settings: str = ""


@dataclass(frozen=True)
class Row:
    """One error and its cases. `more` has the paths of other tests of the same error."""

    name: str
    cases: tuple[Case, ...] = ()
    more: tuple[str, ...] = ()


ROWS = (
    Row(
        "wrong credentials",
        (
            Case(rows.wrong_credentials, {"organization": JANE}),
            Case(rows.wrong_credentials_in_words, {"login_failure_body": "json"}),
        ),
        ("tests/backends/test_sign_in.py",),
    ),
    Row("missing user name or password", (Case(rows.missing_user_name),)),
    Row("expired or invalid token", (Case(rows.expired_token),), ("tests/runner/test_signing.py",)),
    Row("refresh refused", (Case(rows.refresh_refused),), ("tests/scenarios/signing_in.story",)),
    Row("forbidden", (Case(rows.forbidden), Case(rows.forbidden_kiosk)), ("tests/backends/test_refusals.py",)),
    Row("no cart", (Case(rows.no_cart), Case(rows.no_cart_by_404, {"empty_as": "404"}))),
    Row(
        "no items",
        (Case(rows.no_items), Case(rows.no_items, {"empty_as": "404"})),
        ("tests/backends/test_finding.py",),
    ),
    Row(
        "cart vanished",
        (
            Case(rows.cart_vanished_at_a_scan),
            Case(rows.cart_vanished_at_a_return),
            Case(rows.cart_vanished_at_finish),
            Case(rows.cart_vanished_under_convert),
        ),
        ("tests/backends/test_other_devices.py", "tests/scenarios/carts.story"),
    ),
    Row("unknown label", (Case(lines.unknown_label),)),
    Row("item not available", (Case(lines.not_available),), ("tests/backends/test_refusals.py",)),
    Row("duplicate scan", (Case(lines.duplicate_scan),), ("tests/backends/test_borrow.py",)),
    Row("return of an item that is not on the account", (Case(lines.not_on_the_account),)),
    Row(
        "borrow limit, expired membership, canCheckoutItems false",
        (Case(lines.borrow_limit), Case(lines.expired_membership), Case(lines.may_not_borrow)),
    ),
    Row("due date", (Case(lines.due_date_always_sent),), ("tests/backends/test_due_and_project.py",)),
    Row("due date beyond the limit", (Case(lines.due_date_beyond_the_limit),), ("tests/scenarios/terms.story",)),
    Row("reservation passed", more=("tests/backends/test_reservations.py", "tests/scenarios/reservations.story")),
    Row("last item of a reservation", more=("tests/backends/test_release.py", "tests/scenarios/reservations.story")),
    Row(
        "project required",
        (Case(lines.project_required, {"project_required": True, "organization": {"projectsSupported": True}}),),
        ("tests/scenarios/terms.story",),
    ),
    Row(
        "something to pay",
        (Case(lines.to_pay_on_account), Case(lines.to_pay_first, {"fees": "refuse"})),
        ("tests/backends/test_fees.py",),
    ),
    Row("agreement not signed", (Case(rows.agreement),), ("tests/backends/test_sign_in.py",)),
    Row("invalid status", (Case(lines.invalid_status, settings=STATUSES),), ("tests/backends/test_condition.py",)),
    Row(
        "no answer after convert",
        (Case(lines.no_answer_to_convert),),
        ("tests/backends/test_commit_unanswered.py", "tests/faults/test_at_finish.py"),
    ),
    Row(
        "server trouble, no network, a web page with 200",
        (Case(lines.server_trouble), Case(lines.no_network), Case(lines.captive_portal)),
        ("tests/faults/test_at_a_scan.py",),
    ),
    Row("429", (Case(lines.too_many_requests),), ("tests/backends/test_lines_unsent.py",)),
)
CASES = [(row.name, case) for row in ROWS for case in row.cases]


@pytest.mark.parametrize(
    "case", [case for _, case in CASES], ids=[f"{name}: {case.story.__name__}" for name, case in CASES]
)
def test_the_row(tmp_path: Path, case: Case) -> None:
    async def play() -> None:
        with SimulatorThread(knobs=Knobs(**case.knobs)) as library:  # type: ignore[arg-type]
            async with ChainedKiosk(tmp_path, library, case.settings) as kiosk:
                await case.story(kiosk)

    asyncio.run(asyncio.wait_for(play(), 60))


def test_no_row_is_missing_and_each_is_tested_somewhere() -> None:
    assert len(ROWS) == 24
    for row in ROWS:
        assert row.cases or row.more, row.name
        for path in row.more:
            assert (ROOT / path).is_file(), path
