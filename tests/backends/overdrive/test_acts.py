"""Tests of borrowing and returning.

Each act counts at once, and is in the write log before it is sent. After a lost answer, the act is not sent again.
"""

import asyncio
import logging
from datetime import date
from typing import Any

import pytest

from kiosk.backends.errors import LogBrokenError, SignInLostError
from kiosk.backends.overdrive.backend import OverDriveBackend
from kiosk.domain.model import (
    Direction,
    InDoubt,
    Item,
    ItemCode,
    LoanId,
    NotSent,
    Proof,
    Recorded,
    Refusal,
    RefusalKind,
    Refused,
    Secret,
    VisitId,
)
from kiosk.structs import replace
from tests.backends.listening import listening
from tests.backends.overdrive.desk import (
    BORROW,
    LABELS,
    LOANS,
    NEW,
    NOON,
    ONE,
    PATRON_TOKEN,
    QUICK,
    TITLES,
    TWO,
    Kiosk,
    give_back,
    loan,
    loans,
    no,
    site_at,
    title,
    titles,
    told,
)
from tests.backends.overdrive.published import KINDLE_NO, MADE
from tests.backends.ports import MemoryItems, MemoryLog
from tests.backends.sierra.desk import Answer, line, whole

HTML = b"HTTP/1.1 200 X\r\ncontent-type: text/html\r\ncontent-length: 6\r\nconnection: close\r\n\r\n<html>"
LENT = loan(NEW, 4712, checkoutDate="2026-11-20T17:00:01Z")
GONE = (204, None)


@pytest.mark.parametrize(("label", "sent"), [
    (NEW, NEW.lower()), (NEW.lower(), NEW.lower()), (f"OD-{NEW}", NEW.lower()), ("OD-4712", "4712"),
])  # fmt: skip
def test_a_borrow_is_lent_at_once_and_its_title_comes_later(label: str, sent: str) -> None:
    async def story(here: Kiosk) -> None:
        account = await here.enter()
        said = await account.act(line(label))
        assert isinstance(said, Recorded)
        assert (said.loan, said.due, said.direction) == (
            f"{NEW.lower()}@2026-11-20T17:00:01+00:00",
            date(2026, 12, 3),
            Direction.BORROW,
        )
        assert said.item is not None
        assert (said.item.name, said.item.code, said.item.ident) == ("", label, NEW.lower())
        (asked,) = here.desk.of(BORROW)
        assert asked.json == {"fields": [{"name": "id", "value": sent}]}
        assert (asked.headers["authorization"], asked.headers["accept-language"]) == ("Bearer patron-1", "en")
        assert asked.headers["user-agent"].startswith("lending-kiosk/")
        assert here.desk.of(TITLES) == []
        (facts,) = await account.titles((said.item,))
        assert (facts.item.name, facts.item.code) == ("Sea of Rust", label)
        (act,) = here.log.acts
        assert (here.log.story, act.commit, act.token) == (["borrow done"], 1, Secret("patron-1"))
        assert account.own_loan(ItemCode(label)) is not None

    told(story, {BORROW: [(201, LENT)], TITLES: [titles(title(NEW, "Sea of Rust"))]}, items=LABELS)


def test_the_published_answer_is_a_loan_and_older_clients_name_the_field_otherwise() -> None:
    async def story(here: Kiosk) -> None:
        said = await (await here.enter()).act(line(TWO))
        assert isinstance(said, Recorded)
        assert (said.loan, said.due) == (f"{TWO.lower()}@2021-08-10T18:43:57+00:00", date(2021, 8, 24))
        assert here.desk.of(BORROW)[0].json["fields"][0]["name"] == "reserveId"

    told(story, {BORROW: [(201, MADE)]}, guesses=replace(QUICK, borrow_field="reserveId"))


@pytest.mark.parametrize("answer", [
    (201, {"reserveId": NEW}), (201, {"expires": "2026-12-04T04:30:00Z"}), (201, loan(TWO)), (204, None), HTML, None,
    (500, {"message": "An unexpected error has occurred."}), (400, {"message": "An unexpected error has occurred."}),
    (404, None), (302, None),
])  # fmt: skip
def test_an_answer_that_shows_no_loan_leaves_the_borrow_in_doubt_and_is_not_sent_again(answer: Answer) -> None:
    async def story(here: Kiosk) -> None:
        account = await here.enter()
        sent = line(NEW)
        assert await account.act(sent) == InDoubt()
        assert here.log.story == ["borrow unknown"]
        truth = await account.reconcile([sent], finished=NOON)
        assert truth.absent == {1}
        assert truth.proven == ()
        here.desk.says[LOANS] = [loans(LENT)]
        (proof,) = (await account.reconcile([sent], finished=NOON)).proven
        assert (proof.due, proof.direction) == (date(2026, 12, 3), Direction.BORROW)
        assert len(here.desk.of(BORROW)) == 1

    told(story, {BORROW: [answer]})


