"""Tests that the stations of the bench can be used. A station that no kiosk accepts would measure nothing."""

import pytest

from kiosk.settings.load import load
from tests.bench.display import Display
from tests.bench.station import BenchSystem, Station


@pytest.mark.parametrize("system", list(BenchSystem))
def test_a_kiosk_accepts_the_settings_of_each_station(system: BenchSystem) -> None:
    with Station(Display(), system=system) as station:
        assert load(station.config).kiosk.backend is system.main
