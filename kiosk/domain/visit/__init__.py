"""The visit: `step(kiosk, event) -> Step(kiosk, effects)` is the whole behaviour of the kiosk, `begin` its start."""

from kiosk.domain.visit.stepping import step
from kiosk.domain.visit.welcome import begin

__all__ = ["begin", "step"]