@pytest.mark.parametrize(("answer", "kind", "looks"), [
    (no("PatronHasExceededCheckoutLimit"), RefusalKind.LIMIT_REACHED, 1),
    (no("PatronHasExceededCheckoutLimit_ForCPC"), RefusalKind.LIMIT_REACHED, 1),
    (no("PatronHasExceededChurningLimit"), RefusalKind.OTHER, 1),
    (no("NoCopiesAvailable"), RefusalKind.NOT_AVAILABLE, 1),
    (no("NoCopiesAvailable_AvailableInCpcForFastLaneMembersOnly"), RefusalKind.NOT_AVAILABLE, 1),
    (no("TitleAlreadyCheckedOut"), RefusalKind.OTHER, 1),
    (no("BadRequest"), RefusalKind.OTHER, 1),
    (no("NewKindOfNo", 500), RefusalKind.OTHER, 1),
    (no("NotFound", 404), RefusalKind.ITEM_UNKNOWN, 0),
    (no("InvalidGuid"), RefusalKind.ITEM_UNKNOWN, 0),
    ((400, {"error": "some_error", "error_description": "Not today."}), RefusalKind.OTHER, 1),
])  # fmt: skip
def test_a_refusal_is_known_by_its_code(answer: Answer, kind: RefusalKind, looks: int) -> None:
    async def story(here: Kiosk) -> None:
        account = await here.enter()
        said = await account.act(line(NEW))
        assert isinstance(said, Refused)
        assert said.refusal.kind is kind
        assert said.refusal.words == ("" if kind is RefusalKind.ITEM_UNKNOWN else "Not today.")
        assert here.log.story == ["borrow refused"]
        assert len(here.desk.of(LOANS)) == 1 + looks
        item = said.refusal.item
        assert item is None if kind is RefusalKind.ITEM_UNKNOWN else item == Item(ItemCode(NEW), "", NEW.lower())

    told(story, {BORROW: [answer]})


@pytest.mark.parametrize("code", ["TitleAlreadyCheckedOut", "NoCopiesAvailable", "PatronHasExceededCheckoutLimit"])
def test_a_refusal_of_a_second_delivery_is_a_loan_if_the_loan_is_new(code: str) -> None:
    async def story(here: Kiosk) -> None:
        account = await here.enter()
        here.desk.says[LOANS] = [loans(LENT)]
        said = await account.act(line(f"OD-{NEW}"))
        assert isinstance(said, Recorded)
        assert said.item is not None
        assert (said.direction, said.item.code, here.log.story) == (Direction.BORROW, f"OD-{NEW}", ["borrow done"])

    told(story, {BORROW: [no(code)]}, items=LABELS)


def test_a_refused_title_that_the_member_has_already_is_an_own_loan() -> None:
    async def story(here: Kiosk) -> None:
        account = await here.enter()
        here.desk.says[LOANS] = [loans(loan(NEW, 4712))]
        said = await account.act(line("4712"))
        assert isinstance(said, Refused)
        assert said.refusal.kind is RefusalKind.ON_LOAN
        assert said.refusal.item == account.opening.loans[0].item

    told(story, {LOANS: [loans(loan(NEW, crossRefId=None))], BORROW: [no("TitleAlreadyCheckedOut")]})


def test_a_loan_that_was_there_before_proves_nothing() -> None:
    async def story(here: Kiosk) -> None:
        account = await here.enter()
        (known,) = account.opening.loans
        sent = line(NEW)
        for before, proves in ((frozenset({known.ident}), False), (frozenset[LoanId](), True), (None, False)):
            truth = await account.reconcile([sent], finished=NOON, before=before)
            assert (bool(truth.proven), truth.absent == {1}) == (proves, not proves)
        nameless = frozenset({LoanId(NEW.lower())})  # an id without the time at which the loan began
        assert (await account.reconcile([sent], finished=NOON, before=nameless)).absent == {1}

    told(story, {LOANS: [loans(loan(NEW))]})


