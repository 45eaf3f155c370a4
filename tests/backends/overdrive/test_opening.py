"""Tests of the addresses that open a loan on a phone, and of the search and the covers."""

import asyncio
import logging
from pathlib import Path
from typing import Any

import pytest

from kiosk.backends.errors import ServerAwayError, SignInLostError
from kiosk.backends.http import Wire
from kiosk.backends.network import Network
from kiosk.backends.overdrive.backend import OverDriveBackend
from kiosk.backends.overdrive.covers import LARGEST_COVER, cover_address
from kiosk.backends.overdrive.service import OverDriveService
from kiosk.backends.overdrive.titles import Titles
from kiosk.domain.digital import LinkKind, OpeningRefused, TitleLink
from kiosk.domain.model import LoanId, Medium, RefusalKind, Secret
from kiosk.domain.search import CopiesNow, Details, Query, Results, Shelves, Standing
from kiosk.structs import replace
from tests.backends.certificates import authority
from tests.backends.listening import listening
from tests.backends.overdrive.desk import (
    AVAILABILITY,
    COLLECTION,
    LIBRARY,
    LOANS,
    NEW,
    NOON,
    ONE,
    QUICK,
    SEARCH,
    TITLES,
    TWO,
    Kiosk,
    loan,
    loans,
    no,
    open_of,
    redirect,
    site_at,
    title,
    title_of,
    titles,
    told,
)
from tests.backends.overdrive.published import CHECKOUTS, LOCATION
from tests.backends.ports import MemoryItems, MemoryLog
from tests.backends.sierra.desk import Answer, Asked

LIBBY = "https://link.overdrive.com/share?q=ab-12"
SHARED = title(ONE, "Emma", links={"shareInLibby": {"href": LIBBY, "type": "text/HTML"}})
APP, BROWSER = (
    TitleLink(LinkKind.APP, Secret(LIBBY), app="Libby"),
    TitleLink(LinkKind.BROWSER, Secret(LOCATION), valid_s=60.0),
)


async def links(here: Kiosk) -> tuple[TitleLink, ...] | OpeningRefused:
    account = await here.enter()
    return await account.digital.title_links(account.opening.loans[0].ident)


@pytest.mark.parametrize(("described", "found"), [
    ((200, SHARED), (APP, BROWSER)),
    ((200, title(ONE, "Emma", links={"shareInLibby": [{"href": LIBBY}]})), (APP, BROWSER)),
    ((200, title(ONE, "Emma")), (BROWSER,)),
    ((200, title(ONE, "Emma", links={"shareInLibby": {"href": "http://link.overdrive.com/share"}})), (BROWSER,)),
    (no("NotFound", 404), (BROWSER,)),
    ((500, None), (BROWSER,)),
])  # fmt: skip
def test_both_addresses_are_given_if_there_is_one_for_the_app(described: Answer, found: tuple[TitleLink, ...]) -> None:
    async def story(here: Kiosk) -> None:
        assert await links(here) == found
        (asked,) = here.desk.of(open_of(ONE))
        assert asked.headers["authorization"] == "Bearer patron-1"

    told(story, {LOANS: [(200, CHECKOUTS)], title_of(ONE): [described], open_of(ONE): [redirect(LOCATION)]})


def test_the_address_is_asked_for_each_time_and_never_followed_or_logged(caplog: pytest.LogCaptureFixture) -> None:
    async def story(here: Kiosk) -> None:
        account = await here.enter()
        found: tuple[TitleLink, ...] | OpeningRefused = ()
        for number in (1, 2):
            with caplog.at_level(logging.DEBUG):
                found = await account.digital.title_links(account.opening.loans[0].ident)
            assert isinstance(found, tuple)
            assert found[-1].address.reveal() == f"{here.url}/fulfil?code=secret-{number}".replace("http:", "https:")
        assert [each for each in here.names() if "fulfil" in each] == []
        for word in ("secret-", "fulfil", ONE.lower()):
            assert word not in caplog.text.lower()
        assert "code=" not in repr(found)

    made = [0]

    def answer(asked: Asked) -> bytes:
        made[0] += 1
        return redirect(f"https://{asked.headers['host']}/fulfil?code=secret-{made[0]}")

    told(story, {LOANS: [loans(loan())], open_of(ONE): [answer]})


