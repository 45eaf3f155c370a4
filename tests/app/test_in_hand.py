"""Tests of the list of the tools that people hold: the tools in the basket and in the tray.

The kiosk writes each change of the list to disk. If the disk is broken at a change, the kiosk writes the list when the
disk works again.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.app.in_hand import InHandKeeper
from kiosk.domain.visit.states import Kiosk
from kiosk.store.in_hand import Held, InHandLog
from kiosk.store.kiosk_key import load_key
from kiosk.store.store import Store
from kiosk.structs import replace
from tests.domain.kiosks import idle


class CountingLog(InHandLog):
    """A real InHandLog that also remembers the argument of each call of `keep`."""

    def __init__(self, store: Store, folder: Path) -> None:
        super().__init__(store.journal, load_key(folder, {}), lambda: datetime.now(UTC))
        self.kept: list[Held] = []

    def keep(self, held: Held) -> None:
        self.kept.append(held)
        super().keep(held)


@pytest.fixture
def log(tmp_path: Path) -> Iterator[CountingLog]:
    store = Store(tmp_path)
    yield CountingLog(store, tmp_path)
    store.close()


def kiosk(*codes: str, store_ok: bool = True) -> Kiosk:
    stands = idle().scan(*codes).kiosk
    return replace(stands, lasting=replace(stands.lasting, store_ok=store_ok))


async def test_what_a_broken_disk_did_not_take_is_written_when_it_works_again(log: CountingLog) -> None:
    keeper = InHandKeeper(log, is_item=lambda _: True, member_of=lambda _: None)
    kept = []
    for seen in (
        kiosk("DR-1"),
        kiosk("DR-1"),
        kiosk("DR-1", "SA-2", store_ok=False),
        kiosk("DR-1", "SA-2", store_ok=False),
        kiosk("DR-1", "SA-2"),
        kiosk("DR-1", "SA-2"),
        kiosk(store_ok=False),
        kiosk(),
    ):
        keeper.look(seen)
        keeper.write()
        kept.append(len(log.kept))
    assert kept == [1, 1, 2, 2, 3, 3, 4, 5]
    assert log.kept[2] == log.kept[1]
    assert [len(held.tray) for held in log.kept] == [1, 2, 2, 0, 0]
