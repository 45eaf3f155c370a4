# ruff: noqa: RUF001 - sentences have real apostrophes
"""What the library keeps for a member."""

from kiosk.texts.voice import Group, Sentence


class ReservationTexts(Group):
    """The page "Your reservations", and the offer at Home."""

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
        """The offer at Home."""
        return self.voice.count("{n} tool is ready for you", "{n} tools are ready for you", n)

    def kept(self, n: int, when: str) -> str:
        """Under the offer, where all are kept until the same moment."""
        return self.voice.count("Kept until {when}. Scan it here.", "Kept until {when}. Scan them here.", n, when=when)

    def kept_first(self, when: str) -> str:
        """The same, where they are kept for different times."""
        return self.voice.say("The first is kept until {when}. Scan them here.", when=when)

    def reserved(self, n: int) -> str:
        """Above the list that is ticked off."""
        return self.voice.count("{n} tool reserved for you", "{n} tools reserved for you", n)

    def at(self, day: str, time: str) -> str:
        """Until when: a day, and the time when the library closes."""
        return self.voice.say("{day}, {time}", day=day, time=time)

    def yours_until(self, when: str) -> str:
        return self.voice.say("Ready. Yours until {when}", when=when)

    def on(self, day: str) -> str:
        return self.voice.say("On {day}", day=day)

    def from_to(self, first: str, last: str) -> str:
        return self.voice.say("From {first} to {last}", first=first, last=last)

    def cancel_name(self, title: str) -> str:
        """The button for a screen reader."""
        return self.voice.say("Cancel the reservation of {title}", title=title)

    def spoken(self, title: str, what: str) -> str:
        """A row for a screen reader."""
        return self.voice.say("{title}: {condition}", title=title, condition=what)

    def picked_up(self, title: str) -> str:
        """A tool on the receipt."""
        return self.voice.say("{title} (from your reservation)", title=title)
