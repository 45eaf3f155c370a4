"""Sentences about changes that another device made to a member's list, and about tools on another list."""

from kiosk.texts.voice import Sentence, TextGroup


class ElsewhereTexts(TextGroup):
    """The sentences on the lines, in the basket's banner and in the question before Finish."""

    added = Sentence("Added elsewhere")
    added_borrow = Sentence("Another device put it on your list. Do you take it along?")
    added_return = Sentence("Another device marked it as brought back. Is it here?")
    earlier = Sentence("Scanned before you came")
    earlier_borrow = Sentence("It was scanned before you came. Is it yours?")
    earlier_return = Sentence("It was scanned before you came. Do you bring it back?")
    keep = Sentence("Keep it")
    taken_out = Sentence("Another device took it off. Finish puts it back on your list.")
    recorded = Sentence("Recorded on another device.")
    handed_over = Sentence("Handed over before, not yet finished. Press Finish to record it.")
    aside = Sentence("You have another list, too")
    take_over = Sentence("Put it on this list")
    leave = Sentence("Leave it there")
    understood = Sentence("Understood")
    question_lead = Sentence("Another device put it on your list. You have not scanned it here.")
    question_lead_earlier = Sentence("It was scanned here before you came. You have not scanned it yourself.")
    question_no = Sentence("Back to the list")

    def keep_name(self, title: str) -> str:
        return self.voice.say("Keep {title}", title=title)

    def added_hint(self, n: int) -> str:
        """Return the words on the Finish button."""
        return self.voice.count("{n} tool needs your yes", "{n} tools need your yes", n)

    def aside_text(self, titles: str, n: int) -> str:
        """Say which tools are on the other list; `n` is their number."""
        return self.voice.count(
            "On it: {titles}. Scan it to have it here. Else it stays there; nothing of it is lent or lost.",
            "On it: {titles}. Scan them to have them here. Else they stay there; nothing of it is lent or lost.",
            n,
            titles=titles,
        )

    def aside_handed_over(self, titles: str, n: int) -> str:
        """Say which tools were handed over with another list."""
        return self.voice.count(
            "Handed over before, not yet finished: {titles}. It comes up at your next log-in.",
            "Handed over before, not yet finished: {titles}. They come up at your next log-in.",
            n,
            titles=titles,
        )

    def question(self, n: int) -> str:
        return self.voice.count("Take {n} more tool along?", "Take {n} more tools along?", n)

    def question_yes(self, n: int) -> str:
        return self.voice.count("Yes, {n} more", "Yes, {n} more", n)
