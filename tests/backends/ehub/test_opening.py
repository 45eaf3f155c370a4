"""Tests of the addresses that open a loan.

The kiosk makes a link for each address. If no phone can open an address, its link has an empty address.
"""

import json
import logging
from pathlib import Path
from typing import Any

import pytest

from kiosk.backends.ehub.account import EHubAccount
from kiosk.backends.ehub.paths import LoansPer
from kiosk.backends.errors import MisconfiguredError, ServerAwayError
from kiosk.domain.digital import LinkKind, OpeningRefused, TitleLink
from kiosk.domain.model import LoanId, Medium, Recorded, RefusalKind
from tests.backends.ehub.desk import BORROW, Provider, hrefs, lent, loan_of, no, told
from tests.backends.sierra.desk import Answer, line

LOAN = loan_of("c-1")
PUBLISHED: dict[str, Any] = json.loads(Path(__file__).with_name("published_checkout.json").read_text())
C, S = LinkKind.CONTENT, LinkKind.SUPPLEMENT


async def opened(here: Provider, label: str = "EH-r-77") -> tuple[TitleLink, ...] | OpeningRefused:
    """Borrow the title with this label, and ask for its addresses."""
    account = await here.enter()
    said = await account.act(line(label))
    assert isinstance(said, Recorded)
    assert said.loan is not None
    return await account.digital.title_links(said.loan)


def told_links(links: tuple[TitleLink, ...] | OpeningRefused) -> list[tuple[LinkKind, str, int, int]]:
    """Return four facts about each link: its kind, its address, the number of its part, and the number of all parts."""
    assert isinstance(links, tuple)
    return [(each.kind, each.address.reveal(), each.part, each.parts) for each in links]


def test_the_published_loan_has_every_link_and_its_broken_addresses_are_empty() -> None:
    async def story(here: Provider) -> None:
        links = await opened(here)
        assert told_links(links) == [
            *((C, "", part, 2) for part in (1, 2)),
            *((C, "", part, 4) for part in range(1, 5)),
            *((S, "", part, 6) for part in range(1, 7)),
        ]
        assert not isinstance(links, OpeningRefused)
        assert [each.medium for each in links] == [Medium.EBOOK] * 2 + [Medium.AUDIOBOOK] * 4 + [None] * 6

    told(story, {BORROW: [(201, PUBLISHED | {"id": "c-1"})], LOAN: [(200, PUBLISHED)]})


def test_the_links_of_the_format_on_the_label_come_first() -> None:
    async def story(here: Provider) -> None:
        assert told_links(await opened(here, "EH-r-77@audio-stream")) == [
            (C, "https://m.example/a1", 1, 2),
            (C, "https://m.example/a2", 2, 2),
            (C, "https://m.example/e", 1, 1),
            (S, "http://m.example/booklet", 1, 1),
        ]

    formats = {
        "ebook": {"contentLinks": hrefs("https://m.example/e"), "more": 1},
        "none": None,
        "audio-stream": {
            "contentLinks": hrefs("https://m.example/a1", "https://m.example/a2"),
            "supplementLinks": [{"name": "Booklet", "href": "http://m.example/booklet"}],
        },
    }
    loan = lent(formats=formats)
    told(story, {BORROW: [(201, loan)], LOAN: [(200, loan)]})


def test_a_loan_of_one_format_has_its_links_itself_and_is_asked_for_each_time() -> None:
    async def story(here: Provider) -> None:
        account = await here.enter()
        await account.act(line("EH-r-77@ebook"))
        for number in (1, 2):
            links = await account.digital.title_links(LoanId("c-1"))
            assert told_links(links) == [(C, f"https://m.example/{number}", 1, 1)]
        assert len(here.desk.of(LOAN)) == 2

    answers = [(200, {"id": "c-1", "contentLinks": hrefs(f"https://m.example/{number}")}) for number in (1, 2)]
    told(story, {BORROW: [answers[0]], LOAN: answers}, loans=LoansPer.FORMAT)