@pytest.mark.parametrize(("answer", "kind", "words"), [
    (redirect(""), RefusalKind.OTHER, ""),
    (redirect(LOCATION, 301), RefusalKind.OTHER, ""),
    (redirect(LOCATION, 200), RefusalKind.OTHER, ""),
    (no("PatronTitleProcessingFailed"), RefusalKind.OTHER, "Not today."),
    (no("AnotherFormatHasBeenLockedIn"), RefusalKind.OTHER, "Not today."),
    (no("TitleNotCheckedOut"), RefusalKind.NOT_ON_ACCOUNT, "Not today."),
])  # fmt: skip
def test_a_title_without_an_address_is_refused_if_there_is_none_for_the_app(
    answer: Answer, kind: RefusalKind, words: str, caplog: pytest.LogCaptureFixture
) -> None:
    async def story(here: Kiosk) -> None:
        with caplog.at_level(logging.DEBUG):
            refused = await links(here)
        assert isinstance(refused, OpeningRefused)
        assert (refused.refusal.kind, refused.refusal.words) == (kind, words)
        assert "fulfillment" not in caplog.text
        here.desk.says[title_of(ONE)] = [(200, SHARED)]
        assert await links(here) == (APP,)

    told(story, {LOANS: [loans(loan())], open_of(ONE): [answer]})


@pytest.mark.parametrize(
    "address",
    ["http://site.overdrive.com/x", "ftp://x/y", "https://a:b@x/", f"https://x/{'a' * 2001}", "//x/y"],
)
def test_an_address_that_nobody_may_see_is_empty(address: str) -> None:
    async def story(here: Kiosk) -> None:
        assert await links(here) == (TitleLink(LinkKind.BROWSER, Secret(""), valid_s=30.0),)

    told(story, {LOANS: [loans(loan())], open_of(ONE): [redirect(address)]}, guesses=replace(QUICK, opens_s=30.0))


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ((500, None), ServerAwayError),
        (redirect("javascript:alert(1)"), ServerAwayError),
        ((401, None), SignInLostError),
        ((404, None), ServerAwayError),
    ],
)
def test_an_absent_server_and_a_lost_log_in_are_errors(answer: Answer, error: type[Exception]) -> None:
    async def story(here: Kiosk) -> None:
        with pytest.raises(error):
            await links(here)
        if error is ServerAwayError:
            here.desk.says[title_of(ONE)] = [(200, SHARED)]
            assert await links(here) == (APP,)

    told(story, {LOANS: [loans(loan())], open_of(ONE): [answer]})


def test_kindle_loans_and_loans_that_are_gone_are_not_opened() -> None:
    async def story(here: Kiosk) -> None:
        refused = await links(here)
        assert isinstance(refused, OpeningRefused)
        assert refused.refusal.kind is RefusalKind.OTHER
        gone = await (await here.enter()).digital.title_links(LoanId(NEW.lower()))
        assert isinstance(gone, OpeningRefused)
        assert gone.refusal.kind is RefusalKind.NOT_ON_ACCOUNT
        assert [each for each in here.names() if "formats" in each] == []

    told(story, {LOANS: [loans(loan(actions=None, isFormatLockedIn=True, formats=[{"formatType": "ebook-kindle"}]))]})


def test_a_loan_without_a_link_is_opened_in_the_app_if_its_title_has_an_address() -> None:
    async def story(here: Kiosk) -> None:
        assert await links(here) == (APP,)
        assert here.desk.of(open_of(ONE)) == []

    told(story, {LOANS: [loans(loan(links={}))], TITLES: [titles(SHARED)], title_of(ONE): [(200, SHARED)]})


# --- finding ---

FOUND = [
    title(ONE, "Emma", crossRefId=1, primaryCreator={"role": "Author", "name": "Jane Austen"}),
    title(TWO, "Dune", mediaType="Audiobook"),
    title(NEW, "Sea of Rust", mediaType="", primaryCreator={"role": "Editor", "name": "C. R."}),
]
STANDINGS = (
    200,
    {"availability": [
        {"reserveId": ONE, "available": True, "copiesOwned": 3, "copiesAvailable": 2},
        {"reserveId": TWO.lower(), "available": False, "copiesAvailable": 1},
    ]},
)  # fmt: skip


