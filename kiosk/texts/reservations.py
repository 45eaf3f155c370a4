# ruff: noqa: RUF001 - the sentences have typographic apostrophes
"""The sentences about reserved tools and digital titles: on Home, above the basket, and on the page of reservations."""

from kiosk.texts.translation import Sentence, TextGroup


class ReservationTexts(TextGroup):
    """The sentences of the page "Your reservations" and of the card on Home that shows reserved tools."""

    button = Sentence("Reservations")
    headline = Sentence("Your reservations")
    lead = Sentence("Take the ready ones and scan them here.")
    lead_titles = Sentence("Scan the label of a ready title to borrow it.")
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
    ready_to_borrow = Sentence("Ready to borrow")
    not_scanned = Sentence("Not scanned yet")
    today = Sentence("today")
    from_reservation = Sentence("From your reservation.")
    ready_now = Sentence("Ready for you")
    in_queue = Sentence("In the queue")
    coming = Sentence("On its way to you")

    def place_in_queue(self, place: int, length: int | None) -> str:
        """Say which number the member has in the queue. `length` is the length of the queue, or None if not known."""
        if length is None:
            return self.voice.say("Number {place} in the queue", place=place)
        return self.voice.say("Number {place} of {length} in the queue", place=place, length=length)

    def waiting(self, n: int) -> str:
        """Return the heading of the card on Home that shows the reservations for which the member still waits."""
        return self.voice.count("You are waiting for {n} tool", "You are waiting for {n} tools", n)

    def more_waiting(self, n: int) -> str:
        """Say how many other reservations there are that do not fit on the card with the heading `waiting`."""
        return self.voice.count("and {n} more", "and {n} more", n)

    def pick_up(self, place: str) -> str:
        """Say where the member gets a reserved tool."""
        return self.voice.say("You get it here: {place}.", place=place)

    def waiting_titles(self, n: int) -> str:
        return self.voice.count("You are waiting for {n} title", "You are waiting for {n} titles", n)

    def waiting_both(self, n: int) -> str:
        """Return the heading that replaces `waiting` if the member waits for tools and titles. `n` is at least 2."""
        return self.voice.say("You are waiting for {n} tools and titles", n=n)

    def ready_titles(self, n: int) -> str:
        return self.voice.count("{n} title is ready for you", "{n} titles are ready for you", n)

    def ready_both(self, n: int) -> str:
        """Return the heading that replaces `ready` if both tools and digital titles are ready. `n` is at least 2."""
        return self.voice.say("{n} tools and titles are ready for you", n=n)

    def reserved_titles(self, n: int) -> str:
        return self.voice.count("{n} title reserved for you", "{n} titles reserved for you", n)

    def reserved_both(self, n: int) -> str:
        """Return the heading that replaces `reserved` if the list has both tools and titles. `n` is at least 2."""
        return self.voice.say("{n} tools and titles reserved for you", n=n)

    def scan_labels(self, n: int) -> str:
        """Say how the member borrows digital titles that are ready."""
        return self.voice.count("Scan its label to borrow it.", "Scan their labels to borrow them.", n)

    def kept_titles(self, n: int, when: str) -> str:
        """Say until when digital titles are kept for the member, and how the member borrows them."""
        return self.voice.count(
            "Kept until {when}. Scan its label to borrow it.",
            "Kept until {when}. Scan their labels to borrow them.",
            n,
            when=when,
        )

    def scan_them(self, n: int) -> str:
        """Tell the member to scan the ready tools. Use this if the library has not said until when it keeps them."""
        return self.voice.count("Scan it here.", "Scan them here.", n)

    def ready(self, n: int) -> str:
        """Return the heading of the card on Home that shows the reserved tools that are ready."""
        return self.voice.count("{n} tool is ready for you", "{n} tools are ready for you", n)

    def kept(self, n: int, when: str) -> str:
        """Say until when the library keeps the reserved tools, if the last day is the same for all of them."""
        return self.voice.count("Kept until {when}. Scan it here.", "Kept until {when}. Scan them here.", n, when=when)

    def kept_first(self, when: str) -> str:
        """Say until when the library keeps the tool whose last day comes first, if the last days differ."""
        return self.voice.say("The first is kept until {when}. Scan them here.", when=when)

    def reserved(self, n: int) -> str:
        """Return the heading of the list of reserved tools, in which scanned tools get a tick."""
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
        """Return the text that a screen reader says for the button Cancel."""
        return self.voice.say("Cancel the reservation of {title}", title=title)

    def spoken(self, title: str, what: str) -> str:
        """Return the text that a screen reader says for the row of a reserved tool."""
        return self.voice.say("{title}: {condition}", title=title, condition=what)

    def picked_up(self, title: str) -> str:
        """Return the title of a reserved tool on the receipt."""
        return self.voice.say("{title} (from your reservation)", title=title)
