"""One result of a search: its name, its state, its shelf and its price."""

from typing import assert_never

from kiosk.domain.finding import FoundTool, Standing
from kiosk.domain.messages import OpenFound
from kiosk.domain.model import Loan
from kiosk.domain.visit.state import Serving
from kiosk.presenter.lines import plate
from kiosk.presenter.plain import clean
from kiosk.presenter.scene import Surroundings
from kiosk.presenter.tool_icons import icon_of
from kiosk.views import Button, FoundRow, Pill, PlateView, Tone

_NO_PLATE = (Standing.OUT, Standing.REPAIR, Standing.NOT_NOW)


class KeptRows:
    """The rows that were made last: two hundred rows take a while, and a tick of the clock changes none of them."""

    def __init__(self) -> None:
        self._about: tuple[object, ...] = ()
        self._found: tuple[FoundTool, ...] = ()
        self._rows: tuple[FoundRow, ...] = ()

    def rows(self, scene: Surroundings, found: tuple[FoundTool, ...], serving: Serving | None) -> tuple[FoundRow, ...]:
        """Return the rows of these results; a row is made again only if something that it shows has changed."""
        loans = serving.loans if serving is not None else ()
        about = (scene.texts, scene.formats, scene.library.hide_money, loans)
        if found is not self._found or about != self._about:
            kept = (
                {id(one): row for one, row in zip(self._found, self._rows, strict=True)} if about == self._about else {}
            )
            self._rows = tuple(kept.get(id(each)) or found_row(scene, each, serving) for each in found)
            self._found, self._about = found, about
        return self._rows


def found_row(scene: Surroundings, found: FoundTool, serving: Serving | None) -> FoundRow:
    """Return a result as a row of the list."""
    title = clean(found.item.name) or clean(found.item.code) or scene.texts.lines.nameless
    state, shelf, cost = found_state(scene, found, serving), plate_of(scene, found, serving), price(scene, found)
    spoken = (title, state.text[:1].lower() + state.text[1:], shelf.name if shelf else "", cost)
    return FoundRow(
        key=found.key,
        title=title,
        state=state,
        open=Button(title, OpenFound(found.key), name=", ".join(filter(None, spoken))),
        icon=icon_of(found.item.name, found.item.category),
        plate=shelf,
        extra=cost,
        picture=found.picture,
    )


def found_state(scene: Surroundings, found: FoundTool, serving: Serving | None) -> Pill:
    """Return the state of a result as a word and a colour, which is never green because nothing is confirmed."""
    texts, loan = scene.texts.find, _own(found, serving)
    if loan is not None:
        return Pill(texts.yours_until(scene.formats.day(loan.due)) if loan.due else texts.yours, "box", Tone.WAIT)
    match found.standing:
        case Standing.FREE:
            return Pill(texts.free, "shelf", Tone.ACCENT)
        case Standing.OUT:
            return Pill(
                texts.out_until(scene.formats.day(found.until)) if found.until else texts.out, "clock", Tone.WARN
            )
        case Standing.STAFF:
            return Pill(texts.staff, "hand", Tone.WAIT)
        case Standing.REPAIR:
            return Pill(texts.repair, "wrench", Tone.WAIT)
        case Standing.NOT_NOW:
            return Pill(clean(found.status) or texts.not_now, "clock", Tone.WAIT)
        case Standing.UNSAID:
            return Pill(texts.unsaid, "shelf", Tone.WAIT)
    assert_never(found.standing)


def plate_of(scene: Surroundings, found: FoundTool, serving: Serving | None) -> PlateView | None:
    """Return the plate of the shelf on which the tool stands now, or None if it is away or the shelf is not known."""
    shelf = clean(found.item.shelf)
    gone = found.standing in _NO_PLATE or _own(found, serving) is not None
    return None if gone or not shelf else plate(scene, shelf)


def price(scene: Surroundings, found: FoundTool) -> str:
    """Return the price that the member pays, or nothing if the library hides money."""
    if scene.library.hide_money:
        return ""
    shown, usual = clean(found.price), clean(found.usual_price)
    return scene.texts.find.instead_of(shown, usual) if shown and usual else shown


def _own(found: FoundTool, serving: Serving | None) -> Loan | None:
    if serving is None or not found.item.code:
        return None
    return next((loan for loan in serving.loans if loan.item.code == found.item.code), None)
