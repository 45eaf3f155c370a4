"""The code that makes a view from a state, in the language of the visit."""

from functools import lru_cache

from kiosk.app.clock import local_zone, moments
from kiosk.domain.library import House
from kiosk.domain.model import ItemCode
from kiosk.domain.visit.lasting import Lasting
from kiosk.domain.visit.states import Kiosk, Trouble, TroubleReason
from kiosk.presenter import present
from kiosk.presenter.page_facts import wording
from kiosk.store.cache import ItemCache
from kiosk.texts import Texts
from kiosk.texts.formats import locale_name
from kiosk.ui.formats import QtFormats
from kiosk.views.view import View


@lru_cache(maxsize=8)
def _formats(locale: str) -> QtFormats:
    return QtFormats(locale)


class Presenting:
    """The object that makes the view of a state. It knows the texts, the formats and the names of items."""

    def __init__(self, items: ItemCache, language: str) -> None:
        self._items = items
        self._language = language

    def present(self, kiosk: Kiosk) -> View:
        """Return the view that the window must draw."""
        language = kiosk.lasting.language or self._language
        library = kiosk.lasting.library
        locale = locale_name(language, library.locale if library is not None else language)
        texts = Texts.for_language(language, wording(kiosk.lasting))
        return present(kiosk, texts, _formats(locale), self._name_of)

    def _name_of(self, code: ItemCode) -> str:
        memo = self._items.recall(code)
        return memo.name if memo is not None else ""


def plain_view(reason: TroubleReason, details: tuple[str, ...]) -> View:
    """Return the view that says why the kiosk cannot start. Nothing is known about the library at this moment."""
    moment = moments(local_zone(None))()
    # The page shows no choice of languages, because no code handles its buttons at this moment.
    kiosk = Kiosk(Trouble(reason, details), Lasting(moment, House(languages=())))
    return present(kiosk, Texts.for_language("en"), _formats("en"), lambda _: "")
