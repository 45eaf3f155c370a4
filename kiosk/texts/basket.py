# ruff: noqa: RUF001 - the sentences have typographic apostrophes
"""The sentences of the pages Home and basket: headline, buttons, banners, and the choices on a line."""

from kiosk.domain.model import Direction
from kiosk.texts.translation import Sentence, TextGroup


class BasketTexts(TextGroup):
    """The sentences in the headline and beside the buttons of the pages Home and basket."""

    scan_a_tool = Sentence("Scan a tool.")
    scan_a_tool_lead = Sentence("To borrow it or to bring it back.")
    only_returns_lead = Sentence("You can bring tools back here. To borrow, please ask staff.")
    scan_next = Sentence("Scan the next tool, or press Finish")
    scan_another = Sentence("Scan another tool")
    hint_label = Sentence("Look for our label")
    hint_shop = Sentence("Not the shop’s code")
    finish = Sentence("Finish")
    done = Sentence("Done")
    scan_next_or_done = Sentence("Scan the next one, or press Done")
    nothing_to_record = Sentence("There is nothing to record")
    finish_off = Sentence("It cannot be recorded now")
    more = Sentence("{n} more lines below")
    """A template. The window replaces {n} with the number of lines that can be seen only by scrolling."""
    more_one = Sentence("1 more line below")

    def hello(self, name: str) -> str:
        if not name:
            return self.voice.say("Welcome. Scan a tool.")
        return self.voice.say("Hello {name}. Scan a tool.", name=name)

    def in_basket(self, n: int) -> str:
        """Return the words that are shown beside the number of lines in the basket."""
        return self.voice.count("in your basket", "in your basket", n)

    def ready(self, n: int) -> str:
        return self.voice.count("{n} tool is ready", "{n} tools are ready", n)

    def titles(self, n: int) -> str:
        """Say how many digital titles of this visit are confirmed as borrowed or given back."""
        return self.voice.count("{n} title is confirmed", "{n} titles are confirmed", n)

    def with_titles(self, tools: str, titles: int) -> str:
        """Return the text in `tools`, followed by a text that says how many digital titles are confirmed.

        If the number of these titles is 0, return only the text in `tools`.
        """
        return self.voice.say("{ready}, {unknown}", ready=tools, unknown=self.titles(titles)) if titles else tools

    def ready_and_unknown(self, ready: int, unknown: int) -> str:
        """Say how many tools are ready, and for how many tools the library's answer is not known yet."""
        return self.voice.say("{ready}, {unknown}", ready=self.ready(ready), unknown=self.unknown_after(unknown))

    def unknown_after(self, n: int) -> str:
        """Return the second half of the sentence of `ready_and_unknown`. It counts the tools without an answer yet.

        The word "tools" is left out, because the first half of the sentence already contains the word.
        """
        return self.voice.count("{n} is not known yet", "{n} are not known yet", n)

    def unknown_only(self, n: int) -> str:
        return self.voice.count("{n} tool is not known yet", "{n} tools are not known yet", n)

    def recorded(self, n: int) -> str:
        return self.voice.count("{n} tool is recorded", "{n} tools are recorded", n)


class SummaryTexts(TextGroup):
    """The words that count the lines of one kind, such as "2 to borrow"."""

    def borrow(self, n: int) -> str:
        return self.voice.count("{n} to borrow", "{n} to borrow", n)

    def give_back(self, n: int) -> str:
        return self.voice.count("{n} to bring back", "{n} to bring back", n)

    def renew(self, n: int) -> str:
        return self.voice.count("{n} to keep longer", "{n} to keep longer", n)

    def recorded(self, n: int) -> str:
        return self.voice.count("{n} confirmed", "{n} confirmed", n)

    def unknown(self, n: int) -> str:
        return self.voice.count("{n} not known yet", "{n} not known yet", n)

    def hopeless(self, n: int) -> str:
        return self.voice.count("{n} not certain", "{n} not certain", n)

    def refused(self, n: int) -> str:
        return self.voice.count("{n} refused", "{n} refused", n)


