"""Tests of borrowing and returning at a content provider.

Each act counts at once, is in the write log before it is sent, and is sent once. If the kiosk does not know the id of
the loan, nothing proves the act.
"""

import asyncio
import logging
from datetime import date
from typing import Any

import pytest

from kiosk.backends.ehub.backend import EHubBackend
from kiosk.backends.ehub.catalogue import LabelledTitle
from kiosk.backends.ehub.paths import GUESSES, REFUSALS, LoansPer
from kiosk.backends.errors import LogBrokenError, MisconfiguredError, ServerAwayError
from kiosk.domain.digital import ItemFacts
from kiosk.domain.model import (
    Direction,
    InDoubt,
    ItemCode,
    LoanAct,
    LoanId,
    Medium,
    NotSent,
    Proof,
    Recorded,
    RefusalKind,
    Refused,
)
from kiosk.structs import replace
from tests.backends.ehub.desk import BORROW, NOON, Provider, lent, loan_of, no, record_of, site_at, told
from tests.backends.listening import listening
from tests.backends.ports import MemoryItems, MemoryLog
from tests.backends.sierra.desk import Answer, line, whole

HTML = b"HTTP/1.1 200 X\r\ncontent-type: text/html\r\ncontent-length: 6\r\nconnection: close\r\n\r\n<html>"
PER_FORMAT = {"id": "c-1", "contentLinks": [], "expirationDate": "2026-12-04T04:30:00Z"}
BOOK = (LabelledTitle("EH-9", "r/9 å", "ebook", "The Sea", "J. Marin", "https://covers.example/9.jpg"),)


def text(status: int, words: str, kind: str = "text/plain") -> bytes:
    """Return an answer whose body is this text, and not JSON."""
    head = f"HTTP/1.1 {status} X\r\ncontent-type: {kind}\r\ncontent-length: {len(words)}\r\nconnection: close\r\n\r\n"
    return head.encode() + words.encode()


@pytest.mark.parametrize(("label", "body", "site"), [
    ("EH-r-77", {"recordId": "r-77"}, {}),
    ("EH-r-77@audio-stream", {"recordId": "r-77"}, {}),
    ("EH-9", {"recordId": "r/9 å"}, {"catalogue": BOOK}),
    ("EH-r-77@audio-stream", {"recordId": "r-77", "formatId": "audio-stream"}, {"loans": LoansPer.FORMAT}),
    ("EH-9", {"recordId": "r/9 å", "formatId": "ebook"}, {"loans": LoansPer.FORMAT, "catalogue": BOOK}),
    ("r-77", {"recordId": "r-77"}, {"items": None}),
])  # fmt: skip
def test_a_label_names_the_record_and_in_the_other_mode_the_format(
    label: str, body: dict[str, str], site: dict[str, Any]
) -> None:
    async def story(here: Provider) -> None:
        account = await here.enter()
        said = await account.act(line(label))
        assert isinstance(said, Recorded)
        assert (said.loan, said.due, said.direction) == ("c-1", date(2026, 12, 4), Direction.BORROW)
        (asked,) = here.desk.of(BORROW)
        assert asked.json == body
        (act,) = here.log.acts
        assert (here.log.story, act.commit, act.token, act.before) == (["borrow done"], 1, None, frozenset())
        own = account.own_loan(ItemCode(label))
        assert own is not None
        assert own == said.lent

    told(story, {BORROW: [(201, lent() if site.get("loans") is not LoansPer.FORMAT else PER_FORMAT)]}, **site)


def test_names_and_covers_come_from_the_catalogue_and_else_the_record_is_the_name() -> None:
    async def story(here: Provider) -> None:
        account = await here.enter()
        said = await account.act(line("EH-9"))
        assert isinstance(said, Recorded)
        assert said.item is not None
        assert said.lent is not None
        assert (said.item.name, said.item.code, said.item.ident) == ("The Sea (J. Marin)", "EH-9", "r/9 å")
        assert (said.lent.cover, said.lent.medium) == ("https://covers.example/9.jpg", Medium.EBOOK)
        other = await account.act(line("EH-r-77", number=2))
        assert isinstance(other, Recorded)
        assert other.item is not None
        assert other.item.name == "r-77"
        assert await account.titles((other.item,)) == (ItemFacts(other.item),)

    told(story, {BORROW: [(200, lent()), (200, lent("c-2"))]}, catalogue=BOOK)


