"""All sentences that people read, in each language: `Texts.for_language("fr").welcome.headline`.

README.md says for each part of the screen in which file its sentences are.
"""

from functools import cache

from kiosk.texts.basket import (
    BannerTexts,
    BasketTexts,
    ElsewhereTexts,
    LineTexts,
    LoanTexts,
    SummaryTexts,
    TermTexts,
)
from kiosk.texts.digital import DigitalTexts
from kiosk.texts.find import FindTexts
from kiosk.texts.finish import CommittingTexts, ConfirmTexts, ReceiptTexts, StillTexts
from kiosk.texts.forms import FormErrorTexts, FormTexts
from kiosk.texts.frame import AwayTexts, CardTexts, FrameTexts, HelpTexts, HoursTexts
from kiosk.texts.money import MoneyTexts
from kiosk.texts.notices import NoticeTexts, RefusalTexts
from kiosk.texts.reservations import ReservationTexts
from kiosk.texts.returns import ReturnTexts
from kiosk.texts.translation import Voice, base, spoken_languages, voice_for
from kiosk.texts.welcome import MembershipTexts, MessageTexts, ReaderTexts, TurnedAwayTexts, WelcomeTexts
from kiosk.texts.wording import PLAIN, Wording

NATIVE_NAMES = {"en": "English", "fr": "Français", "es": "Español", "de": "Deutsch", "nl": "Nederlands"}
"""The kiosk's languages, in the order of their buttons. Each value is a language's own name, such as "Deutsch"."""


class Texts:
    """The sentences of one language, in groups for the pages and their parts."""

    def __init__(self, voice: Voice) -> None:
        self.language = voice.language
        self.frame = FrameTexts(voice)
        self.away = AwayTexts(voice)
        self.hours = HoursTexts(voice)
        self.help = HelpTexts(voice)
        self.welcome = WelcomeTexts(voice)
        self.readers = ReaderTexts(voice)
        self.messages = MessageTexts(voice)
        self.turned_away = TurnedAwayTexts(voice)
        self.forms = FormTexts(voice)
        self.errors = FormErrorTexts(voice)
        self.basket = BasketTexts(voice)
        self.summary = SummaryTexts(voice)
        self.lines = LineTexts(voice)
        self.elsewhere = ElsewhereTexts(voice)
        self.loans = LoanTexts(voice)
        self.terms = TermTexts(voice)
        self.find = FindTexts(voice)
        self.digital = DigitalTexts(voice)
        self.returns = ReturnTexts(voice)
        self.reservations = ReservationTexts(voice)
        self.banners = BannerTexts(voice)
        self.refusals = RefusalTexts(voice)
        self.still = StillTexts(voice)
        self.confirm = ConfirmTexts(voice)
        self.committing = CommittingTexts(voice)
        self.receipt = ReceiptTexts(voice)
        self.membership = MembershipTexts(voice)
        self.money = MoneyTexts(voice)
        self.notices = NoticeTexts(voice)
        self.cards = CardTexts(voice)

    @staticmethod
    def for_language(code: str, wording: Wording = PLAIN) -> "Texts":
        """Return the texts in the language of this code, which is for example "fr" or "fr-CA".

        `wording` says which words the library uses, for example "card" or "fob". If there is no usable catalogue for
        the language, return the English texts.
        """
        return _texts(base(code), wording)


@cache
def _texts(language: str, wording: Wording) -> Texts:
    return Texts(voice_for(language).for_library(wording))


@cache
def languages() -> tuple[str, ...]:
    """Return the languages that the kiosk can speak."""
    return tuple(code for code in NATIVE_NAMES if code in spoken_languages())
