"""Tests of the log-in, of tokens, of the pace of requests, and of messages to staff about wrong settings or keys."""

import asyncio
from time import monotonic
from typing import Any

import pytest

from kiosk.backends.errors import MisconfiguredError, ServerAwayError, SignInLostError, WrongLoginError
from kiosk.backends.overdrive.pace import Pace
from kiosk.backends.overdrive.service import own_address
from kiosk.backends.protocol import Password, Renewal, ScannedFob
from kiosk.domain.library import Library, LoginKind, Searchers
from kiosk.domain.model import Secret, VisitId
from kiosk.structs import replace
from tests.backends.overdrive.desk import (
    CARD,
    HOLDS,
    KEY,
    LIBRARY,
    LOANS,
    ME,
    PATRON_TOKEN,
    PIN,
    QUICK,
    TOKEN,
    Kiosk,
    form,
    no,
    told,
)
from tests.backends.ports import MemoryKeeper
from tests.backends.sierra.desk import Answer
from tests.walks.fast_loop import FastLoop

REFUSED = (400, {"error": "unauthorized_client", "error_description": "Invalid Library Card: the card has ended"})


def test_a_log_in_asks_for_a_token_the_member_and_the_loans() -> None:
    async def story(here: Kiosk) -> None:
        account = await here.enter(f" {CARD} ")
        assert here.names() == [PATRON_TOKEN, ME, LOANS]
        (asked,) = here.desk.of(PATRON_TOKEN)
        assert form(asked) == {
            "grant_type": "password",
            "username": CARD,
            "password": PIN,
            "password_required": "true",
            "scope": "websiteid:100300 authorizationname:bend-ils",
        }
        assert asked.headers["authorization"].startswith("Basic ")
        assert {each.headers["authorization"] for each in here.desk.asked[1:]} == {"Bearer patron-1"}
        assert all(each.headers.get("x-forwarded-for", "") == own_address() for each in here.desk.asked)
        assert account.member.reference == "112233"
        assert KEY not in repr(here.backend.__dict__)

    told(story)


@pytest.mark.parametrize("who", [Password(CARD, Secret("")), Password(CARD, Secret("typed")), ScannedFob(Secret(CARD))])
def test_a_card_without_a_pin_sends_some_text(who: Password | ScannedFob) -> None:
    async def story(here: Kiosk) -> None:
        await here.backend.sign_in(who, VisitId(7), "en")
        sent = form(here.desk.of(PATRON_TOKEN)[0])
        assert (sent["username"], sent["password"], sent["password_required"]) == (CARD, "[ignore]", "false")
        assert (await here.backend.library("en")).login is LoginKind.CARD

    told(story, card_pin=False)


@pytest.mark.parametrize("who", [
    Password(CARD, Secret("")), Password(" ", Secret(PIN)), ScannedFob(Secret(CARD)),
    Renewal(Secret("t"), MemoryKeeper()),
])  # fmt: skip
def test_what_is_no_card_with_its_pin_is_not_asked(who: Any) -> None:
    async def story(here: Kiosk) -> None:
        with pytest.raises(WrongLoginError):
            await here.backend.sign_in(who, VisitId(7), "en")
        assert here.desk.asked == []

    told(story)


@pytest.mark.parametrize(("answer", "words"), [
    (REFUSED, "Invalid Library Card: the card has ended"),
    ((401, REFUSED[1]), "Invalid Library Card: the card has ended"),
    ((400, {"error": "invalid_grant"}), ""),
    ((400, {"error": "unauthorized_client", "error_description": f"Invalid Library Card: {CARD}"}), ""),
    ((400, {"errorCode": "Unauthorized", "message": "No."}), "No."),
])  # fmt: skip
def test_a_refused_member_is_a_wrong_log_in(answer: Answer, words: str) -> None:
    async def story(here: Kiosk) -> None:
        with pytest.raises(WrongLoginError) as wrong:
            await here.enter()
        assert wrong.value.words == words
        assert here.names() == [PATRON_TOKEN]

    told(story, {PATRON_TOKEN: [answer]})