def test_a_lost_look_after_a_refusal_leaves_the_borrow_in_doubt() -> None:
    async def story(here: Kiosk) -> None:
        account = await here.enter()
        here.desk.says[LOANS] = [(500, None)]
        assert await account.act(line(NEW)) == InDoubt()
        assert here.log.story == ["borrow unknown"]

    told(story, {BORROW: [no("NoCopiesAvailable")]})


def test_a_loan_that_cannot_be_read_proves_no_return_and_no_missing_borrow() -> None:
    odd: dict[str, Any] = {"expires": "2026-12-04T04:30:00Z"}

    async def story(here: Kiosk) -> None:
        account = await here.enter()
        back = line(ONE, Direction.RETURN, loan=account.opening.loans[0].ident)
        for answer in (loans(odd), loans(totalItems=1)):
            here.desk.says[LOANS] = [answer]
            truth = await account.reconcile([back, line(NEW, number=2)], finished=NOON)
            assert (truth.proven, truth.absent, truth.hopeless) == ((), frozenset(), frozenset())
        assert (await account.reconcile([line(NEW, Direction.RENEW)], finished=NOON)).hopeless == {1}

    told(story, {LOANS: [loans(loan())]})


# --- returns ---


@pytest.mark.parametrize("scanned", [line(ONE), line(ONE.lower()), line("19532")])
def test_the_scan_of_a_loan_never_returns_it_and_names_the_title(scanned: Any) -> None:
    async def story(here: Kiosk) -> None:
        account = await here.enter()
        (own,) = account.opening.loans
        assert await account.act(scanned) == Refused(Refusal(RefusalKind.ON_LOAN, item=own.item))
        assert here.log.story == []

    told(story, {LOANS: [loans(loan())]})


@pytest.mark.parametrize("back", [line(ONE, Direction.RETURN), line(ONE.lower(), Direction.RETURN)])
def test_a_loan_is_returned(back: Any) -> None:
    async def story(here: Kiosk) -> None:
        account = await here.enter()
        (own,) = account.opening.loans
        said = await account.act(back)
        assert said == Recorded(own.item, None, Direction.RETURN, own.ident)
        assert here.log.story == ["give_back done"]
        assert account.own_loan(ItemCode(ONE)) is None
        (asked,) = here.desk.of(give_back(ONE))
        assert asked.headers["authorization"] == "Bearer patron-1"

    told(story, {LOANS: [loans(loan())], give_back(ONE): [GONE]})


def test_a_title_that_is_borrowed_again_is_another_loan() -> None:
    async def story(here: Kiosk) -> None:
        account = await here.enter()
        back, again = line(ONE, Direction.RETURN), line(ONE, number=2)
        assert isinstance(await account.act(back), Recorded)
        assert isinstance(await account.act(again), Recorded)
        here.desk.says[LOANS] = [loans(loan(checkoutDate="2026-11-20T17:00:01Z"))]
        truth = await account.reconcile([back, again], finished=NOON)
        assert [(each.line, each.direction) for each in truth.proven] == [(1, Direction.RETURN), (2, Direction.BORROW)]

    lent = (201, loan(checkoutDate="2026-11-20T17:00:01Z"))
    told(story, {LOANS: [loans(loan())], give_back(ONE): [GONE], BORROW: [lent]})


def test_a_kindle_loan_is_not_sent_back_from_here() -> None:
    async def story(here: Kiosk) -> None:
        account = await here.enter()
        said = await account.act(line(ONE, Direction.RETURN))
        assert isinstance(said, Refused)
        assert (said.refusal.item, here.log.acts) == (account.opening.loans[0].item, [])

    kindle = loan(actions=None, isFormatLockedIn=True, formats=[{"formatType": "ebook-kindle"}])
    told(story, {LOANS: [loans(kindle)]})


def test_the_published_refusal_of_a_kindle_return_has_its_words() -> None:
    async def story(here: Kiosk) -> None:
        said = await (await here.enter()).act(line(ONE, Direction.RETURN))
        assert isinstance(said, Refused)
        assert said.refusal.words == "This loan was sent to Kindle so it must be returned via Amazon."
        assert (here.log.story, len(here.desk.of(LOANS))) == (["give_back refused"], 1)

    told(story, {LOANS: [loans(loan())], give_back(ONE): [(400, KINDLE_NO)]})