@pytest.mark.parametrize(("written", "due"), [
    ("2026-12-04T04:30:00Z", date(2026, 12, 4)),
    ("2026-12-03T23:30:00.000Z", date(2026, 12, 4)),
    ("2026-12-04T00:30:00+02:00", date(2026, 12, 3)),
    ("2026-12-04T00:30:00+0200", date(2026, 12, 3)),
    ("soon", None), (None, None),
])  # fmt: skip
def test_four_forms_of_a_date_are_read_and_others_lose_only_the_day(written: str | None, due: date | None) -> None:
    async def story(here: Provider) -> None:
        said = await (await here.enter()).act(line("EH-r-77"))
        assert isinstance(said, Recorded)
        assert said.due == due

    told(story, {BORROW: [(201, lent() | {"expirationDate": written})]})


@pytest.mark.parametrize(("formats", "label", "medium"), [
    (["ebook"], "EH-r", Medium.EBOOK),
    (["audio-stream", "audio-downloadable"], "EH-r", Medium.AUDIOBOOK),
    (["video-stream"], "EH-r", Medium.VIDEO),
    (["Magazine"], "EH-r", Medium.MAGAZINE),
    (["ebook", "audio-stream"], "EH-r", Medium.OTHER),
    (["ebook", "audio-stream"], "EH-r@audio-stream", Medium.AUDIOBOOK),
    (["house-format"], "EH-r", Medium.OTHER),
])  # fmt: skip
def test_the_form_of_a_title_follows_its_formats(formats: list[str], label: str, medium: Medium) -> None:
    async def story(here: Provider) -> None:
        said = await (await here.enter()).act(line(label))
        assert isinstance(said, Recorded)
        assert said.lent is not None
        assert (said.lent.medium, said.lent.can) == (medium, frozenset({LoanAct.OPEN}))

    told(story, {BORROW: [(201, lent(formats={each: {"contentLinks": []} for each in formats}))]})


def test_which_format_is_which_form_is_one_table() -> None:
    async def story(here: Provider) -> None:
        said = await (await here.enter()).act(line("EH-r"))
        assert isinstance(said, Recorded)
        assert said.lent is not None
        assert said.lent.medium is Medium.VIDEO

    guesses = replace(GUESSES, media={"film": Medium.VIDEO})
    told(story, {BORROW: [(201, lent(formats={"film": {"contentLinks": []}}))]}, guesses=guesses)


# --- a label without a format ---


@pytest.mark.parametrize(("answer", "expected"), [
    ((200, {"id": "r-77", "formats": [{"id": "ebook"}, {"id": "audio-stream"}]}), RefusalKind.FORMAT_NEEDED),
    ((200, {"id": "r-77", "formats": []}), RefusalKind.NOT_AVAILABLE),
    ((200, {"id": "r-77"}), RefusalKind.NOT_AVAILABLE),
    (no("INVALID_CONTENT_PROVIDER_RECORD_ID", 404), RefusalKind.ITEM_UNKNOWN),
    (no("UNFULFILLED_AGE_LIMIT"), RefusalKind.OTHER),
    (None, None),
])  # fmt: skip
def test_a_label_without_a_format_is_refused_if_there_are_several(answer: Answer, expected: RefusalKind | None) -> None:
    async def story(here: Provider) -> None:
        said = await (await here.enter()).act(line("EH-r-77"))
        assert (said.refusal.kind if isinstance(said, Refused) else None) is expected
        assert isinstance(said, Refused | NotSent)
        assert isinstance(said, NotSent) or (said.refusal.item is not None and said.refusal.item.name == "r-77")
        assert here.log.acts == []
        assert here.desk.of(BORROW) == []

    told(story, {record_of("r-77"): [answer]}, loans=LoansPer.FORMAT)


