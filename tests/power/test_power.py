"""Tests that a power cut loses nothing that the kiosk relied on. They try a few disks, but `make power` tries 5,000."""

import random

import pytest

from tests.power.after_cut import CutLaws, PowerCut, first_broken, without_syncs
from tests.power.cut_disk import events_of
from tests.power.disk_events import DiskEvent, reason_without_strace

_WITHOUT = reason_without_strace()
pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(_WITHOUT), reason=_WITHOUT)]


@pytest.fixture(scope="module")
def events() -> tuple[DiskEvent, ...]:
    return events_of(1, 80)


def test_a_power_cut_at_any_moment_loses_nothing(events: tuple[DiskEvent, ...]) -> None:
    laws, dice = CutLaws(events), random.Random(3)
    places = dice.sample(range(1, len(events)), 30)
    assert not [wrong for place in places for wrong in laws.broken_by(PowerCut(place, dice.getrandbits(32)))]


@pytest.mark.parametrize("name", ["journal.db-wal", ""])
def test_a_kiosk_that_does_not_sync_is_found_out(events: tuple[DiskEvent, ...], name: str) -> None:
    assert first_broken(without_syncs(events, name), random.Random(7))