@pytest.mark.parametrize("code", ["TitleNotCheckedOut", "PatronDoesntHaveTitleCheckedOut"])
@pytest.mark.parametrize("gone", [True, False])
def test_a_second_return_is_done_if_the_loans_show_it(code: str, *, gone: bool) -> None:
    async def story(here: Kiosk) -> None:
        account = await here.enter()
        here.desk.says[LOANS] = [loans()] if gone else [loans(loan())]
        said = await account.act(line(ONE, Direction.RETURN))
        if gone:
            assert isinstance(said, Recorded)
        else:
            assert isinstance(said, Refused)
            assert said.refusal.kind is RefusalKind.NOT_ON_ACCOUNT
        assert here.log.story == [f"give_back {'done' if gone else 'refused'}"]

    told(story, {LOANS: [loans(loan())], give_back(ONE): [no(code)]})


@pytest.mark.parametrize("answer", [None, (200, {}), HTML, (500, None)])
def test_a_lost_return_is_found_out_by_reading(answer: Answer) -> None:
    async def story(here: Kiosk) -> None:
        account = await here.enter()
        scanned, own = line(ONE, Direction.RETURN), account.opening.loans[0]
        assert await account.act(scanned) == InDoubt()
        assert (await account.reconcile([scanned], finished=NOON)).absent == {1}
        here.desk.says[LOANS] = [loans()]
        truth = await account.reconcile([scanned], finished=NOON)
        assert truth.proven == (Proof(scanned.ident, direction=Direction.RETURN, loan=own.ident),)

    told(story, {LOANS: [loans(loan())], give_back(ONE): [answer]})


def test_what_is_not_on_loan_and_what_cannot_be_renewed_is_refused_without_a_request() -> None:
    async def story(here: Kiosk) -> None:
        account, asked = await here.enter(), len(here.desk.asked)
        for sent, kind in (
            (line(NEW, Direction.RETURN), RefusalKind.NOT_ON_ACCOUNT),
            (line(NEW, Direction.RENEW), RefusalKind.NO_RENEWAL),
            (line("30800000001010"), RefusalKind.ITEM_UNKNOWN),
        ):
            said = await account.act(sent)
            assert isinstance(said, Refused)
            assert said.refusal.kind is kind
        assert len(here.desk.asked) == asked

    told(story, items=LABELS)


def test_a_link_to_another_host_or_title_gets_neither_the_token_nor_the_return() -> None:
    async def story(here: Kiosk) -> None:
        account = await here.enter()
        assert isinstance(await account.act(line(ONE, Direction.RETURN)), Recorded)
        assert isinstance(await account.act(line(TWO, Direction.RETURN, number=2)), Recorded)
        assert [each.query for each in here.desk.of(give_back(ONE))] == [{"by": "kiosk"}]
        assert len(here.desk.of(give_back(TWO.lower()))) == 1

    foreign = {
        "earlyReturn": {"href": f"http://elsewhere.example/v1/patrons/me/checkouts/{ONE}?by=kiosk", "method": "delete"}
    }
    wrong = {"earlyReturn": {"href": f"https://patron.api.overdrive.com/v1/patrons/me/checkouts/{NEW}"}}
    says: dict[str, Any] = {give_back(ONE): [GONE], give_back(TWO.lower()): [GONE]}
    told(story, says | {LOANS: [loans(loan(actions=foreign), loan(TWO, 230, actions=wrong))]})


# --- tokens and the log ---


def test_a_refused_token_is_renewed_once_and_the_act_sent_once_more() -> None:
    async def story(here: Kiosk) -> None:
        account = await here.enter()
        assert isinstance(await account.act(line(NEW)), Recorded)
        assert [each.headers["authorization"] for each in here.desk.of(BORROW)] == [
            "Bearer patron-1",
            "Bearer patron-2",
        ]
        assert here.log.story == ["borrow not_sent", "borrow done"]

    told(story, {BORROW: [(401, None), (201, LENT)]})


@pytest.mark.parametrize("again", [[(401, None)], [(401, None), (201, LENT)]])
def test_a_token_that_cannot_be_renewed_ends_the_log_in(again: list[Answer]) -> None:
    async def story(here: Kiosk) -> None:
        account = await here.enter()
        if len(again) == 2:
            here.desk.says[PATRON_TOKEN] = [(400, {"error": "unauthorized_client", "error_description": "Blocked"})]
        with pytest.raises(SignInLostError):
            await account.act(line(NEW))
        assert set(here.log.story) == {"borrow not_sent"}
        assert len(here.desk.of(BORROW)) <= 2

    told(story, {BORROW: again})


