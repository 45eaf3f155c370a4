"""Sentences about a membership and what is missing, always with the things that can still be done."""

from kiosk.texts.voice import Sentence, TextGroup


class MembershipTexts(TextGroup):
    """The sentences of the card on Home."""

    title = Sentence("Your membership")
    returns_work = Sentence("You can still bring tools back.")
    returns_by_staff = Sentence("Bringing something back? Please show it to staff.")
    no_returns_lead = Sentence("Scan on: your tools stay on the screen. Once you have signed, press Check again.")
    may_not_borrow = Sentence("Your account cannot borrow just now. Please ask staff.")
    expired = Sentence("Your membership has ended.")
    renew_name = Sentence("Code that opens the page for renewing on your phone")
    renew_caption = Sentence("Renew it on your phone")

    def called(self, name: str) -> str:
        """Return the title of the card, with the membership's own name."""
        return self.voice.say("Membership: {name}", name=name)

    def until(self, day: str) -> str:
        return self.voice.say("Valid until {day}.", day=day)

    def ended(self, day: str) -> str:
        return self.voice.say("Your membership ended on {day}.", day=day)

    def limit(self, most: int, have: int) -> str:
        return self.voice.count(
            "You may have {n} tool at a time, you have {have}.",
            "You may have {n} tools at a time, you have {have}.",
            most,
            have=have,
        )

    def full(self, most: int) -> str:
        return self.voice.count(
            "You have {n} tool, the most at a time. Bring it back first, then you can borrow again.",
            "You have {n} tools, the most at a time. Bring one back first, then you can borrow again.",
            most,
        )
