"""The sentences of the receipt: proof, and the two things to do now."""

from kiosk.texts.voice import Sentence, TextGroup


class ReceiptTexts(TextGroup):
    """The receipt's sentences; they state as a fact only what the server has confirmed."""

    none = Sentence("Nothing was confirmed")
    accepted = Sentence("Accepted, not yet compared")
    accepted_word = Sentence("Accepted")
    accepted_text = Sentence("The library has accepted it. We compare again later, staff see the answer.")
    shelves = Sentence("Put these on their shelves")
    yours = Sentence("Yours for a while")
    no_date = Sentence("No date given")
    returns_shelf = Sentence("Returns")
    done = Sentence("Done")
    understood = Sentence("Understood, done")
    staff_know = Sentence("Staff know about it")
    more_time = Sentence("More time")
    not_known = Sentence("Not known yet")
    not_known_text = Sentence("We keep asking. Staff will see the answer.")
    left_out = Sentence("Left out")
    left_out_borrow = Sentence("It was not checked and is not lent. Please leave it here.")
    left_out_return = Sentence("It was not checked and is still on your account. Please show it to staff.")
    still_yours = Sentence("It is still on your account. Please show it to staff.")
    not_recorded = Sentence("It was not recorded.")
    also = Sentence("Also on your account since today")
    also_text = Sentence("Not yours? Please tell staff.")
    tray_text = Sentence("What was scanned after Finish is not part of this receipt.")
    ring_name = Sentence("Seconds until Welcome")
    into_phone = Sentence("Dates into your phone")
    print_slip = Sentence("Print a slip")
    printing = Sentence("The slip is on its way")
    into_phone_name = Sentence("QR code that puts the day into the calendar of your phone")

    def confirmed(self, n: int, total: int) -> str:
        return self.voice.say("Confirmed {n} of {total}", n=n, total=total)

    def unknown(self, n: int) -> str:
        return self.voice.count("We do not know yet about {n} tool", "We do not know yet about {n} tools", n)

    def back_by(self, day: str) -> str:
        return self.voice.say("Back by {day}", day=day)

    def bring_back(self, tools: str) -> str:
        """Return the title of a calendar entry."""
        return self.voice.say("Bring back: {tools}", tools=tools)

    def bring_back_count(self, n: int) -> str:
        """Return the title of a calendar entry for more tools than it can name."""
        return self.voice.count("Bring back {n} tool", "Bring back {n} tools", n)

    def leave_here(self, title: str) -> str:
        """Return the title of a borrow that was refused."""
        return self.voice.say("Leave here: {title}", title=title)

    def closes_in(self, seconds: int) -> str:
        return self.voice.count(
            "Back to Welcome by itself in {n} second", "Back to Welcome by itself in {n} seconds", seconds
        )

    def tray(self, n: int) -> str:
        return self.voice.count("{n} tool waits: show your fob to go on", "{n} tools wait: show your fob to go on", n)
