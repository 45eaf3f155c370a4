"""The words about the opening hours of today and of the next days."""

from datetime import time

from msgspec import Struct

from kiosk.domain.library import OpeningHours
from kiosk.presenter.page_facts import PageFacts
from kiosk.views.view import MessageCard


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
        """Return True if the closing time has not come yet.

        If the closing time is not later than the opening time, the library closes after midnight. In this case, always
        return True.
        """
        if self.opens is None or self.closes is None:
            return False
        return self.now < self.closes or self.closes <= self.opens


def _today(facts: PageFacts) -> _Today | None:
    """Return today's hours, or None if there is no list of hours or if all days in the list are closed."""
    hours, wall = facts.library.hours, facts.lasting.moment.wall
    if len(hours) != 7 or all(day.closed for day in hours):
        return None
    day = hours[wall.weekday()]
    if day.closed:
        return _Today(wall.weekday(), wall.time(), None, None)
    return _Today(wall.weekday(), wall.time(), day.opens, day.closes)


def top_hours(facts: PageFacts) -> str:
    """Return the words beside the clock, which say until when the library is open, or that it is closed."""
    today = _today(facts)
    if today is None:
        return ""
    if today.is_open and today.closes:
        return facts.texts.hours.open_until(facts.formats.time(today.closes))
    return facts.texts.hours.closed_now


def today_line(facts: PageFacts) -> str:
    """Return today's hours in one line."""
    today, texts, formats = _today(facts), facts.texts.hours, facts.formats
    if today is None:
        return ""
    if today.is_open and today.closes:
        return texts.open_today_until(formats.time(today.closes))
    if today.opens_later and today.opens and today.closes:
        return texts.open_today(formats.time(today.opens), formats.time(today.closes))
    return texts.closed_now


def next_opening(facts: PageFacts) -> str:
    """Say when the library opens next. If one or two closed days come first, name these days, too."""
    today = _today(facts)
    if today is None:
        return ""
    closed: list[str] = []
    for ahead in range(1, 8):
        weekday = (today.weekday + ahead) % 7
        day = facts.library.hours[weekday]
        if day.opens is None or day.closed:
            closed.append(facts.formats.weekday(weekday))
            continue
        opens = facts.formats.time(day.opens)
        if ahead == 1:
            return facts.texts.hours.tomorrow(opens)
        following = facts.texts.hours.next_day(facts.formats.weekday(weekday), opens)
        # If more than two days are closed, their names are left out, because the list would be too long to read.
        return " ".join([facts.texts.hours.closed_on(facts.formats.join(closed)), following][len(closed) > 2 :])
    return ""


def week_card(facts: PageFacts) -> tuple[MessageCard, ...]:
    """Return a card with the hours of today and of each weekday. A tab separates each day from its hours."""
    today = today_line(facts)
    if not today:
        return ()
    week = (f"{facts.formats.weekday(n)}\t{_span(facts, day)}" for n, day in enumerate(facts.library.hours))
    return (MessageCard(facts.texts.messages.hours, (today, *week), "clock"),)


def _span(facts: PageFacts, day: OpeningHours) -> str:
    if day.opens is None or day.closes is None:
        return facts.texts.hours.closed_day
    return facts.texts.hours.span(facts.formats.time(day.opens), facts.formats.time(day.closes))
