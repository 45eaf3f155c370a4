"""Tests of the digital systems in the runner: their log-in, and their writes, which do not wait for the main system."""

import asyncio
from collections.abc import Callable

import pytest

from kiosk.backends.errors import ServerAwayError
from kiosk.backends.ports import CardKeeper
from kiosk.domain.digital import CardWanted, DigitalSystem, Joined, MemberFact, NotVouched
from kiosk.domain.messages.answers import CardDropped, LineAnswered, LineGone, SystemJoined
from kiosk.domain.messages.effects import AddLine, DropCard, Farewell, JoinSystem, TakeOut
from kiosk.domain.messages.events import Event, ServerAway
from kiosk.domain.model import NotSent, Secret, Staged
from kiosk.runner.joining import Joining
from kiosk.structs import replace
from tests.runner.desk import VISIT, Desk, line, play
from tests.runner.fakes import ScriptedAccount, TurnedClock

ASK = JoinSystem(VISIT, "od")
ENTERED = JoinSystem(VISIT, "od", Secret("990001"), Secret("1"))
Outcome = Joined | CardWanted | NotVouched | Exception


class JoiningPart:
    """The part of an account that logs members in at digital systems. It gives the same answer to each log-in."""

    systems: tuple[DigitalSystem, ...] = ()

    def __init__(self, outcome: Outcome, *, forgets: bool = True) -> None:
        self.outcome, self.asked, self.remembers, self.forgets = outcome, 0, False, forgets

    def keep_cards_with(self, keeper: CardKeeper) -> None:
        raise AssertionError(keeper)

    async def forget_card(self, key: str) -> bool:
        assert key == "od"
        return self.forgets

    async def join(
        self, key: str, card: Secret | None, pin: Secret | None, *, remember: bool = False
    ) -> Joined | CardWanted | NotVouched:
        assert key == "od"
        assert (card is None) is (pin is None)
        self.asked, self.remembers = self.asked + 1, remember
        if isinstance(self.outcome, Exception):
            raise self.outcome
        return self.outcome


class JoiningAccount(ScriptedAccount):
    """An account with a digital system beside it."""

    def __init__(self, part: JoiningPart) -> None:
        super().__init__()
        self._part = part

    @property
    def joining(self) -> JoiningPart:  # type: ignore[override]
        return self._part


class Service:
    """The runner's part for log-ins at digital systems, with the events that it tells and a clock that a test moves."""

    def __init__(self) -> None:
        self.told: list[Event] = []
        self.clock = TurnedClock()
        self.joining = Joining(tell=self.told.append, clock=self.clock)

    def join(self, effect: JoinSystem, part: JoiningPart | None) -> Joined | CardWanted | NotVouched | None:
        account = JoiningAccount(part) if part is not None else None
        asyncio.run(self.joining.join(effect, account))
        answer = self.told[-1]
        assert isinstance(answer, SystemJoined)
        assert (answer.visit, answer.system) == (VISIT, "od")
        return answer.outcome


def test_every_end_of_a_log_in_is_an_answer() -> None:
    service = Service()
    assert service.join(ASK, JoiningPart(Joined())) == Joined()
    assert service.join(ASK, JoiningPart(CardWanted())) == CardWanted()
    unknown = NotVouched(MemberFact.EMAIL)
    assert service.join(ASK, JoiningPart(unknown)) == unknown
    assert service.join(ASK, JoiningPart(ServerAwayError("away"))) is None
    assert service.join(ASK, None) is None


def test_after_some_wrong_cards_the_next_entry_waits_and_is_not_sent() -> None:
    service, part = Service(), JoiningPart(CardWanted(wrong=True))
    answers = [service.join(ENTERED, part) for _ in range(4)]
    waits = [answer.wait_s for answer in answers if isinstance(answer, CardWanted)]
    assert waits[0] == 0.0
    assert waits[-1] > 0
    assert part.asked < len(answers)
    service.clock.at += waits[-1] + 1
    part.outcome = Joined()
    assert service.join(ENTERED, part) == Joined()


def test_a_card_is_remembered_only_if_the_member_wants_it() -> None:
    service, part = Service(), JoiningPart(Joined(remembered=True))
    assert service.join(ENTERED, part) == Joined(remembered=True)
    assert not part.remembers
    service.join(replace(ENTERED, remember=True), part)
    assert part.remembers


