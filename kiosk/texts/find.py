"""The sentences of the page Find a tool, which says if a tool is in the library now, and on which shelf.

If a library's search can also find digital titles, sentences in `found_titles.py` replace some of the sentences here.
"""

from kiosk.texts.translation import Sentence, TextGroup


class FindTexts(TextGroup):
    """The sentences of a search. A search does not put tools into the basket."""

    find = Sentence("Find a tool")
    field = Sentence("What are you looking for?")
    placeholder = Sentence("Name, brand or label")
    search = Sentence("Search")
    clear = Sentence("Empty the field")
    all_kinds = Sentence("All")
    more_chips = Sentence("More")
    more_kinds = Sentence("More kinds")
    everywhere = Sentence("Everywhere")
    where = Sentence("Where?")
    free = Sentence("Free now")
    out = Sentence("Out just now")
    staff = Sentence("Staff must hand it out")
    repair = Sentence("Being repaired")
    not_now = Sentence("Not free just now")
    unsaid = Sentence("Please look on its shelf")
    yours = Sentence("You have it")
    start = Sentence("Type its name, or choose a kind. A tool joins your basket when you scan its label.")
    take = Sentence("Take it from its shelf and scan its label: then it is in your basket.")
    take_with_fob = Sentence("Take it from its shelf, show your fob and scan its label: then it is in your basket.")
    take_and_log_in = Sentence("Take it from its shelf, log in and scan its label: then it is in your basket.")
    borrow_title = Sentence("Scan its label to borrow it.")
    borrow_title_with_fob = Sentence("Show your fob, then scan its label to borrow it.")
    borrow_title_and_log_in = Sentence("Log in, then scan its label to borrow it.")
    searching = Sentence("Searching")
    searching_titles = Sentence("We are still looking for e-books.")
    titles_missing = Sentence("E-books are missing here, because they are not answering.")
    titles_away_text = Sentence("What you typed stays here. Please search again in a moment.")
    nothing_here = Sentence("Nothing found here")
    nothing_text = Sentence("Try fewer letters, or ask staff.")
    nothing_narrow = Sentence("Try fewer letters, all kinds, everywhere, or ask staff.")
    away = Sentence("The library does not answer")
    away_text = Sentence("What you typed stays here. We ask again by ourselves.")
    again = Sentence("Search again")
    more = Sentence("Show more tools")
    back_to_list = Sentence("Back to the list")
    like = Sentence("Find one like it")

    def out_until(self, day: str) -> str:
        return self.voice.say("Out until {day}", day=day)

    def yours_until(self, day: str) -> str:
        return self.voice.say("You have it until {day}", day=day)

    def title_free(self, medium: str) -> str:
        """Say that a digital title can be borrowed now. `medium` is for example "E-book"."""
        return self.voice.say("{medium}, free", medium=medium)

    def title_out(self, medium: str) -> str:
        return self.voice.say("{medium}, all out", medium=medium)

    def copies(self, free: int, owned: int) -> str:
        """Say how many copies of a digital title can be borrowed now."""
        return self.voice.say("{free} of {owned} free", free=free, owned=owned)

    def nothing(self, words: str) -> str:
        return self.voice.say("Nothing called “{words}”", words=words)

    def found(self, n: int) -> str:
        return self.voice.count("{n} tool found", "{n} tools found", n)

    def first(self, n: int) -> str:
        """Say that only the first `n` tools are shown, because the search has found more tools."""
        return self.voice.count("The first {n} tool. One word more finds fewer.",
                                "The first {n} tools. One word more finds fewer.", n)  # fmt: skip

    def latest(self, day: str) -> str:
        return self.voice.say("Back by {day} at the latest.", day=day)

    def instead_of(self, price: str, usual: str) -> str:
        return self.voice.say("{price} instead of {usual}", price=price, usual=usual)

    def kind_name(self, kind: str) -> str:
        """Return the text that a screen reader says for the small button that chooses a kind of tool."""
        return self.voice.say("Kind: {kind}", kind=kind)

    def place_name(self, place: str) -> str:
        """Return the text that a screen reader says for the small button that limits the search to a place."""
        return self.voice.say("Place: {place}", place=place)

    def like_name(self, title: str) -> str:
        return self.voice.say("Find one like {title}", title=title)
