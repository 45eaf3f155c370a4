"""Tests of the log-in at a content provider, of the settings of the library, and of the messages to staff.

A member logs in with a card whose number has the form in the settings, or the main system says who the member is. The
messages come from the probe, a request with which staff check the provider.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest

from kiosk.backends.ehub.backend import EHubBackend
from kiosk.backends.ehub.catalogue import LabelledTitle, titles_in
from kiosk.backends.ehub.paths import PROBED_RECORD, EHubClaim
from kiosk.backends.errors import MisconfiguredError, NotVouchedError, ServerAwayError, WrongLoginError
from kiosk.backends.protocol import Credential, Password, Renewal, ScannedFob, Vouched
from kiosk.domain.digital import MemberFact
from kiosk.domain.library import LoginKind, Searchers
from kiosk.domain.model import Secret, VisitId
from kiosk.structs import replace
from tests.backends.ehub.desk import BORROW, CARD, NOON, Provider, claims_in, lent, no, record_of, site_at, told
from tests.backends.ports import MemoryItems, MemoryKeeper, MemoryLog
from tests.backends.sierra.desk import Answer, line, whole

PROBE = record_of(PROBED_RECORD)
BOOK = (LabelledTitle("EH-9", "r-9", "ebook", "The Sea"),)


@pytest.mark.parametrize(("credential", "is_trusted"), [
    (Password(f" {CARD} ", Secret("")), True),
    (ScannedFob(Secret(CARD)), True),
    (Password("31234000123456", Secret("")), False),
    (Password(f"{CARD}0", Secret("")), False),
    (Password("", Secret("")), False),
    (ScannedFob(Secret("fob")), False),
    (Renewal(Secret(CARD), MemoryKeeper()), False),
])  # fmt: skip
def test_only_a_card_of_the_trusted_form_opens_an_account(credential: Credential, is_trusted: bool) -> None:  # noqa: FBT001
    async def story(here: Provider) -> None:
        if is_trusted:
            account = await here.backend.sign_in(credential, VisitId(1), "en")
            assert (account.opening.loans, account.staging, account.renewable) == ((), None, None)
            assert CARD not in repr(account.member)
            await account.sign_out()
        else:
            with pytest.raises(WrongLoginError):
                await here.backend.sign_in(credential, VisitId(1), "en")
        assert here.desk.asked == []

    told(story)


WORD = Vouched("1042532", Secret(CARD), Secret("ada@members.example"), Secret("1990-02-03"))


@pytest.mark.parametrize(("claims", "more"), [
    ((EHubClaim.PATRON_ID,), {"patronId": "1042532"}),
    ((EHubClaim.PATRON_ID, EHubClaim.LIBRARY_CARD), {"patronId": "1042532", "libraryCard": CARD}),
    ((EHubClaim.EMAIL, EHubClaim.BIRTH_DATE), {"email": "ada@members.example", "birthDate": "1990-02-03"}),
])  # fmt: skip
def test_beside_a_main_system_its_word_fills_exactly_the_claims(
    claims: tuple[EHubClaim, ...], more: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")

    async def story(here: Provider) -> None:
        account = await here.backend.sign_in(WORD, VisitId(1), "en")
        await account.act(line("EH-r-77"))
        usual = {"iss", "iat", "ehubConsumerId"}
        assert {name: said for name, said in claims_in(here.desk.asked[0]).items() if name not in usual} == more
        personal = ("ada@members.example", "1990-02-03")
        shown = f"{WORD} {account.member} {here.log.acts} {here.log.acts[0].account} {caplog.text}"
        assert not any(each in shown for each in personal)
        with pytest.raises(WrongLoginError):
            await here.enter()

    told(story, {BORROW: [(201, lent())]}, claims=claims, vouched=True)


@pytest.mark.parametrize(("claim", "word", "lacks"), [
    (EHubClaim.PATRON_ID, replace(WORD, reference=""), MemberFact.NUMBER),
    (EHubClaim.LIBRARY_CARD, replace(WORD, card=None), MemberFact.CARD),
    (EHubClaim.EMAIL, replace(WORD, email=None), MemberFact.EMAIL),
    (EHubClaim.BIRTH_DATE, replace(WORD, birth_date=None), MemberFact.BIRTH_DATE),
])  # fmt: skip
def test_nobody_is_named_if_one_of_the_claims_is_not_known(claim: EHubClaim, word: Vouched, lacks: MemberFact) -> None:
    async def story(here: Provider) -> None:
        with pytest.raises(NotVouchedError) as unknown:
            await here.backend.sign_in(word, VisitId(1), "en")
        assert unknown.value.lacks is lacks
        assert here.desk.asked == []

    told(story, claims=tuple(EHubClaim), vouched=True)
    told(story, claims=(claim,), vouched=True)


def test_the_account_of_an_earlier_visit_needs_no_personal_fact_or_is_not_made() -> None:
    async def numbers(here: Provider) -> None:
        account = await here.backend.sign_in(WORD, VisitId(1), "en")
        again = here.backend.account_for(account.member.reference, VisitId(2), None)
        assert again is not None
        assert again.member.reference == account.member.reference

    async def personal(here: Provider) -> None:
        account = await here.backend.sign_in(WORD, VisitId(1), "en")
        assert here.backend.account_for(account.member.reference, VisitId(2), None) is None

    told(numbers, claims=(EHubClaim.PATRON_ID, EHubClaim.LIBRARY_CARD), vouched=True)
    told(personal, claims=(EHubClaim.PATRON_ID, EHubClaim.EMAIL), vouched=True)


def test_only_a_kiosk_that_is_set_up_for_it_takes_the_word_of_another_system() -> None:
    async def story(here: Provider) -> None:
        with pytest.raises(WrongLoginError):
            await here.backend.sign_in(WORD, VisitId(1), "en")

    told(story)


def test_the_probe_beside_a_main_system_says_nothing_of_trusted_cards() -> None:
    async def story(here: Provider) -> None:
        said = [each.text for each in (await here.backend.probe()).lacks]
        assert any("believes the kiosk" in each for each in said)
        assert not any("trusted card" in each for each in said)

    told(story, vouched=True, trusted_cards=None)


def test_without_a_trusted_form_no_card_opens_an_account() -> None:
    async def story(here: Provider) -> None:
        with pytest.raises(WrongLoginError):
            await here.enter()

    told(story, trusted_cards=None)


@pytest.mark.parametrize("answer", [(200, {"id": "x", "formats": []}), no("INVALID_PATRON"), no("HOUSE_RULE", 404)])
def test_any_answer_of_a_provider_shows_that_it_is_there(answer: Answer) -> None:
    async def story(here: Provider) -> None:
        library = await here.backend.library("en")
        assert (library.name, library.login, library.at_once) == ("Umeå", LoginKind.CARD, True)
        assert library.searchers is Searchers.NOBODY
        assert (await here.backend.probe()).detail == "a content provider of eHUB, v1"
        assert await here.backend.texts("sv") == library.texts

    told(story, {PROBE: [answer]})


def test_another_version_of_the_api_is_another_path() -> None:
    async def story(here: Provider) -> None:
        assert "v5.0" in (await here.backend.probe()).detail
        assert here.desk.asked[0].path == f"/ep/api/v5.0/records/{PROBED_RECORD}"

    told(story, api_version="v5.0")


@pytest.mark.parametrize(("site", "record", "answer", "lacks"), [
    ({}, PROBED_RECORD, no("INVALID_CONTENT_PROVIDER_RECORD_ID", 404), {"titles have no names"}),
    ({"catalogue": BOOK}, "r-9", (200, {"id": "r-9"}), set()),
    ({"catalogue": BOOK}, "r-9", no("INVALID_CONTENT_PROVIDER_RECORD_ID", 404), {"does not know the record"}),
])  # fmt: skip
def test_the_probe_says_what_staff_must_know(site: Any, record: str, answer: Answer, lacks: set[str]) -> None:
    async def story(here: Provider) -> None:
        said = (await here.backend.probe()).lacks
        notes = " ".join(each.text for each in said if not each.remedy)
        for words in ("verifies nobody", "provider's agreement", "lists no loans", "allow_delete = false"):
            assert words in notes
        warned = [each.text for each in said if each.remedy]
        assert len(warned) == len(lacks)
        assert all(words in warned[0] for words in lacks)

    told(story, {record_of(record): [answer]}, **site)


@pytest.mark.parametrize(("date", "says"), [
    (NOON, "are site_id and consumer_id right"),
    (NOON - timedelta(minutes=9), "9 minutes ahead of the provider's"),
    (NOON + timedelta(hours=2), "120 minutes behind the provider's"),
    (None, "Is the clock of this machine right?"),
])  # fmt: skip
@pytest.mark.parametrize("status", [401, 403])
def test_a_refused_token_makes_the_clock_a_suspect(status: int, date: Any, says: str) -> None:
    dated = f"X\r\ndate: {date:%a, %d %b %Y %H:%M:%S} GMT\r\n" if date else "X\r\n"

    async def story(here: Provider) -> None:
        for asked in (here.backend.probe(), here.backend.library("en")):
            with pytest.raises(MisconfiguredError, match="refuses the kiosk's token") as wrong:
                await asked
            assert says in f"{wrong.value} {wrong.value.remedy}"
            assert "/etc/key" in wrong.value.remedy

    answer = whole(status, None).replace(b"X\r\n", dated.encode(), 1)
    told(story, {PROBE: [answer]}, key_place="/etc/key ([ehub] key_file)")


@pytest.mark.parametrize(("answer", "error", "says"), [
    ((404, None), MisconfiguredError, "has no such call"),
    ((404, {"error": "Not Found"}), MisconfiguredError, "has no such call"),
    ((302, None), ServerAwayError, "a redirect"),
    ((500, None), ServerAwayError, "HTTP 500"),
    ((200, None), ServerAwayError, "HTTP 200"),
    (None, ServerAwayError, "no answer"),
])  # fmt: skip
def test_what_is_no_provider_is_said(answer: Answer, error: type[Exception], says: str) -> None:
    async def story(here: Provider) -> None:
        for asked in (here.backend.probe(), here.backend.library("en")):
            with pytest.raises(error, match=says):
                await asked

    told(story, {PROBE: [answer]})


# --- the catalogue ---


def test_the_catalogue_is_read_and_its_mistakes_are_said() -> None:
    text = '[[title]]\ncode = "EH-9"\nrecord = "r-9"\ntitle = "The Sea"\nauthor = "J. Marin"\n'
    (found,) = titles_in(text)
    assert (found.code, found.record, found.format, found.name) == ("EH-9", "r-9", "", "The Sea (J. Marin)")
    assert titles_in("") == ()
    for wrong, says in (
        (text + text, "two titles have the code EH-9"),
        ('[[title]]\ncode = "EH-9"\n', "record"),
        (text + 'colour = "red"\n', "colour"),
        (text + "cover = 7\n", "title[0].cover"),
        ("[[title", "not TOML"),
    ):
        with pytest.raises(ValueError, match=says.replace("[", "\\[")):
            titles_in(wrong)


def test_a_cover_is_read_only_from_an_address_of_the_catalogue_and_without_a_token() -> None:
    async def story(here: Provider) -> None:
        image = b"HTTP/1.1 200 X\r\ncontent-type: image/png\r\ncontent-length: 3\r\nconnection: close\r\n\r\npng"
        here.desk.says |= {"GET /9.png": [image], "GET /page": [(200, {})]}
        covers = {name: f"{here.url}/{name}" for name in ("9.png", "page", "gone")}
        book = tuple(LabelledTitle(name, name, cover=url) for name, url in covers.items())
        async with _other(here, book) as backend:
            assert await backend.picture(covers["9.png"]) == b"png"
            assert [await backend.picture(covers[name]) for name in ("page", "gone")] == [b"", b""]
            for address in ("", f"{here.url}/other.png", "http://covers.example/9.png"):
                assert await backend.picture(address) == b""
        assert all("authorization" not in each.headers for each in here.desk.asked)
        assert len(here.desk.asked) == 3

    told(story)


@asynccontextmanager
async def _other(here: Provider, book: tuple[LabelledTitle, ...]) -> AsyncIterator[EHubBackend]:
    book = (*book, LabelledTitle("x", "x", cover="http://covers.example/9.png"))
    backend = EHubBackend(site_at(here.url, catalogue=book), MemoryLog(), MemoryItems(), lambda: NOON)
    try:
        yield backend
    finally:
        await backend.aclose()
