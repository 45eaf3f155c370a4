"""The opening hours, in words about today."""

from datetime import time

from msgspec import Struct

from kiosk.domain.library import OpeningHours
from kiosk.presenter.surroundings import Surroundings
from kiosk.views.whole import MessageCard


class _Today(Struct, frozen=True):
    weekday: int
    now: time
    opens: time | None
    closes: time | None

    @property
    def is_open(self) -> bool:
        return self.opens is not None and self.opens <= self.now and self._before_close

    @property
    def opens_later(self) -> bool:
        return self.opens is not None and self.now < self.opens

    @property
    def _before_close(self) -> bool:
        """Return True before the closing time, which is after midnight if it is not later than the opening time."""
        if self.opens is None or self.closes is None:
            return False
        return self.now < self.closes or self.closes <= self.opens


def _today(scene: Surroundings) -> _Today | None:
    """Return today's hours, or None if hours are not known: there is no list, or all its days are closed."""
    hours, wall = scene.library.hours, scene.lasting.moment.wall
    if len(hours) != 7 or all(day.closed for day in hours):
        return None
    day = hours[wall.weekday()]
    if day.closed:
        return _Today(wall.weekday(), wall.time(), None, None)
    return _Today(wall.weekday(), wall.time(), day.opens, day.closes)


def top_hours(scene: Surroundings) -> str:
    """Return the words beside the clock: open until when, or closed."""
    today = _today(scene)
    if today is None:
        return ""
    if today.is_open and today.closes:
        return scene.texts.hours.open_until(scene.formats.time(today.closes))
    return scene.texts.hours.closed_now


def title(scene: Surroundings) -> str:
    """Return today's hours in one line."""
    today, texts, formats = _today(scene), scene.texts.hours, scene.formats
    if today is None:
        return ""
    if today.is_open and today.closes:
        return texts.open_today_until(formats.time(today.closes))
    if today.opens_later and today.opens and today.closes:
        return texts.open_today(formats.time(today.opens), formats.time(today.closes))
    return texts.closed_now


def outlook(scene: Surroundings) -> str:
    """Say which days the library is closed next, and when it opens again."""
    today = _today(scene)
    if today is None:
        return ""
    closed: list[str] = []
    for ahead in range(1, 8):
        weekday = (today.weekday + ahead) % 7
        day = scene.library.hours[weekday]
        if day.opens is None or day.closed:
            closed.append(scene.formats.weekday(weekday))
            continue
        opens = scene.formats.time(day.opens)
        if ahead == 1:
            return scene.texts.hours.tomorrow(opens)
        following = scene.texts.hours.next_day(scene.formats.weekday(weekday), opens)
        # More than two names would be a list to study; the next opening is what people want.
        return " ".join([scene.texts.hours.closed_on(scene.formats.join(closed)), following][len(closed) > 2 :])
    return ""


def card(scene: Surroundings) -> tuple[MessageCard, ...]:
    """Return a card with the hours of today and of each weekday; a tab separates a day from its hours."""
    today = title(scene)
    if not today:
        return ()
    week = (f"{scene.formats.weekday(n)}\t{_span(scene, day)}" for n, day in enumerate(scene.library.hours))
    return (MessageCard(scene.texts.messages.hours, (today, *week), "clock"),)


def _span(scene: Surroundings, day: OpeningHours) -> str:
    if day.opens is None or day.closes is None:
        return scene.texts.hours.closed_day
    return scene.texts.hours.span(scene.formats.time(day.opens), scene.formats.time(day.closes))