@pytest.mark.parametrize(
    "answer", [(401, None), (403, None), (400, {"error": "invalid_client"}), (401, {"error": "invalid_client"})]
)
@pytest.mark.parametrize("call", [PATRON_TOKEN, TOKEN])
def test_a_refused_application_is_a_matter_for_staff(call: str, answer: Answer) -> None:
    async def story(here: Kiosk) -> None:
        with pytest.raises(MisconfiguredError, match="refuses the key in /etc/od") as wrong:
            await (here.enter() if call == PATRON_TOKEN else here.backend.probe())
        assert "must approve the application" in wrong.value.remedy
        assert "say that the public uses the kiosk" in wrong.value.remedy

    told(story, {call: [answer]}, client_place="/etc/od ([overdrive] client_file)")


def test_a_wrong_website_or_authorization_name_is_a_matter_for_staff() -> None:
    async def story(here: Kiosk) -> None:
        with pytest.raises(MisconfiguredError, match="website_id 100300 or authorization_name bend-ils"):
            await here.enter()

    told(story, {PATRON_TOKEN: [(400, {"error": "invalid_scope", "error_description": "The scope is not valid."})]})


def test_which_status_refuses_the_application_is_one_value() -> None:
    async def story(here: Kiosk) -> None:
        with pytest.raises(ServerAwayError):
            await here.enter()

    told(story, {PATRON_TOKEN: [(401, None)]}, guesses=replace(QUICK, client_refused=frozenset()))


@pytest.mark.parametrize(("call", "answer", "error"), [
    (PATRON_TOKEN, (404, None), MisconfiguredError),
    (PATRON_TOKEN, (500, None), ServerAwayError),
    (PATRON_TOKEN, (200, {"access_token": ""}), ServerAwayError),
    (ME, (200, {}), ServerAwayError),
    (ME, no("NotFound", 404), WrongLoginError),
    (ME, (403, None), MisconfiguredError),
    (ME, (404, None), ServerAwayError),
    (ME, (401, None), MisconfiguredError),
    (LOANS, no("BadRequest"), ServerAwayError),
    (LOANS, (200, None), ServerAwayError),
])  # fmt: skip
def test_other_answers_end_the_log_in(call: str, answer: Answer, error: type[Exception]) -> None:
    async def story(here: Kiosk) -> None:
        with pytest.raises(error):
            await here.enter()

    told(story, {call: [answer]})


def test_a_member_who_is_refused_at_the_second_token_is_a_wrong_log_in() -> None:
    async def story(here: Kiosk) -> None:
        with pytest.raises(WrongLoginError):
            await here.enter()

    token = (200, {"access_token": "patron-1", "expires_in": 3600})
    told(story, {PATRON_TOKEN: [token, REFUSED], ME: [(401, None)]})


def test_a_token_is_renewed_before_it_ends_and_once_after_a_401() -> None:
    async def story(here: Kiosk) -> None:
        account = await here.enter()
        here.clock[0] = 3239.0
        await account.reserving.reservations()
        assert len(here.desk.of(PATRON_TOKEN)) == 1
        here.clock[0] = 3240.0
        await account.reserving.reservations()
        assert len(here.desk.of(PATRON_TOKEN)) == 2
        here.desk.says[HOLDS] = [(401, None)]
        with pytest.raises(SignInLostError):
            await account.reserving.reservations()
        assert len(here.desk.of(PATRON_TOKEN)) == 3
        assert len(here.desk.of(HOLDS)) == 4

    told(story)


def test_reads_that_run_together_share_one_new_token() -> None:
    async def story(here: Kiosk) -> None:
        account = await here.enter()
        here.desk.says[HOLDS] = [(401, None), (401, None), (200, {"holds": []})]
        await asyncio.gather(*(account.reserving.reservations() for _ in range(2)))
        assert len(here.desk.of(PATRON_TOKEN)) == 2

    told(story)


# --- the library ---


