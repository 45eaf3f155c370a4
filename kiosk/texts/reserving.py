# ruff: noqa: RUF001 - sentences have real apostrophes
"""Sentences about the tools that the library keeps for a member."""

from kiosk.texts.voice import Sentence, TextGroup


class ReservationTexts(TextGroup):
    """The sentences of the page "Your reservations" and of the offer at Home."""

    button = Sentence("Reservations")
    headline = Sentence("Your reservations")
    lead = Sentence("Take the ready ones and scan them here.")
    lead_later = Sentence("None of them is ready yet.")
    nothing = Sentence("Nothing reserved.")
    reading = Sentence("One moment: we ask the library what it keeps for you.")
    failed = Sentence("Your reservations cannot be read just now")
    failed_text = Sentence("Everything else works: scan on.")
    read_again = Sentence("Ask again")
    back = Sentence("Back to scanning")
    cancel = Sentence("Cancel it")
    question = Sentence("Cancel this reservation?")
    yes = Sentence("Yes, cancel")
    no = Sentence("Keep it")
    hint = Sentence("No longer need one? Cancel it here.")
    hint_text = Sentence("Somebody else gets it sooner.")
    last = Sentence("The last tool of a reservation is cancelled by staff, or on the library’s web site.")
    leaving = Sentence("Being cancelled")
    in_basket = Sentence("In your basket")
    not_scanned = Sentence("Not scanned yet")
    today = Sentence("today")
    from_reservation = Sentence("From your reservation.")

    def ready(self, n: int) -> str:
        """Return the title of the offer at Home."""
        return self.voice.count("{n} tool is ready for you", "{n} tools are ready for you", n)

    def kept(self, n: int, when: str) -> str:
        """Say below the offer until when its tools are kept, if that is the same for all."""
        return self.voice.count("Kept until {when}. Scan it here.", "Kept until {when}. Scan them here.", n, when=when)

    def kept_first(self, when: str) -> str:
        """Say below the offer until when the first tool is kept, if the tools have different times."""
        return self.voice.say("The first is kept until {when}. Scan them here.", when=when)

    def reserved(self, n: int) -> str:
        """Return the title of the list that is ticked off."""
        return self.voice.count("{n} tool reserved for you", "{n} tools reserved for you", n)

    def at(self, day: str, time: str) -> str:
        """Return a day together with the time when the library closes."""
        return self.voice.say("{day}, {time}", day=day, time=time)

    def yours_until(self, when: str) -> str:
        return self.voice.say("Ready. Yours until {when}", when=when)

    def on(self, day: str) -> str:
        return self.voice.say("On {day}", day=day)

    def from_to(self, first: str, last: str) -> str:
        return self.voice.say("From {first} to {last}", first=first, last=last)

    def cancel_name(self, title: str) -> str:
        """Return the name of the Cancel button for a screen reader."""
        return self.voice.say("Cancel the reservation of {title}", title=title)

    def spoken(self, title: str, what: str) -> str:
        """Return the name of a row for a screen reader."""
        return self.voice.say("{title}: {condition}", title=title, condition=what)

    def picked_up(self, title: str) -> str:
        """Return the title of a reserved tool on the receipt."""
        return self.voice.say("{title} (from your reservation)", title=title)