class LineTexts(TextGroup):
    """The sentences of one line: the word for its state, its reason, and the words that a screen reader says for it."""

    nameless = Sentence("A tool without a name")
    checking = Sentence("Checking")
    asking = Sentence("asking the library")
    removing = Sentence("Taking it out")
    refused = Sentence("Refused")
    not_checked = Sentence("Not checked yet")
    no_answer = Sentence("the library does not answer")
    no_answer_kept = Sentence("The library does not answer. Your scan is kept. We ask again by ourselves.")
    kept = Sentence("Your scan is kept. We ask again by ourselves.")
    finding_out = Sentence("We are finding out")
    finding_out_text = Sentence("The answer was lost. Please keep this tool at hand, or ask staff.")
    from_before = Sentence("On your list from before.")
    keep_until_known = Sentence("No answer came, so we look at your account. Keep it with you until we know.")
    leave_until_known = Sentence("No answer came, so we look at your account. Leave it here.")
    title_until_known = Sentence("No answer came, so we look at your loans.")
    hopeless = Sentence("We cannot find out")
    hopeless_text = Sentence("No answer came, and this kiosk cannot look it up. Please ask staff.")
    hopeless_title = Sentence("No answer came, and this kiosk cannot look it up. Please look in your library’s app.")
    staff_have_note = Sentence("Staff get a note about it.")
    tell_staff = Sentence("Please tell staff about it, too.")
    give_back = Sentence("Give back")
    give_back_question = Sentence("Give it back?")
    give_back_yes = Sentence("Yes, give it back")
    give_back_no = Sentence("No, keep it")
    borrow_again_hint = Sentence("Scan it again to borrow it.")
    borrow_again_question = Sentence("Borrow it again?")
    borrow_again_yes = Sentence("Yes, borrow it again")
    borrow_again_no = Sentence("No, it stays here")
    check_again = Sentence("Check again")
    remove_word = Sentence("Remove")

    def staged(self, direction: Direction) -> str:
        """Return the word for a line in the basket that is not recorded yet."""
        match direction:
            case Direction.BORROW:
                return self.voice.say("To borrow")
            case Direction.RETURN:
                return self.voice.say("Bringing back")
            case Direction.RENEW:
                return self.voice.say("To keep longer")

    def done(self, direction: Direction) -> str:
        """Return the word for a confirmed line."""
        match direction:
            case Direction.BORROW:
                return self.voice.say("Borrowed")
            case Direction.RETURN:
                return self.voice.say("Given back")
            case Direction.RENEW:
                return self.voice.say("Kept longer")

    def late(self, days: int) -> str:
        return self.voice.count(
            "{n} day late, thank you for bringing it.", "{n} days late, thank you for bringing it.", days
        )

    def shelf(self, place: str) -> str:
        """Return the words that a screen reader says for the name of a shelf."""
        return self.voice.say("Shelf {place}", place=place)

    def remove(self, title: str) -> str:
        return self.voice.say("Remove {title}", title=title)

    def give_back_name(self, title: str) -> str:
        return self.voice.say("Give back {title}", title=title)

    def retry_name(self, title: str) -> str:
        return self.voice.say("Check {title} again", title=title)

    def spoken_due(self, date: str) -> str:
        """Return the words for the due day. They are a part of the text that a screen reader says for a line."""
        return self.voice.say("due {date}", date=date)

    def spoken_place(self, n: int, total: int) -> str:
        """Return words such as "line 2 of 5". A screen reader says these words at the end of each line."""
        return self.voice.say("line {n} of {total}", n=n, total=total)


