"""Sample views of returns without an account, as the presenter makes them."""

from kiosk.domain.library import House
from kiosk.domain.model import Item, ItemCode, LineId, Put, Refusal, RefusalKind, VisitId
from kiosk.domain.returns import BroughtItem, BroughtState
from kiosk.domain.visit.lasting import Lasting
from kiosk.domain.visit.states import BringingBack, Idle
from kiosk.structs import replace
from kiosk.views.view import View
from tests.presenter.kiosks import AROUND, NOW, seen

BOX = House(drop_box=True, in_transit="Blue crate", hold_shelf="Hold shelf", offline_shelf="IN", shelf="Returns")
AT_BOX = replace(AROUND, house=BOX)
OFFLINE = replace(AROUND, house=BOX, away_since=NOW - 60, retry_at=NOW + 8)
NO_MEMBER = replace(OFFLINE, house=House(offline_shelf=""))


def thing(number: int, state: BroughtState, name: str = "", shelf: str = "", put: Put | None = None) -> BroughtItem:
    """Return a thing that somebody has brought back. If `name` is empty, the kiosk knows only the thing's code."""
    code = ItemCode(f"31882 0041{number}")
    item = Item(code, name, shelf=shelf, place="Back of the room, left") if name else None
    refusal = Refusal(RefusalKind.OTHER, "This item belongs to the archive.") if state is BroughtState.REFUSED else None
    return BroughtItem(LineId(number), code, state, item, put, refusal)


GIVEN = (
    thing(4, BroughtState.SAVING),
    thing(3, BroughtState.REFUSED),
    thing(2, BroughtState.DONE, "Extension ladder 4 m", put=Put.IN_TRANSIT),
    thing(1, BroughtState.DONE, "Circular saw 190 mm", shelf="C2"),
)
SAVED = (
    thing(3, BroughtState.SAVING),
    thing(2, BroughtState.SAVED),
    thing(1, BroughtState.SAVED),
)
LINKED = replace(OFFLINE, house=House(fob_returns=True, offline_shelf="IN"))
SEEN = (thing(2, BroughtState.NOT_SAVED), thing(1, BroughtState.FOR_STAFF))


def page(
    *brought: BroughtItem,
    slip: int = 0,
    lasting: Lasting = AT_BOX,
    over: bool = False,
    code: str = "en",
    fob: bool = False,
) -> View:
    """Return the view of the page for returns with these things. If `fob` is True, a linked fob was shown."""
    fresh = brought[0].ident if brought and not over else None
    state = BringingBack(VisitId(7), NOW + 30, brought, slip, fresh, is_over=over, by_fob=fob)
    return replace(seen(state, lasting, code), below="More below")


RETURNS: dict[str, View] = {
    "welcome-box": seen(Idle(), AT_BOX),
    "welcome-box-away-fr": seen(Idle(), OFFLINE, "fr"),
    "returns-empty": page(),
    "returns-empty-de": page(lasting=OFFLINE, code="de"),
    "returns": page(*GIVEN),
    "returns-away": page(*SAVED, slip=27, lasting=OFFLINE),
    "returns-away-fr": page(*SAVED, slip=27, lasting=OFFLINE, code="fr"),
    "returns-staff": page(*SEEN, slip=999, lasting=NO_MEMBER),
    "returns-show-fob": page(lasting=LINKED),
    "returns-show-fob-de": page(*SEEN[1:], slip=999, lasting=LINKED, code="de"),
    "returns-fob": page(*SAVED, slip=27, lasting=LINKED, fob=True),
    "returns-fob-fr": page(*SAVED, slip=27, lasting=LINKED, fob=True, code="fr"),
    "returns-fob-end-de": page(*SAVED[1:], slip=27, lasting=LINKED, fob=True, over=True, code="de"),
    "returns-end": page(*GIVEN[2:], over=True),
    "returns-end-many": page(*(GIVEN[3:] + SAVED[1:] + SEEN), slip=27, over=True),
    "returns-end-away-es": page(*SAVED[1:], slip=27, lasting=OFFLINE, over=True, code="es"),
}
