"""Tests of ServerWatch, which tells the visit that the server is away and why, and that the server is back."""

from kiosk.domain.messages.events import AwayReason, Event, ServerAway, ServerBack
from kiosk.runner.server_watch import ServerWatch


def test_the_reason_is_told_when_it_is_known_and_kept_until_another_is() -> None:
    told: list[Event] = []
    watch = ServerWatch(told.append)
    watch.heard(2.0, lost=True)
    watch.failed(2.0, AwayReason.NETWORK)
    watch.heard(2.0, lost=True)
    watch.failed(2.0, AwayReason.NETWORK)
    watch.failed(4.0, AwayReason.NO_ANSWER)
    watch.answered()
    watch.heard(2.0, lost=True)
    assert told == [
        ServerAway(2.0),
        ServerAway(2.0, AwayReason.NETWORK),
        ServerAway(4.0),
        ServerBack(),
        ServerAway(2.0),
    ]
