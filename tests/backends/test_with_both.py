"""Tests of a simulated myTurn or Sierra with a simulated OverDrive and a simulated eHUB provider beside it."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from kiosk.backends.ehub.paths import EHubClaim
from kiosk.backends.errors import ServerAwayError
from kiosk.backends.protocol import Credential, Password, Renewal
from kiosk.backends.several import SeveralAccount
from kiosk.domain.digital import CardWanted, Joined, LinkKind, MemberFact, NotVouched, OpeningRefused
from kiosk.domain.model import (
    Direction,
    ItemCode,
    Line,
    LineId,
    LineState,
    NotSent,
    Recorded,
    Refusal,
    RefusalKind,
    Refused,
    Secret,
    Staged,
    VisitId,
)
from kiosk.simulator.ehub import EhubThread
from kiosk.simulator.overdrive import OverdriveThread
from kiosk.structs import replace
from tests.backends.houses import WithBoth, myturn_with_both, sierra_with_both
from tests.backends.ports import MemoryKeeper, MemoryRegister

CARD, PIN = "23080000001001", "4711"
NUMBER = "1042514"
EH, OD = "EH-mb-1012", "OD-{free}"


@pytest.fixture(params=["myturn", "sierra"])
def both(request: pytest.FixtureRequest, overdrive: OverdriveThread, ehub: EhubThread) -> WithBoth:
    if request.param == "myturn":
        return myturn_with_both(request.getfixturevalue("library"), overdrive, ehub)
    return sierra_with_both(request.getfixturevalue("sierra"), overdrive, ehub)


async def entered(both: WithBoth, *claims: EHubClaim, who: Credential | None = None) -> SeveralAccount:
    backend = both.with_claims(*claims or (EHubClaim.PATRON_ID,))
    await backend.library("en")
    return await backend.sign_in(who or both.house.who, VisitId(1), "en")


async def joined(both: WithBoth) -> SeveralAccount:
    """Log Marta in at all three systems, and return her account.

    If OverDrive does not accept her log-in for the main system, enter her card.
    """
    account = await entered(both)
    assert isinstance(await account.join("eh", None, None), Joined)
    at_overdrive = await account.join("od", None, None)
    if isinstance(at_overdrive, CardWanted):
        at_overdrive = await account.join("od", Secret(CARD), Secret(PIN))
    assert isinstance(at_overdrive, Joined)
    return account


def line(code: str, system: str, ident: int = 1, direction: Direction = Direction.BORROW, **more: Any) -> Line:
    return Line(LineId(ident), ItemCode(code), direction, LineState.CHECKING, system=system, **more)


def poster(both: WithBoth) -> str:
    """Return the label of a title of OverDrive that Marta can borrow."""
    state = both.overdrive.library_state
    with state.lock:
        return f"OD-{state.title_named('How to Borrow a Boat').id}"


def told(both: WithBoth, story: Callable[[], Awaitable[None]]) -> None:
    async def run() -> None:
        try:
            await story()
        finally:
            for each in both.made:
                await each.aclose()

    asyncio.run(run())


def people(both: WithBoth) -> list[str]:
    """Return the keys of the people who have borrowed a title from the provider in this test."""
    return [act.key for act in both.ehub.library_state.acts("checkout")]


def test_titles_of_both_are_borrowed_by_their_posters_opened_and_given_back(both: WithBoth) -> None:
    async def story() -> None:
        account = await joined(both)
        thing = await account.act(line(both.house.free, "", 1))
        assert isinstance(thing, Staged | Recorded)
        for code, system, kinds in ((EH, "eh", {LinkKind.CONTENT}), (poster(both), "od", {LinkKind.BROWSER})):
            lent = await account.act(line(code, system, 2))
            assert isinstance(lent, Recorded), lent
            assert lent.loan is not None
            assert lent.loan.startswith(f"{system}|")
            links = await account.title_links(lent.loan)
            assert not isinstance(links, OpeningRefused)
            assert kinds <= {link.kind for link in links}
            own = account.own_loan(ItemCode(code)) if system == "eh" else lent.lent
            assert own is not None
            assert own.system == system
            back = line(code, system, 3, Direction.RETURN, loan=lent.loan)
            assert isinstance(await account.act(back), Recorded)
        assert {act.account.partition("|")[0] for act in both.house.log.acts} >= {"od", "eh"}

    told(both, story)
    assert [act.act for act in both.ehub.library_state.acts()] == ["checkout", "return"]


@pytest.mark.parametrize("down", [("od",), ("eh",), ("od", "eh")])
def test_a_system_that_is_down_costs_only_itself(both: WithBoth, down: tuple[str, ...]) -> None:
    titles = {"eh": EH, "od": poster(both)}
    levers: dict[str, Any] = {"od": both.overdrive.control, "eh": both.ehub.control}

    async def story() -> None:
        account = await joined(both)
        for key in down:
            levers[key].go_away()
        for number, (key, code) in enumerate(titles.items(), start=1):
            outcome = await account.act(line(code, key, number))
            assert isinstance(outcome, NotSent if key in down else Recorded)
        thing = line(both.house.free, "", 9)
        assert isinstance(await account.act(thing), Staged | Recorded)
        if "od" in down:
            with pytest.raises(ServerAwayError):
                await (await entered(both)).join("od", Secret(CARD), Secret(PIN))
        lacks = (await both.made[0].probe()).lacks
        names = {"od": "Libby", "eh": "Riverside"}
        said = {key for key in names if any(f"{names[key]} does not work now" in each.text for each in lacks)}
        assert said == set(down)
        for key in down:
            levers[key].come_back()
        assert isinstance(await account.act(line(titles[down[0]], down[0], 7)), Recorded)

    told(both, story)


def test_a_system_that_is_down_leaves_the_lines_of_the_others_proven(both: WithBoth) -> None:
    async def story() -> None:
        account = await joined(both)
        lines = []
        for number, (key, code) in enumerate((("eh", EH), ("od", poster(both))), start=1):
            sent = line(code, key, number)
            lent = await account.act(sent)
            assert isinstance(lent, Recorded)
            lines.append(replace(sent, loan=lent.loan))
        both.overdrive.control.go_away()
        truth = await account.reconcile(lines, finished=both.house.now())
        assert {proof.line for proof in truth.proven} == {1}
        both.ehub.control.go_away()
        with pytest.raises(ServerAwayError):
            await account.reconcile(lines, finished=both.house.now())

    told(both, story)


# --- the word of the main system ---


@pytest.mark.parametrize("claims", [
    (EHubClaim.PATRON_ID,),
    (EHubClaim.PATRON_ID, EHubClaim.EMAIL),
    (EHubClaim.EMAIL,),
])  # fmt: skip
def test_a_token_has_the_claims_of_the_settings_and_names_the_right_person(
    both: WithBoth, claims: tuple[EHubClaim, ...]
) -> None:
    both.ehub.control.turn(identified_by=claims[0].value)

    async def story() -> None:
        account = await entered(both, *claims)
        assert isinstance(await account.join("eh", None, None), Joined)
        assert isinstance(await account.act(line(EH, "eh")), Recorded)

    told(both, story)
    (token,) = both.ehub.library_state.tokens()
    assert set(token.claims) - {"iss", "iat", "ehubConsumerId"} == {each.value for each in claims}
    # The provider knows the patron numbers of Sierra, but not the numbers of myTurn. It knows all e-mail addresses.
    is_stranger = both.house.stages and claims[0] is EHubClaim.PATRON_ID
    assert people(both) == ["stranger-1" if is_stranger else "marta"]


def test_sierra_says_the_birth_date_and_a_title_with_an_age_limit_is_lent(both: WithBoth) -> None:
    async def story() -> None:
        account = await entered(both, EHubClaim.PATRON_ID, EHubClaim.BIRTH_DATE)
        found = await account.join("eh", None, None)
        if both.house.stages:
            assert found == NotVouched(MemberFact.BIRTH_DATE)
            refused = await account.act(line(EH, "eh"))
            assert refused == Refused(Refusal(RefusalKind.NOT_VOUCHED))
            assert both.ehub.library_state.calls() == ()
        else:
            assert isinstance(found, Joined)
            titles = both.ehub.library_state.titles.values()
            adult = next(each.id for each in titles if each.age and not each.refusal)
            assert isinstance(await account.act(line(f"EH-{adult}", "eh")), Recorded)

    told(both, story)


def test_a_fact_that_the_record_lacks_keeps_the_member_out(sierra: Any, overdrive: Any, ehub: Any) -> None:
    both = sierra_with_both(sierra, overdrive, ehub)
    sierra.control.change_patron("marta", email="", born="not a day")

    async def story() -> None:
        for claim, lacks in ((EHubClaim.EMAIL, MemberFact.EMAIL), (EHubClaim.BIRTH_DATE, MemberFact.BIRTH_DATE)):
            account = await entered(both, EHubClaim.PATRON_ID, claim)
            assert await account.join("eh", None, None) == NotVouched(lacks)
            assert isinstance(await account.join("od", None, None), Joined)

    told(both, story)
    assert ehub.library_state.calls() == ()


def test_a_card_is_the_one_that_was_typed_or_scanned(sierra: Any, overdrive: Any, ehub: Any) -> None:
    both = sierra_with_both(sierra, overdrive, ehub)
    ehub.control.turn(identified_by="libraryCard")

    async def story() -> None:
        account = await entered(both, EHubClaim.LIBRARY_CARD, who=Password(f" {CARD} ", Secret(PIN)))
        assert isinstance(await account.join("eh", None, None), Joined)
        assert isinstance(await account.act(line(EH, "eh")), Recorded)

    told(both, story)
    assert people(both) == ["marta"]


def test_a_fob_that_shows_no_card_joins_by_the_number_alone(library: Any, overdrive: Any, ehub: Any) -> None:
    both = myturn_with_both(library, overdrive, ehub)

    async def story() -> None:
        first = await entered(both)
        token = first.renewable
        assert token is not None
        fob = await entered(both, EHubClaim.PATRON_ID, EHubClaim.LIBRARY_CARD, who=Renewal(token, MemoryKeeper()))
        assert await fob.join("eh", None, None) == NotVouched(MemberFact.CARD)
        assert await fob.act(line(EH, "eh")) == Refused(Refusal(RefusalKind.NOT_VOUCHED))
        token = fob.renewable
        assert token is not None
        number = await entered(both, who=Renewal(token, MemoryKeeper()))
        assert isinstance(await number.join("eh", None, None), Joined)
        assert isinstance(await number.act(line(EH, "eh")), Recorded)
        assert isinstance(await (await entered(both)).act(line(both.house.free, "")), Staged)

    told(both, story)
    assert people(both) == ["stranger-1"]


def test_no_card_of_a_member_is_taken_for_a_system_that_trusts_the_main_one(both: WithBoth) -> None:
    async def story() -> None:
        account = await entered(both)
        assert isinstance(await account.join("eh", Secret("23080000001002"), Secret("8023")), Joined)
        assert isinstance(await account.act(line(EH, "eh")), Recorded)

    told(both, story)
    assert people(both) != ["jamal"]


# --- what the provider does not say ---


def test_a_title_that_was_borrowed_elsewhere_says_where_to_open_it(both: WithBoth) -> None:
    async def story() -> None:
        elsewhere = await joined(both)
        assert isinstance(await elsewhere.act(line(EH, "eh")), Recorded)
        account = await entered(both)
        assert await account.join("eh", None, None) == Joined(lists_all=False)
        outcome = await account.act(line(EH, "eh"))
        assert isinstance(outcome, Refused)
        assert outcome.refusal.kind is RefusalKind.ALREADY_YOURS

    told(both, story)


def test_after_a_lost_answer_a_borrow_is_hopeless_and_a_return_is_found_out(both: WithBoth) -> None:
    async def story() -> None:
        account = await joined(both)
        kept = line("EH-mag/bench/2026-12", "eh", 1)
        lent = await account.act(kept)
        assert isinstance(lent, Recorded)
        both.ehub.control.fault("checkout", "drop", acts=True)
        await account.act(line(EH, "eh", 2))
        both.ehub.control.fault("return", "drop", acts=True)
        back = line(kept.code, "eh", 3, Direction.RETURN, loan=lent.loan)
        await account.act(back)
        borrow, give_back = both.house.log.acts[-2:]
        restarted = both.with_claims(EHubClaim.PATRON_ID)
        assert borrow.account == give_back.account
        again = restarted.account_for(give_back.account, VisitId(1), None)
        assert again is not None
        truth = await again.reconcile((*borrow.lines, *give_back.lines), finished=both.house.now())
        assert truth.hopeless == {2}
        assert [(proof.line, proof.direction) for proof in truth.proven] == [(3, Direction.RETURN)]
        await restarted.aclose()

    told(both, story)


def test_a_loan_that_was_made_here_is_shown_opened_and_given_back_at_the_next_visit(both: WithBoth) -> None:
    register = MemoryRegister()

    async def story() -> None:
        both.register = register
        first = await joined(both)
        lent = await first.act(line(EH, "eh"))
        assert isinstance(lent, Recorded)
        await first.sign_out()
        second = await entered(both)
        found = await second.join("eh", None, None)
        assert isinstance(found, Joined)
        assert [(loan.ident, loan.system) for loan in found.loans] == [(lent.loan, "eh")]
        assert not found.lists_all
        (loan,) = found.loans
        assert not isinstance(await second.title_links(loan.ident), OpeningRefused)
        scanned = await second.act(line(EH, "eh", 2))
        assert isinstance(scanned, Refused)
        assert scanned.refusal.kind is RefusalKind.ON_LOAN
        back = line(EH, "eh", 3, Direction.RETURN, loan=loan.ident)
        assert isinstance(await second.act(back), Recorded)
        third = await (await entered(both)).join("eh", None, None)
        assert third == Joined(lists_all=False)

    told(both, story)
    assert register.loans == {}
