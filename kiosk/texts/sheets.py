"""The words on printed command cards."""

from kiosk.texts.voice import Sentence, TextGroup


class CardTexts(TextGroup):
    """The sentences of cards; a card says in its own language what a scan of it does."""

    finish = Sentence("Finish")
    finish_lead = Sentence("Scan this card instead of pressing Finish.")
    cancel = Sentence("Cancel")
    cancel_lead = Sentence("Scan this card to go back, or to log out.")
    help = Sentence("Help")
    help_lead = Sentence("Scan this card to see how it works.")
    language_lead = Sentence("Scan this card and the kiosk speaks English.")
