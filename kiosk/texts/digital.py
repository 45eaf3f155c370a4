# ruff: noqa: RUF001 - the sentences have typographic apostrophes
"""The sentences of the page "Your digital loans", and of the code that opens a title on a phone."""

from kiosk.texts.translation import Sentence, TextGroup


class DigitalTexts(TextGroup):
    """The sentences about digital loans, such as e-books and audiobooks."""

    button = Sentence("Digital loans")
    headline = Sentence("Your digital loans")
    nothing = Sentence("No digital loans.")
    nothing_known = Sentence("No digital loans that this kiosk knows of. Open others in your library’s app.")
    others_in_app = Sentence("Open others in your library’s app.")
    made_here = Sentence("Only loans made here")
    more = Sentence("More: {n}")
    """A template. The window replaces {n} with the number of loans (one card each) on the pages that follow."""
    former = Sentence("Page before")
    place = Sentence("Page {n} of {pages}")
    """A template. The window replaces {n} with the number of the page, and {pages} with the number of pages."""
    ebook = Sentence("E-book")
    audiobook = Sentence("Audiobook")
    magazine = Sentence("Magazine")
    video = Sentence("Video")
    kindle = Sentence("Kindle book")
    other = Sentence("Digital title")
    open = Sentence("Open on your phone")
    kindle_text = Sentence(
        "Sent to your Kindle. Read it there, and give it back in your Amazon account. The kiosk cannot do either."
    )
    not_here = Sentence("This title cannot be opened here.")
    ends_alone = Sentence("Ends by itself.")
    question = Sentence("Give it back now?")
    going_back = Sentence("Being given back")
    finding_out = Sentence("We are finding out if it was given back.")
    not_given_back = Sentence("Not given back.")
    hint = Sentence("Nothing to bring back.")
    hint_text = Sentence("Digital loans end by themselves on their last day.")
    point = Sentence("Point your phone’s camera here")
    opens_in_app = Sentence("Opens your loan in its app.")
    opens_in_browser = Sentence("Opens your loan in the browser.")
    part_by_part = Sentence("Each part has its own code. Open one, then go to the next.")
    in_app = Sentence("In the app")
    in_browser = Sentence("In the browser")
    in_parts = Sentence("Part by part")
    new_code = Sentence("New code")
    to_list = Sentence("Back to digital loans")
    private = Sentence("Only you should see this code. It is gone when you leave this page.")
    asking = Sentence("One moment: we ask for the code.")
    gone = Sentence("This code has gone. Press New code.")
    away = Sentence("No answer just now. Press New code to try again.")
    joining = Sentence("One moment: we look for your loans.")
    away_title = Sentence("The e-books are not answering")
    away_text = Sentence("Your loans there are safe. We just cannot show them right now. We keep trying.")
    card = Sentence("Card for e-books")
    card_lead_plain = Sentence("Enter your library card to see your digital loans here.")
    card_wanted = Sentence("Your library card is needed")
    card_unseen = Sentence("Please log in with your card")
    card_unseen_text = Sentence("We show your digital loans when you log in with your library card itself.")
    record_lacks = Sentence("We cannot show your digital loans")
    record_lacks_text = Sentence("Something is missing in the library’s record of you. Please ask staff.")
    enter_card = Sentence("Enter your card")
    field_card = Sentence("Card number")
    field_pin = Sentence("Card PIN")
    show_pin = Sentence("Show card PIN")
    show_loans = Sentence("Show my loans")
    wrong_card = Sentence("Please check the card number and the PIN, or ask staff.")
    remember_card = Sentence("Remember this card with my fob")
    remember_card_text = Sentence(
        "Stored only on this kiosk, locked with your fob. If this is off, we ask again next time."
    )
    card_remembered = Sentence("This card is remembered")
    card_remembered_text = Sentence("Your fob opens your loans here. You need not enter this card again.")
    forget_card = Sentence("Forget this card")
    card_dropped = Sentence("Your remembered card is no longer accepted")
    card_dropped_text = Sentence("We have forgotten it. Please enter your card again.")
    basket_stays = Sentence("Stays here for you")
    no_address = Sentence("This part cannot be opened here.")

    def button_name(self, n: int) -> str:
        """Return the text that a screen reader says for the button "Digital loans", which shows the number of loans."""
        return self.voice.say("Digital loans, {n}", n=n)

    def card_ending(self, digits: str) -> str:
        """Say to which library card the shown loans belong. `digits` are the last digits of the card's number."""
        return self.voice.say("On the library card ending in {digits}", digits=digits)

    def card_of(self, system: str, digits: str) -> str:
        """Say from which system the shown loans come, and to which library card they belong."""
        return self.voice.say("{system}: on the library card ending in {digits}", system=system, digits=digits)

    def made_here_at(self, system: str) -> str:
        """Say that the list has only those loans of this system that were made at this kiosk."""
        return self.voice.say("{system}: only loans made here", system=system) if system else self.made_here

    def system_away(self, system: str) -> str:
        return self.voice.say("{system} is not answering", system=system) if system else self.away_title

    def card_lead(self, system: str) -> str:
        return self.voice.say("Enter your library card to see your loans of {system} here.", system=system)

    def until(self, day: str) -> str:
        """Say on which day the loan ends."""
        return self.voice.say("until {day}", day=day)

    def yours_until(self, day: str) -> str:
        """Say on the receipt on which day the digital loan ends."""
        return self.voice.say("Yours until {day}", day=day)

    def ends(self, day: str) -> str:
        """Say on which day the loan ends by itself, because the member cannot give the title back."""
        return self.voice.say("Ends by itself on {day}.", day=day)

    def open_name(self, title: str) -> str:
        return self.voice.say("Open {title} on your phone", title=title)

    def opens_in(self, app: str) -> str:
        return self.voice.say("Opens your loan in the {app} app.", app=app)

    def in_the(self, app: str) -> str:
        """Return the label of the button that opens the title in the app with this name."""
        return self.voice.say("In the {app} app", app=app)

    def goes_in(self, n: int) -> str:
        return self.voice.count("This code goes away in {n} second.", "This code goes away in {n} seconds.", n)

    def part(self, n: int, parts: int) -> str:
        return self.voice.say("Part {n} of {parts}", n=n, parts=parts)

    def extra(self, n: int, extras: int) -> str:
        """Say which supplement of the title is shown, for example the second of two booklets."""
        return self.voice.say("Extra {n} of {extras}", n=n, extras=extras)

    def code_name(self, title: str) -> str:
        """Return the text that a screen reader says for the QR code.

        The text does not contain the address in the code, because the address is personal.
        """
        return self.voice.say("Code that opens {title} on your phone", title=title)