def test_the_only_format_of_a_title_is_lent() -> None:
    async def story(here: Provider) -> None:
        account = await here.enter()
        assert isinstance(await account.act(line("EH-r-77")), Recorded)
        assert here.desk.of(BORROW)[0].json == {"recordId": "r-77", "formatId": "ebook"}
        assert account.own_loan(ItemCode("EH-r-77@ebook")) is not None
        assert account.own_loan(ItemCode("EH-r-77@audio-stream")) is None

    says: dict[str, Any] = {
        record_of("r-77"): [(200, {"id": "r-77", "formats": [{"id": "ebook"}]})],
        BORROW: [(201, PER_FORMAT)],
    }
    told(story, says, loans=LoansPer.FORMAT)


def test_the_formats_of_one_title_are_two_loans_only_if_a_loan_is_for_one_format() -> None:
    async def both(here: Provider) -> None:
        account = await here.enter()
        first = await account.act(line("EH-r@ebook"))
        assert isinstance(first, Recorded)
        said = await account.act(line("EH-r@audio-stream", number=2))
        if here.backend._site.loans is LoansPer.FORMAT:
            assert isinstance(said, Recorded)
        else:
            assert isinstance(said, Refused)
            assert (said.refusal.kind, said.refusal.item) == (RefusalKind.ON_LOAN, first.item)
        assert len(here.desk.of(BORROW)) == (2 if isinstance(said, Recorded) else 1)

    told(both, {BORROW: [(201, PER_FORMAT), (201, PER_FORMAT | {"id": "c-2"})]}, loans=LoansPer.FORMAT)
    told(both, {BORROW: [(201, lent())]})


@pytest.mark.parametrize("label", ["4711", "EH-", "", " "])
def test_what_is_no_label_of_a_title_is_not_sent(label: str) -> None:
    async def story(here: Provider) -> None:
        said = await (await here.enter()).act(line(label))
        assert isinstance(said, Refused)
        assert said.refusal.kind is RefusalKind.ITEM_UNKNOWN
        assert here.desk.asked == []

    told(story)


# --- refusals ---


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 500, 503])
@pytest.mark.parametrize("code", sorted(REFUSALS))
def test_a_published_code_is_a_refusal_with_every_status(code: str, status: int) -> None:
    async def story(here: Provider) -> None:
        said = await (await here.enter()).act(line("EH-9"))
        assert isinstance(said, Refused)
        assert (said.refusal.kind, said.refusal.words) == (REFUSALS[code], "")
        assert said.refusal.item is not None
        assert said.refusal.item.name == "The Sea (J. Marin)"
        assert here.log.story == ["borrow refused"]
        assert len(here.desk.asked) == 1

    told(story, {BORROW: [no(code, status)]}, catalogue=BOOK)


@pytest.mark.parametrize(("answer", "kind"), [
    (no("HOUSE_RULE", 500), RefusalKind.OTHER),
    ((400, {"code": 17}), RefusalKind.OTHER),
    ((400, {"message": "no code"}), RefusalKind.OTHER),
    (text(409, "Not today"), RefusalKind.OTHER),
])  # fmt: skip
def test_another_refusal_is_said_in_general_words(answer: Answer, kind: RefusalKind) -> None:
    async def story(here: Provider) -> None:
        said = await (await here.enter()).act(line("EH-r-77"))
        assert isinstance(said, Refused)
        assert (said.refusal.kind, said.refusal.words) == (kind, "")

    told(story, {BORROW: [answer]})


@pytest.mark.parametrize(("in_between", "expected"), [(GUESSES.in_between, "unknown"), (frozenset(), "refused")])
def test_a_code_from_a_server_in_between_leaves_doubt(in_between: frozenset[int], expected: str) -> None:
    async def story(here: Provider) -> None:
        await (await here.enter()).act(line("EH-r-77"))
        assert here.log.story == [f"borrow {expected}"]

    guesses = replace(GUESSES, in_between=in_between)
    told(story, {BORROW: [no("SERVICE_UNAVAILABLE", 503)]}, guesses=guesses)


