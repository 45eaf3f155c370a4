"""Sentences about the choices on a line: its day, its project, its condition."""

from kiosk.texts.voice import Sentence, TextGroup


class TermTexts(TextGroup):
    """The sentences of the chips, of the panel that they open, and of the button that closes the panel."""

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
        """Return the label of the big button while a panel is open."""
        return self.voice.say("Keep {what}", what=what)

    def same_day(self, n: int) -> str:
        return self.voice.count("Same day for all {n}", "Same day for all {n}", n)

    def same_project(self, n: int) -> str:
        return self.voice.count("The same for all {n}", "The same for all {n}", n)

    def latest(self, day: str) -> str:
        """Return the words in strong type that stand before their reason."""
        return self.voice.say("{day} is the latest:", day=day)

    def reserved(self, day: str) -> str:
        """Say why a day is the latest."""
        return self.voice.say("somebody has reserved it from {day}.", day=day)

    def closed_so(self, closed: str, instead: str) -> str:
        """Say that the library is closed on the usual due day, and which day is used instead."""
        return self.voice.say("Closed that {closed}, so {instead}.", closed=closed, instead=instead)

    def due_name(self, title: str, day: str) -> str:
        """Return the name of the chip of the due day, for a screen reader."""
        return self.voice.say("{title}, due {day}. Change the day", title=title, day=day)

    def due_name_none(self, title: str) -> str:
        """Return the name of the chip of the due day, if no day is known."""
        return self.voice.say("{title}: choose a day", title=title)

    def project_name(self, title: str, project: str) -> str:
        return self.voice.say("{title}, for {project}. Change the project", title=title, project=project)

    def project_name_none(self, title: str) -> str:
        return self.voice.say("{title}: choose a project", title=title)

    def condition_name(self, title: str, condition: str) -> str:
        """Return the name of a chip; pressing the chip gives the tool this condition."""
        return self.voice.say("{title}: {condition}", title=title, condition=condition)

    def condition_change(self, title: str, condition: str) -> str:
        return self.voice.say("{title}: {condition}. Change the condition", title=title, condition=condition)