class LoanTexts(TextGroup):
    """The sentences about the tools that the member has at home."""

    due_today = Sentence("Due today")
    due_tomorrow = Sentence("Due tomorrow")
    no_date = Sentence("No date")

    def title(self, n: int) -> str:
        return self.voice.count("You have {n} tool", "You have {n} tools", n)

    def due(self, date: str) -> str:
        return self.voice.say("Due {date}", date=date)

    def late(self, days: int) -> str:
        return self.voice.count("{n} day late", "{n} days late", days)

    def at_home(self, n: int) -> str:
        return self.voice.count("You also have {n} tool at home", "You also have {n} tools at home", n)

    def at_home_and(self, at_home: str, what: str) -> str:
        return self.voice.say("{at_home}, {what}", at_home=at_home, what=what)

    keep_longer = Sentence("Keep longer")

    keep_all = Sentence("Keep all longer")

    def keep_all_name(self, n: int, total: int) -> str:
        """Return the text that a screen reader says for the button that lengthens all loans.

        `n` of the `total` loans can be lengthened.
        """
        return self.voice.say("Keep all longer, {n} of {total} can be", n=n, total=total)

    def cannot_keep(self, why: str) -> str:
        """Say that the library has refused to lengthen a loan. `why` are the library's own words."""
        return self.voice.say("Cannot be kept longer: {why}", why=why)

    cannot_keep_bare = Sentence("Cannot be kept longer")

    def keep_longer_name(self, title: str) -> str:
        return self.voice.say("Keep {title} longer", title=title)

    def wanted_back(self, date: str) -> str:
        return self.voice.say("Wanted back since {date}", date=date)

    wanted_why = Sentence("Somebody is waiting for it. Please bring it back.")

    not_renewed = Sentence("Not renewed yet")

    def renewed(self, n: int) -> str:
        """Say how often the loan was lengthened. `n` is at least 1."""
        return self.voice.count("Renewed {n} time", "Renewed {n} times", n)

    def some_late(self, n: int) -> str:
        """Return the words that say how many of the tools at home are late. They follow the words of `at_home`."""
        return self.voice.count("{n} is late", "{n} are late", n)

    def some_today(self, n: int) -> str:
        """Return the words that say how many of the tools at home are due today. They follow the words of `at_home`."""
        return self.voice.count("{n} due today", "{n} due today", n)


class BannerTexts(TextGroup):
    """The sentences of the banners across the top of the basket."""

    away_text = Sentence("Scan on: we note each tool and check it later. Nothing is lent or returned until it answers.")
    away_text_beside = Sentence("Scan on: we note each tool and check it later. Digital titles are lent at once.")
    store = Sentence("This kiosk cannot write to its disk")
    store_text = Sentence("Your basket stays here, but it cannot be recorded now. Please wait a moment or ask staff.")
    switch_yes = Sentence("Finish and switch")
    switch_no = Sentence("Stay")
    switch_text_done = Sentence("What was scanned is recorded already. Hold up the other fob again to say yes.")
    switch_text_none = Sentence("Nothing will be recorded. Hold up the other fob again to say yes.")
    not_finished = Sentence("Not finished yet")
    not_finished_rest = Sentence("Not everything on your list is recorded. Please press Finish again.")
    not_finished_text = Sentence("Nothing has been recorded. Please press Finish again.")
    not_finished_handed_over = Sentence(
        "A tool on your list was handed over already. The rest is not recorded. Please press Finish again."
    )
    settling_rest = Sentence("Then we go on by ourselves. Not everything on your list is recorded yet.")
    settling_text = Sentence("Then we go on by ourselves. Nothing has been recorded yet.")
    back_to_scanning = Sentence("Back to scanning")

    def switch(self, name: str) -> str:
        if not name:
            return self.voice.say("Finish, then start for the next person?")
        return self.voice.say("Finish for {name}, then start for the next person?", name=name)

    def switch_text(self, n: int) -> str:
        """Say how many tools will be recorded if somebody holds up a different fob a second time.

        The first time, the kiosk only asks. The second time ends the visit without the page Confirm, and begins the
        visit of the other fob's member.
        """
        return self.voice.count(
            "{n} tool will be recorded. Hold up the other fob again to say yes.",
            "{n} tools will be recorded. Hold up the other fob again to say yes.",
            n,
        )

    def settling(self, n: int) -> str:
        return self.voice.count(
            "One moment: {n} tool is still being checked", "One moment: {n} tools are still being checked", n
        )


# --- other devices and other lists ---


