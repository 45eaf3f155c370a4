"""The loop that handles one event after another.

For each event, the loop calls `step`, shows the new view, and then starts the effects that the step asks for.
"""

import logging
from collections import deque
from collections.abc import Callable

from kiosk.domain.messages.effects import Effect
from kiosk.domain.messages.events import Event, Tick, Touched
from kiosk.domain.model import Moment
from kiosk.domain.visit import step
from kiosk.domain.visit.states import Kiosk
from kiosk.structs import replace
from kiosk.views.view import View

_log = logging.getLogger("kiosk.controller")


class Controller:
    """The only object that changes the kiosk's state.

    All code that runs in the event loop can call `dispatch`. A call is allowed even while this object starts an effect.
    """

    def __init__(
        self,
        kiosk: Kiosk,
        *,
        clock: Callable[[], Moment],
        present: Callable[[Kiosk], View],
        show: Callable[[View], None],
        start: Callable[[Effect], None],
    ) -> None:
        self._kiosk = kiosk
        self._clock = clock
        self._present = present
        self._show = show
        self._start = start
        self._waiting: deque[Event] = deque()
        self._busy = False
        self._shown: View | None = None

    @property
    def kiosk(self) -> Kiosk:
        """Return the current state."""
        return self._kiosk

    def show(self) -> None:
        """Draw the current state, if its view differs from the view on the screen."""
        view = self._present(self._kiosk)
        if view != self._shown:
            self._shown = view
            self._show(view)

    def number_from(self, first: int) -> None:
        """Begin the counter of ids at `first`, so that no id of an earlier run of the kiosk is used again.

        Call this method before the first event.
        """
        self._kiosk = replace(self._kiosk, lasting=replace(self._kiosk.lasting, next_id=first))

    def dispatch(self, *events: Event) -> None:
        """Handle these events in order. An event that arrives while another event is handled waits in a queue."""
        self._waiting.extend(events)
        if self._busy:
            return
        self._busy = True
        try:
            while self._waiting:
                self._one(self._waiting.popleft())
        finally:
            self._busy = False

    def _one(self, event: Event) -> None:
        result = step(self._kiosk.at(self._clock()), event)
        self._kiosk = result.kiosk
        if not isinstance(event, Tick | Touched):
            # The log gets only the names of the types, because an event can contain a secret.
            effects = [type(effect).__name__ for effect in result.effects]
            _log.debug("%s -> %s, asks for %s", type(event).__name__, type(result.kiosk.state).__name__, effects)
        if not self._waiting:  # if another event waits, the view is drawn only after that event
            self.show()
        for effect in result.effects:
            self._start(effect)
