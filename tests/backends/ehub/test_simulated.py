"""Tests with the simulated provider.

For some answers, eHUB publishes no rule. Then the tests try all answers that are possible. In other tests, an answer is
lost.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from kiosk.backends.ehub.account import EHubAccount
from kiosk.backends.ehub.backend import EHubBackend
from kiosk.backends.ehub.paths import EHubClaim, LoansPer
from kiosk.backends.ehub.service import EHubPerson, EHubSite
from kiosk.backends.errors import MisconfiguredError
from kiosk.domain.digital import LinkKind, OpeningRefused
from kiosk.domain.library import Library
from kiosk.domain.model import (
    Direction,
    InDoubt,
    Line,
    LoanId,
    Recorded,
    RefusalKind,
    Refused,
    Secret,
    VisitId,
)
from kiosk.simulator.ehub import CONSUMER_ID, SECRET_KEY, SITE_ID, EhubThread
from kiosk.structs import replace
from tests.backends.ports import MemoryItems, MemoryLog
from tests.backends.sierra.desk import line
from tests.backends.visits import WEDNESDAY

NEW_YORK = ZoneInfo("America/New_York")
LABELS = re.compile(r"EH-([^@]+)(?:@(.+))?")
INES, MARTA = EHubPerson("23080000001003", "1042532"), EHubPerson("23080000001001", "1042514")
FREE, SLASHED, SEVERAL = "EH-mb-1012", "EH-films & books/12", "EH-mix-3001"


@pytest.fixture(scope="module")
def _running() -> Iterator[EhubThread]:
    with EhubThread(today=WEDNESDAY, time_zone=NEW_YORK) as running:
        yield running


@pytest.fixture
def provider(_running: EhubThread) -> EhubThread:
    _running.control.reset()
    return _running


def ehub_site(library: EhubThread, **more: Any) -> EHubSite:
    """Return the settings of a kiosk at this provider."""
    facts: dict[str, Any] = {
        "key": Secret(SECRET_KEY),
        "zone": NEW_YORK,
        "items": LABELS,
        "allow_delete": True,
        "claims": (EHubClaim.PATRON_ID, EHubClaim.LIBRARY_CARD),
        "timeout_s": 5.0,
        "library": Library(name="Millbrook"),
    }
    return EHubSite(library.url, SITE_ID, CONSUMER_ID, **(facts | more))


@asynccontextmanager
async def _backend(library: EhubThread, log: MemoryLog, **more: Any) -> AsyncIterator[EHubBackend]:
    now = library.library_state.clock.now
    backend = EHubBackend(ehub_site(library, **more), log, MemoryItems(), now, pauses_s=(0.0,))
    try:
        yield backend
    finally:
        await backend.aclose()


def visit(
    library: EhubThread,
    story: Callable[[EHubAccount, MemoryLog], Awaitable[None]],
    person: EHubPerson = INES,
    **more: Any,
) -> None:
    """Run this story with an account of this person."""

    async def run() -> None:
        log = MemoryLog()
        async with _backend(library, log, **more) as backend:
            await story(backend.account_of(person, VisitId(1)), log)

    asyncio.run(run())


async def lent(account: EHubAccount, label: str, number: int = 1) -> Line:
    """Borrow the title with this label. Return the line with the loan and the due day from the answer."""
    said = await account.act(line(label, number=number))
    assert isinstance(said, Recorded), said
    return replace(line(label, number=number), loan=said.loan, due=said.due)


@pytest.mark.parametrize("knobs", [
    {}, {"created": 201}, {"versions": "v1"}, {"dates": "milliseconds"}, {"dates": "+02:00"}, {"dates": "+0200"},
    {"checkout_ids": "odd"}, {"more_members": True}, {"key_read": "text"}, {"record_formats": "narrowed"},
    {"format_metadata": "without first"}, {"empty_links": "absent"}, {"links": "https"}, {"agreement": True},
    {"links_each_time": "new"}, {"refusal_status": 400}, {"refusal_status": 403}, {"refusal_status": 409},
    {"unknown_checkout": "INVALID_LOAN_ID"}, {"unknown_checkout_status": 500}, {"deleted": 200},
    {"oldest_token_s": 60}, {"identified_by": "libraryCard"}, {"format_lock": True}, {"no_identity": "next claim"},
])  # fmt: skip
def test_a_visit_ends_in_proof_at_every_kind_of_provider(provider: EhubThread, knobs: dict[str, Any]) -> None:
    async def story(account: EHubAccount, log: MemoryLog) -> None:
        first, second = await lent(account, FREE), await lent(account, SLASHED, 2)
        truth = await account.reconcile([first, second], finished=provider.library_state.clock.now())
        assert [(each.line, each.due) for each in truth.proven] == [(1, first.due), (2, second.due)]
        assert first.loan is not None
        links = await account.digital.title_links(first.loan)
        assert isinstance(links, tuple)
        if knobs.get("format_metadata") is None:
            assert any(each.kind is LinkKind.CONTENT and each.address.reveal() for each in links)
        back = line(FREE, Direction.RETURN, 3, loan=first.loan)
        said = await account.act(back)
        assert isinstance(said, Recorded)
        truth = await account.reconcile([back, second], finished=provider.library_state.clock.now())
        assert {each.line for each in truth.proven} == {3, 2}
        assert log.story == ["borrow done", "borrow done", "give_back done"]
        no = await account.act(line("EH-nope", number=4))
        assert isinstance(no, Refused)
        assert no.refusal.kind is RefusalKind.ITEM_UNKNOWN

    provider.control.turn(**knobs)
    visit(provider, story)
    (loan,) = provider.library_state.loans_of("ines")
    assert loan.record_id == "films & books/12"


@pytest.mark.parametrize("links", ["one slash", "app"])
def test_an_address_that_is_no_web_address_is_not_shown(provider: EhubThread, links: str) -> None:
    async def story(account: EHubAccount, _: MemoryLog) -> None:
        ident = (await lent(account, FREE)).loan
        assert ident is not None
        shown = await account.digital.title_links(ident)
        assert isinstance(shown, tuple)
        assert [each.address.reveal() for each in shown] == [""] * len(shown)
        assert shown

    provider.control.turn(links=links)
    visit(provider, story)


def test_a_loan_for_each_format_and_a_label_without_a_format(provider: EhubThread) -> None:
    async def story(account: EHubAccount, _: MemoryLog) -> None:
        assert (await lent(account, FREE)).loan is not None
        several = await account.act(line(SEVERAL, number=2))
        assert isinstance(several, Refused)
        assert several.refusal.kind is RefusalKind.FORMAT_NEEDED
        one, two = await lent(account, f"{SEVERAL}@ebook", 3), await lent(account, f"{SEVERAL}@audio-stream", 4)
        assert one.loan != two.loan
        wrong = await account.act(line(f"{SEVERAL}@film", number=5))
        assert isinstance(wrong, Refused)
        assert wrong.refusal.kind is RefusalKind.NOT_AVAILABLE

    provider.control.turn(loan_mode="LPF")
    visit(provider, story, loans=LoansPer.FORMAT)
    assert [each.format_id for each in provider.library_state.loans_of("ines")][1:] == ["ebook", "audio-stream"]


@pytest.mark.parametrize(("again", "kind"), [("ALREADY_ON_LOAN", RefusalKind.ALREADY_YOURS), ("same loan", None)])
def test_a_title_that_was_borrowed_elsewhere(provider: EhubThread, again: str, kind: RefusalKind | None) -> None:
    async def story(account: EHubAccount, _: MemoryLog) -> None:
        said = await account.act(line("EH-mb-1002"))
        assert (said.refusal.kind if isinstance(said, Refused) else None) is kind
        assert isinstance(said, Refused | Recorded)

    provider.control.turn(again=again)
    visit(provider, story, MARTA)
    assert len(provider.library_state.loans_of("marta")) == 3


@pytest.mark.parametrize("status", [500, 409])
@pytest.mark.parametrize("refusals", ["own code", "text", "empty"])
def test_refusals_without_a_published_code(provider: EhubThread, refusals: str, status: int) -> None:
    async def story(account: EHubAccount, log: MemoryLog) -> None:
        said = await account.act(line("EH-mb-1002"))
        is_known = refusals == "own code" or status == 409
        assert said.refusal.kind is RefusalKind.OTHER if isinstance(said, Refused) else isinstance(said, InDoubt)
        assert isinstance(said, Refused) is is_known
        assert log.story == [f"borrow {'refused' if is_known else 'unknown'}"]

    provider.control.turn(refusals=refusals, refusal_status=status)
    visit(provider, story, MARTA)


@pytest.mark.parametrize("acts", [True, False])
def test_a_lost_answer_to_a_borrow_is_hopeless_and_the_act_is_sent_once(provider: EhubThread, *, acts: bool) -> None:
    async def story(account: EHubAccount, log: MemoryLog) -> None:
        provider.control.fault("checkout", "drop", acts=acts)
        assert isinstance(await account.act(line(FREE)), InDoubt)
        truth = await account.reconcile([line(FREE)], finished=provider.library_state.clock.now())
        assert (set(truth.hopeless), truth.proven, set(truth.absent)) == ({1}, (), set())
        assert log.story == ["borrow unknown"]
        again = await account.act(line(FREE, number=2))
        if acts:
            assert isinstance(again, Refused)
            assert again.refusal.kind is RefusalKind.ALREADY_YOURS
        else:
            assert isinstance(again, Recorded)

    visit(provider, story)
    assert len(provider.library_state.acts("checkout")) == 1


@pytest.mark.parametrize("acts", [True, False])
def test_a_lost_answer_to_a_return_is_settled_by_reading(provider: EhubThread, *, acts: bool) -> None:
    async def story(account: EHubAccount, _: MemoryLog) -> None:
        ident = (await lent(account, FREE)).loan
        provider.control.fault("return", "drop", acts=acts)
        back = line(FREE, Direction.RETURN, 2, loan=ident)
        assert isinstance(await account.act(back), InDoubt)
        truth = await account.reconcile([back], finished=provider.library_state.clock.now())
        assert (len(truth.proven), len(truth.absent)) == ((1, 0) if acts else (0, 1))

    visit(provider, story)


@pytest.mark.parametrize(("knobs", "kind", "result"), [
    ({"delete": "refused"}, RefusalKind.OTHER, "give_back refused"),
    ({"delete": "refused", "delete_refused": "INVALID_LOAN_ID"}, RefusalKind.OTHER, "give_back refused"),
    ({"delete": "missing", "no_delete": 404}, None, "give_back unknown"),
    ({"delete": "missing", "no_delete": 405}, None, "give_back not_sent"),
    ({"delete": "missing", "no_delete": 501}, None, "give_back unknown"),
])  # fmt: skip
def test_a_provider_that_takes_nothing_back(
    provider: EhubThread, knobs: dict[str, Any], kind: RefusalKind | None, result: str
) -> None:
    async def story(account: EHubAccount, log: MemoryLog) -> None:
        ident = (await lent(account, FREE)).loan
        back = line(FREE, Direction.RETURN, 2, loan=ident)
        try:
            said = await account.act(back)
        except MisconfiguredError:
            assert knobs.get("no_delete") == 405
        else:
            assert (said.refusal.kind if isinstance(said, Refused) else None) is kind
        assert log.story[1] == result
        truth = await account.reconcile([back], finished=provider.library_state.clock.now())
        assert truth.absent == {2}
        assert [each.ident for each in truth.loans] == [ident]

    provider.control.turn(**knobs)
    visit(provider, story)


def test_a_return_that_stays_on_the_account_is_not_proved(provider: EhubThread) -> None:
    async def story(account: EHubAccount, _: MemoryLog) -> None:
        back = line(FREE, Direction.RETURN, 2, loan=(await lent(account, FREE)).loan)
        assert isinstance(await account.act(back), Recorded)
        truth = await account.reconcile([back], finished=provider.library_state.clock.now())
        assert (set(truth.absent), truth.proven) == ({2}, ())

    provider.control.turn(return_stays=True)
    visit(provider, story)


@pytest.mark.parametrize("ended", ["INACTIVE_LOAN", "CHECKOUT_NOT_FOUND"])
def test_a_loan_that_has_ended_is_not_opened(provider: EhubThread, ended: str) -> None:
    async def story(account: EHubAccount, _: MemoryLog) -> None:
        ident = (await lent(account, FREE)).loan
        assert ident is not None
        provider.control.end_loan(ident, -1.0)
        said = await account.digital.title_links(ident)
        assert isinstance(said, OpeningRefused)
        assert said.refusal.kind is RefusalKind.NOT_ON_ACCOUNT

    provider.control.turn(ended_checkout=ended)
    visit(provider, story)


@pytest.mark.parametrize("empty", ["list", "absent"])
def test_a_loan_without_content_stays(provider: EhubThread, empty: str) -> None:
    async def story(account: EHubAccount, _: MemoryLog) -> None:
        done = await lent(account, FREE)
        assert done.loan is not None
        assert await account.digital.title_links(done.loan) == ()
        assert (await account.reconcile([done], finished=provider.library_state.clock.now())).proven

    provider.control.turn(empty_links=empty, format_metadata="empty")
    visit(provider, story)


@pytest.mark.parametrize("denied", [401, 403])
@pytest.mark.parametrize("body", ["code", "text", "empty"])
def test_a_wrong_key_and_a_wrong_clock_are_matters_for_staff(provider: EhubThread, denied: int, body: str) -> None:
    async def story(account: EHubAccount, log: MemoryLog) -> None:
        with pytest.raises(MisconfiguredError, match="refuses the kiosk's token"):
            await account.act(line(FREE))
        assert log.story == ["borrow not_sent"]

    provider.control.turn(denied=denied, denied_body=body)
    visit(provider, story, key=Secret("d3Jvbmc="))
    assert provider.library_state.loans_of("ines") == ()

    async def late() -> None:
        now = provider.library_state.clock.now
        backend = EHubBackend(
            ehub_site(provider, token_expires_s=60), MemoryLog(), MemoryItems(),
            lambda: now() - timedelta(hours=2), pauses_s=(),
        )  # fmt: skip
        try:
            with pytest.raises(MisconfiguredError, match="the clock of this machine is"):
                await backend.probe()
        finally:
            await backend.aclose()

    asyncio.run(late())


def test_a_trusted_card_is_enough_where_the_provider_knows_people_by_cards(provider: EhubThread) -> None:
    async def story(account: EHubAccount, _: MemoryLog) -> None:
        assert isinstance(await account.act(line(FREE)), Recorded)

    provider.control.turn(identified_by="libraryCard")
    visit(provider, story, EHubPerson("23080000001003"), claims=(EHubClaim.LIBRARY_CARD,))
    assert len(provider.library_state.loans_of("ines")) == 1


def test_a_refused_person_and_an_unknown_loan(provider: EhubThread) -> None:
    async def story(account: EHubAccount, _: MemoryLog) -> None:
        said = await account.act(line(FREE))
        assert isinstance(said, Refused)
        assert said.refusal.kind is RefusalKind.MAY_NOT_BORROW

    visit(provider, story, EHubPerson("23080000001008", "1042576"))

    async def unknown(account: EHubAccount, _: MemoryLog) -> None:
        truth = await account.reconcile(
            [line(FREE, loan=LoanId("co/none"))], finished=provider.library_state.clock.now()
        )
        assert truth.absent == {1}

    visit(provider, unknown)