class ElsewhereTexts(TextGroup):
    """The sentences about lines that another device has changed, and about another cart of the member.

    Some sentences are about tools that were scanned here before the member came. On the screen, a cart is called a
    list.
    """

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
    other_carts = Sentence("You have another list, too")
    take_over = Sentence("Put it on this list")
    leave = Sentence("Leave it there")
    understood = Sentence("Understood")
    question_lead = Sentence("Another device put it on your list. You have not scanned it here.")
    question_lead_earlier = Sentence("It was scanned here before you came. You have not scanned it yourself.")
    question_no = Sentence("Back to the list")

    def keep_name(self, title: str) -> str:
        return self.voice.say("Keep {title}", title=title)

    def added_hint(self, n: int) -> str:
        """Return the hint on the button Finish. It says that the member must first decide about `n` lines."""
        return self.voice.count("{n} tool needs your yes", "{n} tools need your yes", n)

    def other_carts_text(self, titles: str, n: int) -> str:
        """Say which `n` tools are on the member's other list, and how the member gets them into this basket."""
        return self.voice.count(
            "On it: {titles}. Scan it to have it here. Else it stays there; nothing of it is lent or lost.",
            "On it: {titles}. Scan them to have them here. Else they stay there; nothing of it is lent or lost.",
            n,
            titles=titles,
        )

    def other_carts_handed_over(self, titles: str, n: int) -> str:
        """Say which tools on another list were handed over already, although that list is not finished yet."""
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


# --- choices on a line: its day, its project, its condition ---


class TermTexts(TextGroup):
    """The sentences of the chips on a line, of the panel that a chip opens, and of the button that closes the panel.

    A chip is a small button that shows one term of the line, such as the due day.
    """

    when = Sentence("When will you bring it back?")
    what_for = Sentence("What are the tools for?")
    how = Sentence("How does it come back?")
    choose_day = Sentence("Choose a day")
    later = Sentence("Later")
    earlier = Sentence("Earlier")
    more = Sentence("More")
    before = Sentence("Back")
    all_good = Sentence("All good")
    project = Sentence("Project")
    no_project = Sentence("No project")
    only_open = Sentence("Only days when we are open.")
    reading = Sentence("One moment: we ask the library for its projects.")
    done = Sentence("Back to the list")

    def keep(self, what: str) -> str:
        """Return the label of the big button that closes the open panel. `what` is the choice that is chosen now."""
        return self.voice.say("Keep {what}", what=what)

    def same_day(self, n: int) -> str:
        return self.voice.count("Same day for all {n}", "Same day for all {n}", n)

    def same_project(self, n: int) -> str:
        return self.voice.count("The same for all {n}", "The same for all {n}", n)

    def latest(self, day: str) -> str:
        """Say which day is the latest due day. The window draws these words in bold letters.

        The words of `reserved` follow and give the reason.
        """
        return self.voice.say("{day} is the latest:", day=day)

    def reserved(self, day: str) -> str:
        """Say that somebody has reserved the tool from `day` on. The member must bring it back before that day."""
        return self.voice.say("somebody has reserved it from {day}.", day=day)

    def closed_so(self, closed: str, instead: str) -> str:
        """Say that the library is closed on the usual due day, and which day is used instead."""
        return self.voice.say("Closed that {closed}, so {instead}.", closed=closed, instead=instead)

    def due_name(self, title: str, day: str) -> str:
        """Return the text that a screen reader says for the button with the due day."""
        return self.voice.say("{title}, due {day}. Change the day", title=title, day=day)

    def due_name_none(self, title: str) -> str:
        """Return the text that a screen reader says for the button with the due day if the line has no due day yet."""
        return self.voice.say("{title}: choose a day", title=title)

    def project_name(self, title: str, project: str) -> str:
        return self.voice.say("{title}, for {project}. Change the project", title=title, project=project)

    def project_name_none(self, title: str) -> str:
        return self.voice.say("{title}: choose a project", title=title)

    def condition_name(self, title: str, condition: str) -> str:
        """Return the text that a screen reader says for the button that gives the tool this condition."""
        return self.voice.say("{title}: {condition}", title=title, condition=condition)

    def condition_change(self, title: str, condition: str) -> str:
        return self.voice.say("{title}: {condition}. Change the condition", title=title, condition=condition)
