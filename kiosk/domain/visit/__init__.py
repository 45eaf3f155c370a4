"""The whole behaviour of the kiosk, in two functions.

`begin` returns the kiosk in its first state. `step` returns the kiosk after an event.
"""

from kiosk.domain.messages.events import Event
from kiosk.domain.visit.states import Kiosk, Step
from kiosk.domain.visit.to_welcome import begin

__all__ = ["begin", "step"]


def step(kiosk: Kiosk, event: Event) -> Step:
    """Return the kiosk after this event, and the effects that the event causes. This function never raises an error.

    The event happens at the time `kiosk.lasting.moment`.
    """
    # The module `stepping` is imported at the first event, so that the page Welcome is drawn sooner at the start.
    from kiosk.domain.visit import stepping

    return stepping.step(kiosk, event)