@pytest.mark.parametrize("href", [
    "http:/localhost:16521/ep/api", "ftp://x.example/a", "javascript:alert(1)", "https://name:pin@x.example/a",
    "https://", "https://[bad/", "https://x.example/a b", "https://x.example/å", f"https://x.example/{'a' * 2000}", "",
])  # fmt: skip
def test_an_address_that_is_not_whole_is_not_shown(href: str) -> None:
    async def story(here: Provider) -> None:
        assert told_links(await opened(here)) == [(C, "", 1, 2), (C, "https://m.example/2", 2, 2)]

    loan = lent(formats={"ebook": {"contentLinks": hrefs(href, "https://m.example/2")}})
    told(story, {BORROW: [(201, loan)], LOAN: [(200, loan)]})


@pytest.mark.parametrize("loan", [
    {"id": "c-1"}, {"id": "c-1", "formatMetadata": {}}, lent(formats={"ebook": {}}),
    lent(formats={"ebook": {"contentLinks": None}}),
])  # fmt: skip
def test_a_title_without_content_has_no_links_and_stays_on_loan(loan: Any) -> None:
    async def story(here: Provider) -> None:
        account = await here.enter()
        await account.act(line("EH-r-77"))
        assert await account.digital.title_links(LoanId("c-1")) == ()
        assert here.log.story == ["borrow done"]

    told(story, {BORROW: [(201, loan)], LOAN: [(200, loan)]})


@pytest.mark.parametrize(("answer", "kind"), [
    (no("CHECKOUT_NOT_FOUND", 404), RefusalKind.NOT_ON_ACCOUNT),
    (no("INACTIVE_LOAN"), RefusalKind.NOT_ON_ACCOUNT),
    (no("MAX_NO_OF_DOWNLOADS_FOR_PRODUCT_REACHED"), RefusalKind.OTHER),
    (no("HOUSE_RULE"), RefusalKind.OTHER),
])  # fmt: skip
def test_a_loan_that_is_not_opened_says_why(answer: Answer, kind: RefusalKind) -> None:
    async def story(here: Provider) -> None:
        account = await here.enter()
        await account.act(line("EH-r-77"))
        said = await account.digital.title_links(LoanId("c-1"))
        assert isinstance(said, OpeningRefused)
        assert said.refusal.kind is kind
        assert bool(account._own) is (kind is RefusalKind.OTHER)
        assert len(here.desk.of(LOAN)) == 1

    told(story, {BORROW: [(201, lent())], LOAN: [answer]})


@pytest.mark.parametrize(("answers", "error"), [
    ([None, (500, None)], ServerAwayError), ([(401, None)], MisconfiguredError), ([(200, lent())], None),
    ([None, (200, lent())], None), ([(500, None), (200, lent())], None),
])  # fmt: skip
def test_a_reading_is_sent_again_if_no_answer_comes(answers: list[Answer], error: type[Exception] | None) -> None:
    async def story(here: Provider) -> None:
        if error is None:
            assert told_links(await opened(here)) == [(C, "https://media.example/c-1", 1, 1)]
        else:
            with pytest.raises(error):
                await opened(here)
        assert len(here.desk.of(LOAN)) == len(answers)

    told(story, {BORROW: [(201, lent())], LOAN: answers})


def test_a_loan_of_another_visit_is_not_opened() -> None:
    async def story(here: Provider) -> None:
        account: EHubAccount = await here.enter()
        said = await account.digital.title_links(LoanId("c-9"))
        assert isinstance(said, OpeningRefused)
        assert said.refusal.kind is RefusalKind.NOT_ON_ACCOUNT
        assert here.desk.asked == []

    told(story)


def test_no_address_is_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    async def story(here: Provider) -> None:
        await opened(here)

    with caplog.at_level(logging.DEBUG):
        told(story, {BORROW: [(201, lent())], LOAN: [(200, lent())]})
    assert "media.example" not in caplog.text