def test_no_token_and_no_connection_mean_not_sent() -> None:
    async def story(here: Kiosk) -> None:
        account = await here.enter()
        here.clock[0] = 3300.0
        here.desk.says[PATRON_TOKEN] = [(500, None)]
        assert await account.act(line(NEW)) == NotSent()
        assert here.desk.of(BORROW) == []

    told(story)


@pytest.mark.parametrize("status", [408, 429])
def test_a_server_that_asks_to_wait_has_done_nothing(status: int) -> None:
    async def story(here: Kiosk) -> None:
        assert isinstance(await (await here.enter()).act(line(NEW)), NotSent)
        assert here.log.story == ["borrow not_sent"]

    told(story, {BORROW: [(status, None)]})


def test_with_a_broken_log_nothing_is_sent() -> None:
    async def story(here: Kiosk) -> None:
        account = await here.enter()
        asked, here.log.broken = len(here.desk.asked), True
        for sent in (line(NEW), line(ONE, Direction.RETURN)):
            with pytest.raises(LogBrokenError):
                await account.act(sent)
        assert len(here.desk.asked) == asked

    told(story, {LOANS: [loans(loan())]})


def test_the_account_of_an_earlier_visit_is_read_with_its_token_and_with_nothing_else() -> None:
    async def story(here: Kiosk) -> None:
        assert here.backend.account_for("112233", VisitId(3), None) is None
        account = here.backend.account_for("112233", VisitId(3), Secret("patron-0"))
        assert account is not None
        (proof,) = (await account.reconcile([line(NEW)], finished=NOON, before=frozenset())).proven
        assert proof.direction is Direction.BORROW
        assert [each.headers["authorization"] for each in here.desk.asked] == ["Bearer patron-0"]
        here.desk.says[LOANS] = [(401, None)]
        with pytest.raises(SignInLostError):
            await account.reconcile([line(NEW)], finished=NOON, before=frozenset())

    told(story, {LOANS: [loans(LENT)]})


def test_after_the_log_out_nothing_more_can_be_asked() -> None:
    async def story(here: Kiosk) -> None:
        account = await here.enter()
        await account.sign_out()
        with pytest.raises(SignInLostError):
            await account.act(line(NEW))
        with pytest.raises(SignInLostError):
            await account.reserving.reservations()

    told(story)


def test_writes_run_one_at_a_time() -> None:
    at_once: list[int] = [0, 0]

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"}]}")
        at_once[0] += 1
        at_once[1] = max(at_once)
        for _ in range(50):
            await asyncio.sleep(0)
        at_once[0] -= 1
        writer.write(whole(*no("NotFound", 404)))
        writer.close()

    async def run() -> None:
        async with listening(serve) as port:
            site = site_at(f"http://127.0.0.1:{port}")
            backend = OverDriveBackend(site, MemoryLog(), MemoryItems(), lambda: NOON)
            account = backend.account_for("112233", VisitId(1), Secret("patron-0"))
            assert account is not None
            said = await asyncio.gather(*(account.act(line(NEW, number=number)) for number in (1, 2, 3)))
            assert all(isinstance(each, Refused) for each in said)
            await backend.aclose()

    asyncio.run(run())
    assert at_once == [0, 1]


def test_log_lines_have_neither_titles_nor_record_numbers_nor_tokens(caplog: pytest.LogCaptureFixture) -> None:
    async def story(here: Kiosk) -> None:
        account = await here.enter()
        await account.act(line(NEW))
        await account.act(line(ONE, Direction.RETURN, number=2))
        await account.sign_out()

    with caplog.at_level(logging.DEBUG, logger="kiosk"):
        told(story, {
            LOANS: [loans(loan(), totalItems=7)],
            TITLES: [titles(title(ONE, "Emma Woodhouse"))],
            BORROW: [no("NoCopiesAvailable", words="No copies of Sea of Rust")],
            give_back(ONE): [(500, None)],
        })  # fmt: skip
    text = caplog.text.lower()
    assert "nocopiesavailable (overdrive's reference a3df449f" in text
    for word in (ONE, NEW, "19532", "112233", "emma", "rust", "patron-1", "client-1", "overdrive.com", "checkouts/"):
        assert word.lower() not in text