def test_anyone_and_a_member_find_titles_and_whether_they_are_free() -> None:
    async def story(here: Kiosk) -> None:
        account = await here.enter()
        for finder, token in ((account.searching, "patron-1"), (here.backend.searching("en"), "client-1")):
            results = await finder.search(Query("sea", offset=3, limit=500))
            assert [(each.item.code, each.item.name, each.standing) for each in results.found] == [
                (ONE.lower(), "Emma", Standing.FREE),
                (TWO.lower(), "Dune", Standing.OUT),
                (NEW.lower(), "Sea of Rust", Standing.UNSAID),
            ]
            assert [each.medium for each in results.found] == [Medium.EBOOK, Medium.AUDIOBOOK, Medium.OTHER]
            assert [each.author for each in results.found] == ["Jane Austen", "", "C. R."]
            assert [each.copies for each in results.found] == [CopiesNow(2, 3), None, None]
            assert results.more
            asked = here.desk.of(SEARCH)[-1]
            assert asked.query == {"q": "sea", "offset": "3", "limit": "25"}
            assert asked.headers["authorization"] == f"Bearer {token}"
            assert here.desk.of(AVAILABILITY)[-1].query == {"products": f"{ONE},{TWO},{NEW}".lower()}
            assert await finder.shelves() == Shelves()
            before = len(here.desk.of(SEARCH))
            assert await finder.search(Query("sea", kind="3")) == Results()
            assert await finder.search(Query("sea", place="3")) == Results()
            assert len(here.desk.of(SEARCH)) == before
        assert here.names().count(LIBRARY) == 1

    told(story, {SEARCH: [(200, {"totalItems": 7, "products": FOUND})], AVAILABILITY: [STANDINGS]})


@pytest.mark.parametrize(
    "answer", [{"totalItems": 0}, {"totalItems": 0, "products": []}, {"totalItems": 9, "products": None}]
)
def test_nothing_found_has_no_list(answer: dict[str, Any]) -> None:
    async def story(here: Kiosk) -> None:
        assert await here.backend.searching("en").search(Query("")) == Results()
        assert here.desk.of(SEARCH)[0].query == {"offset": "0", "limit": "25"}

    told(story, {SEARCH: [(200, answer)]})


def test_without_a_call_for_availability_the_shelf_decides_and_the_call_is_not_made_again() -> None:
    async def story(here: Kiosk) -> None:
        finder = here.backend.searching("en")
        for _ in range(2):
            results = await finder.search(Query("sea"))
            assert {each.standing for each in results.found} == {Standing.UNSAID}
        assert len(here.desk.of(AVAILABILITY)) == 1
        assert await finder.details(ONE.lower()) == Details("<p>A match for all.</p>")
        assert await finder.details(TWO.lower()) is None

    says: dict[str, Any] = {SEARCH: [(200, {"totalItems": 3, "products": FOUND})], AVAILABILITY: [no("NotFound", 404)]}
    told(
        story,
        says
        | {
            title_of(ONE): [(200, title(ONE, "Emma", shortDescription="<p>A match\nfor all.</p>"))],
            title_of(TWO): [no("NotFound", 404)],
        },
    )


@pytest.mark.parametrize("answer", [(500, None), no("AccessDenied", 403), (200, {"availability": "soon"}), None])
def test_without_an_answer_about_copies_the_titles_are_shown(answer: Answer) -> None:
    async def story(here: Kiosk) -> None:
        finder = here.backend.searching("en")
        for times in (1, 2):
            results = await finder.search(Query("sea"))
            assert {each.standing for each in results.found} == {Standing.UNSAID}
            assert len(here.desk.of(AVAILABILITY)) >= times

    told(story, {SEARCH: [(200, {"totalItems": 3, "products": FOUND})], AVAILABILITY: [answer]})


class Silent(OverDriveService):
    """A service that never answers."""

    async def read(self, *_args: object, **_more: object) -> None:
        await asyncio.Event().wait()


def test_titles_do_not_wait_long_for_the_answer_about_copies() -> None:
    async def story() -> None:
        wire = Wire(timeout_s=5.0)
        service = Silent(site_at("http://127.0.0.1:9"), wire, lambda: 0.0)
        titles = Titles(service, patience_s=0.05)
        assert await titles.available([ONE.lower()], service.client, COLLECTION) == {}
        await wire.aclose()

    asyncio.run(story())