@pytest.mark.parametrize("ok", [True, False])
def test_the_visit_is_told_whether_a_card_is_forgotten(*, ok: bool) -> None:
    service = Service()
    account = JoiningAccount(JoiningPart(Joined(), forgets=ok))
    asyncio.run(service.joining.drop_card(DropCard(VISIT, "od"), account))
    asyncio.run(service.joining.drop_card(DropCard(VISIT, "od"), None))
    assert service.told == [CardDropped(VISIT, "od", ok), CardDropped(VISIT, "od", ok=False)]


def test_a_log_in_without_an_entry_is_never_counted() -> None:
    service, part = Service(), JoiningPart(CardWanted())
    for _ in range(20):
        assert service.join(ASK, part) == CardWanted()
    assert part.asked == 20


# --- writes to a digital system ---

TITLE = replace(line(1, "EB-1"), system="od")
SECOND = replace(line(3, "EB-3"), system="od")
TOOL = line(2, "DR-2")


def staged() -> Staged:
    return Staged("ref")


def played(*script: object, story: Callable[[Desk], object]) -> Desk:
    return play(lambda: ScriptedAccount(*script), story)  # type: ignore[arg-type]


def test_a_slow_digital_system_delays_no_line_of_the_main_system() -> None:
    async def story(desk: Desk) -> None:
        desk.open.want(AddLine(VISIT, TITLE))
        await desk.until_called(1)
        desk.open.want(AddLine(VISIT, SECOND))
        desk.open.want(AddLine(VISIT, TOOL))
        (first,) = await desk.heard(1)
        assert isinstance(first, LineAnswered)
        assert first.line == TOOL.ident
        assert [code for _, code in desk.account.calls] == ["EB-1", "DR-2"]  # EB-3 waits for the answer to EB-1
        desk.account.go.set()
        await desk.heard(3)

    desk = played("wait", staged(), staged(), staged(), story=story)
    assert [code for _, code in desk.account.calls] == ["EB-1", "DR-2", "EB-3"]


def test_a_slow_main_system_delays_no_line_of_a_digital_system() -> None:
    async def story(desk: Desk) -> None:
        desk.open.want(AddLine(VISIT, TOOL))
        await desk.until_called(1)
        desk.open.want(AddLine(VISIT, TITLE))
        (first,) = await desk.heard(1)
        assert isinstance(first, LineAnswered)
        assert first.line == TITLE.ident
        desk.account.go.set()
        await desk.heard(2)

    played("wait", staged(), staged(), story=story)


def test_a_line_that_waits_for_its_digital_system_is_not_taken_away_unseen() -> None:
    async def story(desk: Desk) -> None:
        desk.open.want(AddLine(VISIT, TITLE))
        await desk.until_called(1)
        desk.open.want(AddLine(VISIT, SECOND))
        desk.open.want(AddLine(VISIT, TOOL))
        await desk.heard(1)
        desk.open.want(TakeOut(VISIT, SECOND))
        desk.account.go.set()
        await desk.heard(3)

    desk = played("wait", staged(), staged(), staged(), story=story)
    assert not any(isinstance(event, LineGone) for event in desk.told)


def test_the_farewell_waits_for_the_writes_to_digital_systems() -> None:
    async def story(desk: Desk) -> None:
        desk.open.want(AddLine(VISIT, TITLE))
        await desk.until_called(1)
        desk.open.leave(Farewell(VISIT))
        await asyncio.sleep(0)
        assert not desk.running.done()
        desk.account.go.set()
        await desk.running

    desk = played("wait", staged(), story=story)
    assert len(desk.told) == 1


def test_a_digital_system_that_is_away_says_nothing_about_the_main_system_and_is_asked_again() -> None:
    async def story(desk: Desk) -> None:
        desk.open.want(AddLine(VISIT, TITLE))
        await desk.heard(1)
        desk.clock.at += 5
        desk.open.try_now()
        await desk.heard(2)

    desk = played(NotSent(), staged(), story=story)
    assert not any(isinstance(event, ServerAway) for event in desk.told)
    assert [code for _, code in desk.account.calls] == ["EB-1", "EB-1"]