def test_the_library_comes_from_the_settings_and_says_who_can_search() -> None:
    async def story(here: Kiosk) -> None:
        library = await here.backend.library("en")
        assert (library.name, library.login, library.at_once) == ("Bend", LoginKind.CARD_AND_PIN, True)
        assert library.searchers is Searchers.ANYONE
        assert here.names() == [TOKEN, LIBRARY]
        assert form(here.desk.asked[0]) == {"grant_type": "client_credentials"}
        assert await here.backend.texts("en") == Library().texts
        identity = await here.backend.probe()
        assert identity.detail == "OverDrive: API Library"
        assert [each.remedy for each in identity.lacks] == [""]
        assert len(here.desk.of(TOKEN)) == 1

    told(story)


def test_a_library_without_a_collection_and_the_integration_environment_are_said() -> None:
    async def story(here: Kiosk) -> None:
        identity = await here.backend.probe()
        assert identity.detail == "OverDrive's integration environment: no name"
        assert ["nothing is really lent" in each.text for each in identity.lacks] == [False, True, False]
        assert "nothing can be found" in identity.lacks[2].text
        assert (await here.backend.library("en")).searchers is Searchers.NOBODY

    told(story, {LIBRARY: [(200, {"id": 4425})]}, is_integration=True)


@pytest.mark.parametrize(("answer", "words"), [
    (no("NotFound", 404), "no library with the number 4425"),
    ((401, None), "refuses the token that it has just given"),
    ((403, None), "does not allow this call"),
    (no("Forbidden", 403), "Forbidden"),
])  # fmt: skip
def test_a_wrong_library_or_application_is_said_in_words(answer: Answer, words: str) -> None:
    async def story(here: Kiosk) -> None:
        with pytest.raises(MisconfiguredError, match=words) as wrong:
            await here.backend.library("en")
        assert wrong.value.remedy

    told(story, {LIBRARY: [answer]})


def test_a_host_without_tokens_is_said() -> None:
    async def story(here: Kiosk) -> None:
        with pytest.raises(MisconfiguredError, match="there is no OverDrive at this address") as wrong:
            await here.backend.probe()
        assert "[overdrive.hosts]" in wrong.value.remedy

    told(story, {TOKEN: [(404, None)]})


# --- how many requests in one second ---


@pytest.mark.parametrize("answer_s", [0.125, 0.75, 5.0])
def test_the_server_gets_no_more_than_two_requests_in_one_second(answer_s: float) -> None:
    now, got = [0.0], list[float]()

    async def sleep(seconds: float) -> None:
        now[0] += seconds * 0.75  # each sleep ends too early, after three quarters of its time
        await asyncio.sleep(0)

    async def ask(pace: Pace, number: int) -> None:
        async with pace.turn():
            ends = now[0] + answer_s
            got.append(now[0] + min(answer_s, 1.0) * (0.9 if number % 2 else 0.1))
            while now[0] < ends:
                await sleep(0.01)

    async def run() -> None:
        pace = Pace(2, monotonic=lambda: now[0], sleep=sleep)
        await asyncio.gather(*(ask(pace, number) for number in range(7)))

    asyncio.run(run())
    got.sort()
    assert len(got) == 7
    assert all(third - first >= 1.0 for first, third in zip(got, got[2:], strict=False))


def test_a_second_is_a_second_of_the_loop_in_which_the_requests_wait() -> None:
    loop, began = FastLoop(50.0), monotonic()

    async def run() -> float:
        pace, first = Pace(2), loop.time()
        for _ in range(9):
            async with pace.turn():
                pass
        return loop.time() - first

    try:
        assert loop.run_until_complete(run()) >= 4.0
    finally:
        loop.close()
    assert monotonic() - began < 3.0


def test_requests_for_tokens_count_too() -> None:
    async def story(here: Kiosk) -> None:
        loop = asyncio.get_running_loop()
        began = loop.time()
        await here.enter()
        await here.backend.library("en")
        assert len(here.desk.asked) == 5
        assert loop.time() - began >= 2.0

    told(story, guesses=replace(QUICK, most_per_s=2))