@pytest.mark.parametrize(("refuses", "expected"), [(True, "refused"), (False, "unknown")])
@pytest.mark.parametrize("answer", [(500, None), (500, {"message": "no code"}), text(500, "Not today")])
def test_whether_an_error_without_a_code_refuses_is_one_value(answer: Answer, *, refuses: bool, expected: str) -> None:
    async def story(here: Provider) -> None:
        await (await here.enter()).act(line("EH-r-77"))
        assert here.log.story == [f"borrow {expected}"]

    told(story, {BORROW: [answer]}, guesses=replace(GUESSES, bare_error_refuses=refuses))


def test_who_has_it_already_is_told_and_the_act_is_not_repeated() -> None:
    async def story(here: Provider) -> None:
        said = await (await here.enter()).act(line("EH-r-77"))
        assert isinstance(said, Refused)
        assert said.refusal.kind is RefusalKind.ALREADY_YOURS
        assert len(here.desk.asked) == 1

    told(story, {BORROW: [no("ALREADY_ON_LOAN")]})


@pytest.mark.parametrize(("refused", "answer", "expected"), [
    (GUESSES.token_refused, (401, None), "not_sent"),
    (GUESSES.token_refused, (403, {"code": "HOUSE_RULE"}), "not_sent"),
    (GUESSES.token_refused, text(403, "<html>", "text/html"), "unknown"),
    (frozenset({401}), (403, {"code": "HOUSE_RULE"}), "refused"),
])  # fmt: skip
def test_a_refused_token_is_a_matter_for_staff(refused: frozenset[int], answer: Answer, expected: str) -> None:
    async def story(here: Provider) -> None:
        account = await here.enter()
        if expected == "not_sent":
            with pytest.raises(MisconfiguredError, match="refuses the kiosk's token"):
                await account.act(line("EH-r-77"))
        else:
            await account.act(line("EH-r-77"))
        assert here.log.story == [f"borrow {expected}"]
        assert len(here.desk.asked) == 1

    told(story, {BORROW: [answer]}, guesses=replace(GUESSES, token_refused=refused))


# --- answers that are lost ---


@pytest.mark.parametrize("answer", [
    None, HTML, (204, None), (200, {}), (200, {"id": ""}), (200, {"id": None}), (200, []), (302, None), (500, None),
    text(500, "Internal error"), text(502, "<html>", "text/html"),
])  # fmt: skip
def test_a_lost_answer_is_never_settled_by_reading_and_the_act_is_not_repeated(answer: Answer) -> None:
    async def story(here: Provider) -> None:
        account = await here.enter()
        sent = line("EH-r-77")
        said = await account.act(sent)
        assert isinstance(said, InDoubt)
        assert said.item is not None
        assert said.item.name
        truth = await account.reconcile([sent], finished=NOON)
        assert truth.hopeless == {1}
        assert (truth.absent, truth.proven) == (frozenset(), ())
        assert here.log.story == ["borrow unknown"]
        assert len(here.desk.asked) == 1

    told(story, {BORROW: [answer]})


def test_a_later_kiosk_cannot_settle_it_either_and_needs_no_token() -> None:
    async def story(here: Provider) -> None:
        account = await here.enter()
        sent = line("EH-r-77")
        await account.act(sent)
        later = here.backend.account_for(here.log.acts[0].account, here.log.acts[0].visit, None)
        assert later is not None
        assert (await later.reconcile([sent], finished=NOON, before=frozenset())).hopeless == {1}
        assert here.backend.account_for("no reference", here.log.acts[0].visit, None) is None

    told(story, {BORROW: [None]})


def test_nothing_is_sent_if_the_server_is_away_or_the_log_is_broken() -> None:
    async def run() -> None:
        async with listening(_never) as port:
            pass
        log = MemoryLog()
        backend = EHubBackend(site_at(f"http://127.0.0.1:{port}"), log, MemoryItems(), lambda: NOON, pauses_s=())
        try:
            account = await Provider(None, backend, log, "").enter()  # type: ignore[arg-type]
            assert await account.act(line("EH-r-77")) == NotSent()
            log.broken = True
            with pytest.raises(LogBrokenError):
                await account.act(line("EH-r-77"))
            with pytest.raises(ServerAwayError):
                await account.reconcile([replace(line("EH-r-77"), loan=LoanId("c-1"))], finished=NOON)
        finally:
            await backend.aclose()

    asyncio.run(run())