def test_only_free_copies_that_say_something_are_counted() -> None:
    told_copies: list[tuple[dict[str, Any], CopiesNow | None]] = [
        ({"available": True, "copiesOwned": 2, "copiesAvailable": 1}, CopiesNow(1, 2)),
        ({"available": True, "copiesOwned": 1, "copiesAvailable": 1, "availabilityType": "AlwaysAvailable"}, None),
        ({"available": True, "copiesOwned": 0, "copiesAvailable": 1}, None),
        ({"available": True}, None),
        ({"available": False, "copiesOwned": 2, "copiesAvailable": 1}, None),
        ({"copiesOwned": 2, "copiesAvailable": 1}, None),
    ]

    async def story(here: Kiosk) -> None:
        for _, copies in told_copies:
            (found,) = (await here.backend.searching("en").search(Query("sea"))).found
            assert found.copies == copies

    answers = [(200, {"availability": [{"reserveId": ONE} | some]}) for some, _ in told_copies]
    told(story, {SEARCH: [(200, {"totalItems": 1, "products": FOUND[:1]})], AVAILABILITY: answers})


def test_a_library_without_a_collection_finds_nothing() -> None:
    async def story(here: Kiosk) -> None:
        assert await here.backend.searching("en").search(Query("sea")) == Results()

    told(story, {LIBRARY: [(200, {"id": 4425, "name": "API Library"})]})


def test_a_search_without_an_answer_is_an_absent_server() -> None:
    async def story(here: Kiosk) -> None:
        with pytest.raises(ServerAwayError):
            await here.backend.searching("en").search(Query("sea"))

    told(story, {SEARCH: [(500, None)]})


# --- covers ---


@pytest.mark.parametrize(("address", "allowed"), [
    ("https://img1.od-cdn.com/{3896665D}Img200.jpg", True),
    ("https://img1.od-cdn.com:443/a.jpg", True),
    ("https://od-cdn.com/a.jpg", False),
    ("http://img1.od-cdn.com/a.jpg", False),
    ("https://img1.od-cdn.com:8443/a.jpg", False),
    ("https://a@img1.od-cdn.com/a.jpg", False),
    ("https://img1.od-cdn.com.example.org/a.jpg", False),
    ("https://[::bad/a.jpg", False),
    ("https://img1.od-cdn.com/a\nb.jpg", False),
    ("http://127.0.0.1:9/a.jpg", False),
    (f"https://img1.od-cdn.com/{'a' * 1000}", False),
])  # fmt: skip
def test_only_the_hosts_in_the_settings_send_pictures(address: str, *, allowed: bool) -> None:
    assert bool(cover_address(address, ("*.od-cdn.com",))) is allowed


def picture(asked: str, body: bytes = b"\x89PNG", kind: str = "image/png") -> bytes:
    return (
        f"HTTP/1.1 {asked}\r\ncontent-type: {kind}\r\ncontent-length: {len(body)}\r\nconnection: close\r\n\r\n".encode()
        + body
    )


def test_a_picture_comes_over_tls_without_a_token_and_no_redirect_is_followed(tmp_path: Path) -> None:
    made = authority(tmp_path)
    answers = {
        "/%7B1%7D.png": picture("200 OK"),
        "/moved": b"HTTP/1.1 302 X\r\nlocation: /%7B1%7D.png\r\ncontent-length: 0\r\nconnection: close\r\n\r\n",
        "/page": picture("200 OK", b"<html>", "text/html"),
        "/large": picture("200 OK", b"x" * (LARGEST_COVER + 1)),
        "/none": picture("404 X"),
    }
    heads: list[str] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        heads.append(head)
        writer.write(answers[head.split(" ")[1]])
        await writer.drain()
        writer.close()

    async def run() -> None:
        async with listening(serve, tls=made.server("127.0.0.1")) as port:
            site = site_at("https://127.0.0.1:9", covers=("127.0.0.1",), network=Network(ca_file=made.file))
            backend = OverDriveBackend(site, MemoryLog(), MemoryItems(), lambda: NOON, pauses_s=())
            found = [await backend.picture(f"https://127.0.0.1:{port}{path.replace('%7B', '{')}") for path in answers]
            assert found == [b"\x89PNG", b"", b"", b"", b""]
            assert await backend.picture(f"https://localhost:{port}/none") == b""
            with pytest.raises(ServerAwayError):
                await backend.picture("https://127.0.0.1:9/none")
            await backend.aclose()

    asyncio.run(run())
    assert len(heads) == len(answers)
    assert not any("authorization" in each.lower() for each in heads)
