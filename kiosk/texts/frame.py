"""The sentences that all pages share (top bar, bottom row, opening hours, help), and the words on command cards."""

from kiosk.texts.translation import Sentence, TextGroup


class FrameTexts(TextGroup):
    """The words of buttons and states that are the same on every page."""

    log_out = Sentence("Log out")
    help = Sentence("Help")
    back = Sentence("Back")
    done = Sentence("Done")
    please_wait = Sentence("Please wait")
    one_moment = Sentence("One moment")
    from_library = Sentence("From the library")
    ask_again = Sentence("Ask again now")
    more_below = Sentence("More below")
    more_above = Sentence("More above")
    too_small = Sentence(
        "This screen is too small for the kiosk. It needs 640 by 480 dots, or 480 by 800 if it stands."
    )
    reader_ready = Sentence("Reader ready")
    reader_missing = Sentence("Reader missing")
    scanner_missing = Sentence("Scanner missing")
    library_away = Sentence("Library away")
    cannot_record = Sentence("Cannot record")
    choose_language = Sentence("Choose your language")

    def seconds_left(self, n: int) -> str:
        """Return the text that a screen reader says for a ring that counts down."""
        return self.voice.count("{n} second left", "{n} seconds left", n)

    def speak(self, native: str) -> str:
        """Return the text that a screen reader says for the button of a language."""
        return self.voice.say("Language: {native}", native=native)

    def log_out_name(self, name: str) -> str:
        """Return the text that a screen reader says for the button Log out, with the member's name if it is known."""
        return self.voice.say("Log out {name}", name=name) if name else self.log_out


class AwayTexts(TextGroup):
    """The sentences that say why the server cannot be reached, if the reason is a problem that staff can solve."""

    network = Sentence("The network here wants a log-in first. Please tell staff.")
    moved = Sentence("The library has a new address. Please tell staff.")
    untrusted = Sentence("What answers is not certain to be the library. Please tell staff.")

    def clock(self, shown: str) -> str:
        """Say that the kiosk's clock is wrong. The kiosk knows this because the server's certificate is not valid yet.

        `shown` is the time that the clock shows.
        """
        return self.voice.say("The clock of this kiosk is wrong: it shows {shown}. Please tell staff.", shown=shown)

    def expired(self, shown: str) -> str:
        """Say that the kiosk's clock may be wrong. The kiosk thinks so because the server's certificate has expired.

        `shown` is the time that the clock shows.
        """
        return self.voice.say("The clock of this kiosk may be wrong: it shows {shown}. Please tell staff.", shown=shown)


class HoursTexts(TextGroup):
    """The sentences about opening hours."""

    closed_now = Sentence("Closed now")
    closed_day = Sentence("closed")

    def open_until(self, time: str) -> str:
        return self.voice.say("Open until {time}", time=time)

    def open_today_until(self, time: str) -> str:
        return self.voice.say("Open today until {time}", time=time)

    def open_today(self, opens: str, closes: str) -> str:
        return self.voice.say("Open today from {opens} to {closes}", opens=opens, closes=closes)

    def span(self, opens: str, closes: str) -> str:
        """Return the opening time and the closing time of one day."""
        return self.voice.say("{opens} to {closes}", opens=opens, closes=closes)

    def closed_on(self, days: str) -> str:
        return self.voice.say("Closed {days}.", days=days)

    def next_day(self, day: str, time: str) -> str:
        return self.voice.say("Next: {day}, {time}.", day=day, time=time)

    def tomorrow(self, time: str) -> str:
        return self.voice.say("Tomorrow from {time}.", time=time)


class HelpTexts(TextGroup):
    """The sentences of the help. While the help is open, it covers the wall of the page (the part with the words)."""

    headline = Sentence("How it works")
    close = Sentence("Close help")
    start = Sentence("Start")
    start_with_fob = Sentence("Hold your key fob to the reader.")
    start_with_form = Sentence("Log in with your library user name and password.")
    tool_first = Sentence("You can scan a tool first. It waits in the tray until your fob is read.")
    borrow = Sentence("Borrow")
    borrow_how = Sentence("Scan the label of the tool. It joins your basket.")
    give_back = Sentence("Bring back")
    give_back_how = Sentence("Scan the tool in the same way. The kiosk knows that you have it.")
    find_how = Sentence("Find a tool shows what is free, and where.")
    finish = Sentence("Finish")
    finish_how = Sentence("Press Finish, or hold up your fob again. Nothing is lent or returned before that.")
    finish_proof = Sentence("Wait for the receipt. It is green when the library has confirmed every tool.")
    person = Sentence("Need a person?")
    person_how = Sentence("Ask staff, call or write to the library.")


class CardTexts(TextGroup):
    """The sentences of printed command cards. A card says in its own language what happens when the card is scanned."""

    finish = Sentence("Finish")
    finish_lead = Sentence("Scan this card instead of pressing Finish.")
    cancel = Sentence("Cancel")
    cancel_lead = Sentence("Scan this card to go back, or to log out.")
    help = Sentence("Help")
    help_lead = Sentence("Scan this card to see how it works.")
    language_lead = Sentence("Scan this card and the kiosk speaks English.")
