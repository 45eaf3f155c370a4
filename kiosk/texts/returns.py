# ruff: noqa: RUF001 - the sentences have typographic apostrophes
"""The sentences of the page on which people bring things back without an account."""

from kiosk.texts.translation import Sentence, TextGroup


class ReturnTexts(TextGroup):
    """The sentences of a drop box, and of returns while the library does not answer."""

    only_bringing_back = Sentence("Only bringing back")
    bring_back = Sentence("Bring things back")
    headline = Sentence("Bringing back")
    box_lead = Sentence("No name needed. Scan each one, then put it where the screen says.")
    offline_lead = Sentence("We can’t reach the library. You can still return things. Scan each one.")
    saved = Sentence("Saved here, will be sent")
    for_staff = Sentence("Seen here, staff will book it in")
    saving = Sentence("Checking")
    not_saved = Sentence("Not saved")
    not_saved_text = Sentence("It cannot be taken back here now. Please keep it, and bring it another time.")
    refused_text = Sentence("Please leave it here anyway. Staff have a note about it.")
    shop_code_text = Sentence("That is the shop’s code. Scan our label instead.")
    no_wait = Sentence("You don’t have to wait")
    no_wait_text = Sentence(
        "As soon as we reach the library again, your returns are sent in the order in which you scanned them."
    )
    staff_text = Sentence("Staff will book your returns in. Please write your slip number down.")
    by_fob = Sentence("What you brought will be taken off the account of the fob that was shown.")
    show_fob = Sentence(
        "If you have used your fob here before, hold it up: then what you brought is taken off your account."
    )
    not_now = Sentence("Borrowing is not possible right now. Please leave here what you would like to borrow.")
    slip_text = Sentence("Write it down, in case there is a question.")
    borrow_too = Sentence("Want to borrow, too?")
    borrow_too_text = Sentence("Hold up your fob at any time. What you have given back stays given back.")
    borrow_too_text_form = Sentence("Press Done, then log in. What you have given back stays given back.")
    where_each_goes = Sentence("Shows where each one goes")
    leave = Sentence("Back to the start")
    still_open = Sentence("Will be sent")
    none_saved = Sentence("Nothing was taken back")

    def slip(self, number: int) -> str:
        return self.voice.say("Your slip number: {number}", number=number)

    def scanned(self, n: int) -> str:
        """Return the words that are shown beside the number of scanned things."""
        return self.voice.count("scanned", "scanned", n)

    def all_saved(self, n: int) -> str:
        return self.voice.count("It is saved on this kiosk", "All {n} are saved on this kiosk", n)

    def given_back(self, n: int) -> str:
        return self.voice.count("{n} thing given back", "{n} things given back", n)

    def kept(self, n: int) -> str:
        return self.voice.count("{n} thing saved", "{n} things saved", n)
