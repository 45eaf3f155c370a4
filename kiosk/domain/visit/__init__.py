"""The whole behaviour of the kiosk: `begin` returns its first state, and `step` returns the state after each event."""

from kiosk.domain.messages.events import Event
from kiosk.domain.visit.states import Kiosk, Step
from kiosk.domain.visit.to_welcome import begin

__all__ = ["begin", "step"]


def step(kiosk: Kiosk, event: Event) -> Step:
    """Return the kiosk and the effects after this event, which happens at `kiosk.lasting.moment`. Never raises."""
    from kiosk.domain.visit import stepping  # imported late, so that the page Welcome is drawn sooner

    return stepping.step(kiosk, event)
