"""Tests of effects for a visit that is not open. Nothing can be done, but the runner must answer each effect."""

from pathlib import Path

import pytest

from kiosk.domain.messages.answers import (
    BalanceRead,
    CommitAnswered,
    LineAnswered,
    LineChanged,
    LineStays,
    LinkKept,
    LoansRead,
    OffersRead,
    ReleaseAnswered,
    ReservationsRead,
    ShelvesRead,
    TitleLinksCame,
    TitlesRead,
)
from kiosk.domain.messages.effects import (
    AddLine,
    AskLinks,
    ChangeLine,
    Commit,
    Deed,
    Farewell,
    KeepLink,
    ReadBalance,
    ReadLoans,
    ReadOffers,
    ReadReservations,
    ReadShelves,
    ReadTitles,
    Release,
    TakeOut,
)
from kiosk.domain.messages.events import Event
from kiosk.domain.model import CommitId, Item, ItemCode, LineId, LoanId, NotSent, Secret, VisitId
from kiosk.domain.terms import ReservationId
from kiosk.simulator import SimulatorThread
from tests.runner.deeds import Deeds
from tests.runner.desk import line
from tests.runner.fakes import NOON

WAITED_FOR: list[tuple[str, type[Event]]] = [
    ("add", LineAnswered),
    ("take out", LineStays),
    ("change", LineChanged),
    ("offers", OffersRead),
    ("release", ReleaseAnswered),
    ("commit", CommitAnswered),
    ("loans", LoansRead),
    ("reservations", ReservationsRead),
    ("balance", BalanceRead),
    ("links", TitleLinksCame),
    ("titles", TitlesRead),
    ("shelves", ShelvesRead),
    ("link", LinkKept),
]


def effect(name: str, visit: VisitId) -> Deed | ReadShelves:
    effects: dict[str, Deed | ReadShelves] = {
        "add": AddLine(visit, line(1)),
        "take out": TakeOut(visit, line(1)),
        "change": ChangeLine(visit, line(1)),
        "offers": ReadOffers(visit),
        "release": Release(visit, ReservationId("r"), Item(ItemCode("DR-0142"), "Drill", "17")),
        "commit": Commit(visit, CommitId(5), (line(1),)),
        "loans": ReadLoans(visit, CommitId(5), (line(1),), NOON, 0.0),
        "reservations": ReadReservations(visit),
        "balance": ReadBalance(visit),
        "links": AskLinks(visit, 1, LoanId("loan-1")),
        "titles": ReadTitles(visit, (Item(ItemCode("DR-0142"), "", "17"),)),
        "shelves": ReadShelves(visit, 3, "en"),
        "link": KeepLink(visit, Secret("FOB-0001"), certain=True),
    }
    return effects[name]


@pytest.mark.parametrize("ended", [False, True])
@pytest.mark.parametrize(("name", "answer"), WAITED_FOR)
async def test_who_waits_gets_an_answer(
    tmp_path: Path, library: SimulatorThread, name: str, answer: type[Event], *, ended: bool
) -> None:
    async with Deeds(tmp_path, library) as deeds:
        visit = VisitId(99)
        if ended:
            visit = await deeds.signed_in()
            deeds.ask(Farewell(visit))

        deeds.ask(effect(name, visit))

        came = await deeds.answer(answer)
        assert getattr(came, "outcome", NotSent()) == NotSent()
        assert getattr(came, "line", LineId(1)) == LineId(1)
        assert getattr(came, "truth", None) is None
        assert (deeds.calls("add_checkout"), deeds.calls("convert")) == (0, 0)
