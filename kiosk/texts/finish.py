# ruff: noqa: RUF001 - the sentences have typographic apostrophes
"""The sentences of the pages from Finish to the receipt: Still here?, Confirm, other questions, Committing, receipt."""

from kiosk.texts.translation import Sentence, TextGroup


class StillTexts(TextGroup):
    """The sentences of the question "Still here?", which is asked if nobody has used the kiosk for a while.

    If nobody answers, the visit ends, so that a stranger cannot use the member's log-in.
    """

    still_here = Sentence("Still here?")
    keep_going = Sentence("Keep going")
    finish_now = Sentence("Finish now")
    clear = Sentence("If nobody answers, we clear the basket. Nothing is lent or returned.")
    clear_rest = Sentence("If nobody answers, we clear the basket. Nothing else is lent or returned.")
    log_out = Sentence("If nobody answers, we log you out.")

    def headline(self, name: str) -> str:
        return self.voice.say("Still here, {name}?", name=name) if name else self.still_here

    def finish(self, what: str) -> str:
        return self.voice.say("If nobody answers, we finish for you: {what}.", what=what)

    def titles_stay(self, n: int) -> str:
        """Say how many digital titles stay borrowed, although the visit ends without Finish.

        They were borrowed in this visit, and their loans are real already.
        """
        return self.voice.count("{n} digital title stays borrowed.", "{n} digital titles stay borrowed.", n)

    def returns_only(self, what: str) -> str:
        return self.voice.say("If nobody answers, we record only what you bring back: {what}.", what=what)


class ConfirmTexts(TextGroup):
    """The sentences of the page Confirm and of the pages with the other questions."""

    is_this_right = Sentence("Is this right?")
    back_to_scanning = Sentence("Back to scanning")
    refused_text = Sentence("It was refused.")
    refused_many_text = Sentence("They were refused. Please leave them here.")
    checking_text = Sentence("You can wait or leave it out.")
    leave_headline = Sentence("Leave without finishing?")
    log_out_now = Sentence("Log out now?")
    leave_lead = Sentence("Nothing in your basket will be lent or returned.")
    leave_lead_rest = Sentence("Nothing else in your basket will be lent or returned.")
    leave_recorded = Sentence("What is confirmed already stays as it is.")
    leave_returns = Sentence("What you brought stays on your account until you finish.")
    leave_yes = Sentence("Yes, log out")
    go_on = Sentence("Yes, go on")
    keep_waiting = Sentence("Keep waiting")

    def headline(self, name: str) -> str:
        return self.voice.say("Is this right, {name}?", name=name) if name else self.is_this_right

    def go_home(self, n: int) -> str:
        return self.voice.count("{n} goes home with you", "{n} go home with you", n)

    def stay_here(self, n: int) -> str:
        return self.voice.count("{n} stays here", "{n} stay here", n)

    def kept_longer(self, n: int) -> str:
        return self.voice.count("{n} stays with you longer", "{n} stay with you longer", n)

    def yes(self, n: int) -> str:
        return self.voice.count("Yes, confirm {n} tool", "Yes, confirm {n} tools", n)

    def not_included(self, title: str) -> str:
        return self.voice.say("Not included: {title}", title=title)

    def not_included_many(self, n: int) -> str:
        return self.voice.count("{n} tool is not included", "{n} tools are not included", n)

    def still_checking(self, n: int) -> str:
        return self.voice.count("{n} tool is still being checked", "{n} tools are still being checked", n)

    def without(self, n: int) -> str:
        return self.voice.count("Finish without {n} tool?", "Finish without {n} tools?", n)

    def without_lead(self, titles: str, n: int) -> str:
        """Say which `n` tools are left out, because the library has not checked them yet."""
        return self.voice.count(
            "Not checked yet: {titles}. Please leave it here or wait a little.",
            "Not checked yet: {titles}. Please leave them here or wait a little.",
            n,
            titles=titles,
        )

    def without_yes(self, n: int) -> str:
        """Return the label of the button "Yes". It finishes the `n` tools that are ready, without the others."""
        return self.voice.count("Yes, finish with {n} tool", "Yes, finish with {n} tools", n)


class CommittingTexts(TextGroup):
    """The sentences that are shown during a commit. They say only what is certain."""

    telling = Sentence("Telling the library")
    telling_lead = Sentence("Please stay. Nothing counts before the library has said so.")
    reading = Sentence("Checking what arrived")
    reading_lead = Sentence("The library has our message. Now we read your loans back, to be sure.")
    resolving = Sentence("We are finding out")
    resolving_lead = Sentence("The library’s answer was lost. We read your loans to see what arrived.")
    slow = Sentence("Taking longer than usual?")
    slow_text = Sentence("After 30 seconds you may go. Staff will see the answer.")
    may_go = Sentence("You can go, we keep asking")
    may_go_text = Sentence("Staff will see the answer.")
    leave = Sentence("Go now")
    wait_hint = Sentence("The library is answering")

    def proven(self, title: str) -> str:
        return self.voice.say("{title}, confirmed", title=title)

    def waiting(self, title: str) -> str:
        return self.voice.say("{title}, not confirmed yet", title=title)


class ReceiptTexts(TextGroup):
    """The sentences of the receipt. They state as a fact only what the server has confirmed."""

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
    given_back = Sentence("Given back")
    lent_and_back = Sentence("Borrowed and given back in this visit.")
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

    def hopeless(self, n: int) -> str:
        """Say for how many lines this kiosk cannot find out the result."""
        return self.voice.count("{n} is not certain", "{n} are not certain", n)

    def back_by(self, day: str) -> str:
        return self.voice.say("Back by {day}", day=day)

    def bring_back(self, tools: str) -> str:
        """Return the title of a calendar entry with the names of the tools, if there is room for the names."""
        return self.voice.say("Bring back: {tools}", tools=tools)

    def bring_back_count(self, n: int) -> str:
        """Return the title of a calendar entry with the number of the tools, if there is no room for their names."""
        return self.voice.count("Bring back {n} tool", "Bring back {n} tools", n)

    def leave_here(self, title: str) -> str:
        """Return the title of a receipt line whose tool the library does not lend. It says: leave the tool here."""
        return self.voice.say("Leave here: {title}", title=title)

    def closes_in(self, seconds: int) -> str:
        return self.voice.count(
            "Back to Welcome by itself in {n} second", "Back to Welcome by itself in {n} seconds", seconds
        )

    def tray(self, n: int) -> str:
        return self.voice.count("{n} tool waits: show your fob to go on", "{n} tools wait: show your fob to go on", n)