async def _never(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.close()


# --- the loans of the visit ---


@pytest.mark.parametrize(("answer", "proven"), [
    ((200, lent() | {"expirationDate": "2026-12-05T04:30:00Z"}), True),
    (no("CHECKOUT_NOT_FOUND", 404), False),
    (no("INACTIVE_LOAN"), False),
])  # fmt: skip
def test_a_loan_of_this_visit_is_proved_by_reading_it(answer: Answer, proven: bool) -> None:  # noqa: FBT001
    async def story(here: Provider) -> None:
        account = await here.enter()
        await account.act(line("EH-r-77"))
        done = line("EH-r-77", loan=LoanId("c-1"))
        truth = await account.reconcile([done], finished=NOON)
        if proven:
            assert truth.proven == (Proof(done.ident, date(2026, 12, 5), Direction.BORROW, LoanId("c-1")),)
            assert [each.due for each in truth.loans] == [date(2026, 12, 5)]
        else:
            assert truth.absent == {1}
            assert truth.loans == ()
            assert account.own_loan(ItemCode("EH-r-77")) is None

    told(story, {BORROW: [(201, lent())], loan_of("c-1"): [answer]})


@pytest.mark.parametrize(("answer", "error"), [
    (no("INVALID_PATRON"), ServerAwayError), ((500, None), ServerAwayError), (None, ServerAwayError),
    (HTML, ServerAwayError), ((302, None), ServerAwayError), ((200, {"id": []}), ServerAwayError),
    ((401, None), MisconfiguredError), ((404, None), MisconfiguredError),
])  # fmt: skip
def test_a_reading_without_a_loan_proves_nothing(answer: Answer, error: type[Exception]) -> None:
    async def story(here: Provider) -> None:
        account = await here.enter()
        await account.act(line("EH-r-77"))
        with pytest.raises(error):
            await account.reconcile([line("EH-r-77", loan=LoanId("c-1"))], finished=NOON)
        assert account.own_loan(ItemCode("EH-r-77")) is not None

    told(story, {BORROW: [(201, lent())], loan_of("c-1"): [answer]})


@pytest.mark.parametrize(("ident", "encoded"), [
    ("a/b c?d#e%2F", "a%2Fb%20c%3Fd%23e%252F"), ("åäö", "%C3%A5%C3%A4%C3%B6"), ("..", "%2E%2E"), (".", "%2E"),
])  # fmt: skip
def test_an_id_is_one_part_of_the_path_whatever_characters_it_has(ident: str, encoded: str) -> None:
    async def story(here: Provider) -> None:
        account = await here.enter()
        await account.act(line("EH-r-77"))
        truth = await account.reconcile([line("EH-r-77", loan=LoanId(ident))], finished=NOON)
        assert len(truth.proven) == 1

    told(story, {BORROW: [(201, lent(ident))], loan_of(encoded): [(200, lent(ident))]})


def test_no_record_no_title_and_no_card_is_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    async def story(here: Provider) -> None:
        account = await here.enter()
        await account.act(line("EH-9"))
        await account.act(line("EH-r-77", number=2))
        await account.act(line("EH-r-78", number=3))
        moved = whole(302, None).replace(b"302 X\r\n", b"302 X\r\nlocation: https://x.example/records/r-77\r\n")
        here.desk.says[loan_of("c-1")] = [moved]
        with pytest.raises(ServerAwayError):
            await account.reconcile([line("EH-9", loan=LoanId("c-1"))], finished=NOON)

    with caplog.at_level(logging.DEBUG):
        told(story, {BORROW: [(201, lent()), no("ALREADY_ON_LOAN"), (302, None)]}, catalogue=BOOK)
    said = caplog.text
    assert "ALREADY_ON_LOAN" in said
    assert "HTTP 500" not in said
    for secret in ("r/9", "r%2F9", "r-77", "r-78", "c-1", "The Sea", "21234000123456", "eyJ", "Internal words"):
        assert secret not in said
