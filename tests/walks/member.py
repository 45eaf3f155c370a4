"""People at the kiosk. They scan, press what is on the screen, fill in forms, wait, or go away."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from hardware.scan import MisreadReason
from kiosk.domain.messages.events import Touched
from kiosk.domain.messages.intents import (
    AskAgain,
    AskTitleLinks,
    BringBack,
    Cancel,
    ChooseLanguage,
    CloseReceipt,
    CodeTyped,
    EnterCard,
    Finish,
    FormSent,
    GiveBack,
    GiveBackTitle,
    Help,
    Intent,
    Link,
    LookFor,
    No,
    OpenDigital,
    OpenWith,
    RemoveLine,
    RenewLoan,
    ShowLanguages,
    ShowPart,
    TypeCode,
    Yes,
)
from kiosk.domain.model import Secret
from kiosk.domain.visit.digital_systems import form_of
from kiosk.domain.visit.states import Serving
from kiosk.views.find import FindPage
from kiosk.views.forms import TYPED_CODE, FormPage, Toggle
from kiosk.views.pieces import Button, Emphasis
from kiosk.views.view import View
from tests.presenter.kiosks import every
from tests.walks.dice import Dice
from tests.walks.kiosk import WalkingKiosk
from tests.walks.world import Visitor

_WEIGHTS: dict[type, float] = {
    Finish: 5.0,
    Yes: 4.0,
    No: 1.0,
    Link: 1.5,
    CloseReceipt: 1.5,
    AskAgain: 1.0,
    RemoveLine: 0.7,
    Cancel: 0.35,
    Help: 0.1,
    ShowLanguages: 0.1,
    ChooseLanguage: 0.1,
    TypeCode: 0.5,
    GiveBack: 1.5,
    BringBack: 1.5,
    RenewLoan: 1.5,
    OpenDigital: 2.5,
    AskTitleLinks: 2.5,
    GiveBackTitle: 2.5,
    EnterCard: 4.0,
    OpenWith: 2.0,
    ShowPart: 2.0,
}

_ABOUT_TITLES = (OpenDigital, AskTitleLinks, GiveBackTitle, GiveBack, EnterCard, OpenWith, ShowPart)


class Room(Protocol):
    """The facts about the library that a person at the kiosk knows."""

    @property
    def note(self) -> Callable[..., None]:
        """Return the function that writes down what people do."""
        ...

    @property
    def free(self) -> tuple[str, ...]:
        """Return the codes of some items that are not on loan at the start."""
        ...

    @property
    def strange(self) -> tuple[str, ...]:
        """Return codes that no item has, that the library does not lend, or that have another meaning."""
        ...

    def loans(self, key: str) -> frozenset[str]:
        """Return the codes that this member has at home."""
        ...


@dataclass(frozen=True, slots=True)
class Hands:
    """One person who does random things at the kiosk."""

    who: Visitor
    dice: Dice
    kiosk: WalkingKiosk
    world: Room

    def scan_fob(self, code: str) -> None:
        """Hold a fob to the reader for fobs."""
        self._reads("fobs", code)

    def scan(self) -> None:
        """Hold a random code to the reader for items, sometimes twice."""
        own = sorted(self.world.loans(self.who.key))
        sort = self.dice.weighted({"free": 6, "own": 3, "strange": 1.5})
        free, strange = self.dice.one_of(self.world.free), self.dice.one_of(self.world.strange)
        code = {"free": free, "own": self.dice.one_of(own or self.world.free), "strange": strange}[sort]
        self._reads("items", code)
        if self.dice.chance(0.15):
            self._reads("items", code)

    def about_titles(self, titles: Sequence[str]) -> None:
        """Scan the label of one of these titles, or press a button that is about digital loans."""
        if self.dice.chance(0.35) or not self.press_something(*_ABOUT_TITLES):
            self._reads("items", self.dice.one_of(titles))

    def misread(self) -> None:
        """Show a random reader something that no reader can read."""
        reason = self.dice.one_of([MisreadReason.GAP, MisreadReason.CHECKSUM, MisreadReason.CONTROL])
        reader = self.dice.one_of(sorted(self.kiosk.readers))
        self.world.note("misread", reader, reason)
        self.kiosk.readers[reader].misreads(reason, 0.0)

    def _reads(self, reader: str, code: str) -> None:
        self.world.note("scan", "fob" if reader == "fobs" else code)
        found = self.kiosk.readers.get(reader) or self.kiosk.readers["anything"]
        found.reads(code, 0.0)

    def touch(self) -> None:
        """Touch the screen where there is no button."""
        self.kiosk.tell(Touched())

    def press_something(self, *wanted: type) -> bool:
        """Press a random button or switch on the screen, and return True. If there is none, return False.

        If `wanted` has types of intents, press only a button that sends an intent of one of these types.
        """
        offered = [intent for intent in _offered(self.kiosk.view()) if not wanted or isinstance(intent, wanted)]
        if not offered:
            return False
        weights = {number: _WEIGHTS.get(type(intent), 1.0) for number, intent in enumerate(offered)}
        intent = offered[self.dice.weighted(weights)]
        self.world.note("press", type(intent).__name__)
        self.kiosk.tell(intent)
        return True

    def fill_in(self, *, rightly: bool | None = None) -> bool:
        """Fill in and send the form on the screen, and return True. If there is no form, return False.

        `rightly` says if the values are right. If it is None, they are right in 85 % of the cases.
        """
        page = self.kiosk.view().page
        right = self.dice.chance(0.85) if rightly is None else rightly
        if isinstance(page, FindPage):
            self.kiosk.tell(LookFor(page.form, self.dice.one_of(["drill", "saw", "", "zzz"])))
            return True
        if not isinstance(page, FormPage):
            return False
        if page.form.ident == TYPED_CODE:
            self.world.note("types a code")
            self.kiosk.tell(CodeTyped(self.dice.one_of([*self.world.free, *self.world.strange])))
            return True
        own_name, own_secret = self._expected()
        name = own_name if right else self.dice.one_of(["", "nobody", own_name])
        secret = own_secret if right else self.dice.one_of(["", "wrong"])
        self.world.note("fills in", "rightly" if right else "wrongly")
        fields = {each.ident for each in page.form.fields}
        self.kiosk.tell(
            FormSent(
                page.form.ident,
                name if "name" in fields else "",
                Secret(secret if "secret" in fields else ""),
                Secret((self.who.pin if right else "1") if "pin" in fields else ""),
            )
        )
        return True

    def _expected(self) -> tuple[str, str]:
        """Return the right name and secret for the form on the screen.

        During a visit, the form asks for the card for digital loans and its PIN.
        """
        state = self.kiosk.kiosk.state
        is_card = isinstance(state, Serving) and form_of(state) is not None
        return (self.who.card, self.who.card_pin) if is_card else (self.who.name, self.who.secret)


def _offered(view: View) -> list[Intent]:
    buttons = [one for one in every(view, Button) if isinstance(one, Button)]
    page = view.page
    sends = page.form.submit if isinstance(page, FormPage) else None
    taps: list[Intent] = [
        one.intent for one in buttons if one.enabled and one.look is not Emphasis.CHOSEN and one is not sends
    ]
    return taps + [one.intent for one in every(view, Toggle) if isinstance(one, Toggle)]
