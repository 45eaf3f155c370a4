"""The kiosk of a simulated walk. It has no threads, and it can lose its power between any two steps of its tasks."""

import asyncio
import logging

from kiosk.domain.messages.events import Tick
from kiosk.domain.visit.state_parts import tray_of
from kiosk.domain.visit.states import Idle, Kiosk
from kiosk.settings.model import Settings
from tests.simulated.loop import SimulatedLoop
from tests.simulated.threads import OneAfterTheOther
from tests.walks.dice import Dice
from tests.walks.kiosk import WalkClock, WalkingKiosk, Watching

_DISK_S, _SLOW_S = 0.02, 0.3
_TICK_S, _STILL_TICK_S, _IDLE_TICK_S = 0.5, 2.0, 10.0


class SimulatedKiosk(WalkingKiosk):
    """A kiosk in a simulated loop."""

    def __init__(
        self, settings: Settings, clock: WalkClock, watching: Watching, loop: SimulatedLoop, dice: Dice
    ) -> None:
        self._disk = OneAfterTheOther(loop, dice.of("disk"), _DISK_S)
        self._slow_jobs = OneAfterTheOther(loop, dice.of("slow"), _SLOW_S)
        super().__init__(settings, clock, watching, self._disk, self._slow_jobs)
        self._ground.before_files_close = self._disk.end

    async def _tick(self) -> None:
        """Tick as often as the program while something happens, and less often while the ticks change nothing."""
        pause_s = _TICK_S
        while True:
            await asyncio.sleep(_IDLE_TICK_S if _nobody_is_at(self.kiosk) else pause_s)
            before = self.kiosk
            self.tell(Tick())
            is_still = before.state is self.kiosk.state and before.lasting.notice == self.kiosk.lasting.notice
            pause_s = _STILL_TICK_S if is_still else _TICK_S

    def lose_power(self) -> None:
        """Lose everything that is not on disk. The tasks can do nothing any more, and `kill` ends them."""
        self._dead = True
        logging.disable(logging.CRITICAL)  # a dead process logs nothing
        self._disk.die()
        self._slow_jobs.die()

    async def kill(self) -> None:
        """Lose everything that is not on disk, and end all tasks."""
        self.lose_power()
        try:
            await self._end()
        finally:
            logging.disable(logging.NOTSET)

    async def at_rest(self) -> None:
        """Return when the disk has nothing to do."""
        if not self._dead:
            await super().at_rest()


def _nobody_is_at(kiosk: Kiosk) -> bool:
    return isinstance(kiosk.state, Idle) and not tray_of(kiosk.state)
