"""The view of the page Welcome, where a visit starts by scanning a fob or a tool."""

from msgspec import Struct, field

from kiosk.views.pieces import Banner, Button, Note


class StepView(Struct, frozen=True):
    """One of the numbered steps. `now` is True for the step to do now, and a step that is `done` has a tick."""

    text: str
    now: bool = False
    done: bool = False


class TrayCard(Struct, frozen=True):
    """An item in the tray. Somebody scanned the item while no account was open. It waits for a fob."""

    title: str
    text: str
    remove: Button | None = None


class ContactView(Struct, frozen=True):
    """The ways to reach the library."""

    phone: str = ""
    email: str = ""
    address: str = ""


class WelcomePage(Struct, frozen=True):
    """The page that waits for the next person. `tray` holds a card for each item that waits for a fob.

    The cards stand above the picture, and the newest card is the first.
    """

    headline: str
    lead: str
    steps: tuple[StepView, ...]
    picture_name: str
    by_card: bool = False
    """True if the picture shows a library card at the reader, and not a fob."""
    hours_title: str = ""
    hours_text: str = ""
    notes: tuple[Note, ...] = ()
    contact: ContactView = field(default_factory=ContactView)
    tray: tuple[TrayCard, ...] = ()
    tray_more: tuple[str, ...] = ()
    """The texts that say how many items have no visible card.

    The first text is used if one card is visible, the second text is used if two cards are visible, and so on.
    """
    banner: Banner | None = None
    log_in: Button | None = None
    find: Button | None = None
    bring_back: Button | None = None
    """The button for returns without an account."""
    languages: tuple[Button, ...] = ()
    help: Button | None = None
