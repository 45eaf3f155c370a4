"""The visit: step(kiosk, event) -> Step(kiosk, effects), the whole behaviour of the kiosk."""
