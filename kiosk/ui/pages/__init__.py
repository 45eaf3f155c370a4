"""One module for each page of `kiosk.views`; a module is loaded when its page is first shown.

The module `basket` draws the `BasketPage`, and so on; `message` draws Starting, Closed, Trouble and "Still here?".
"""

from collections.abc import Hashable
from importlib import import_module

from kiosk.ui.frame import PageFrame, expect
from kiosk.ui.theme import Style
from kiosk.views.basket import BasketPage, ReservationsPage
from kiosk.views.find import FindPage
from kiosk.views.finish import CommittingPage, ConfirmPage, ReceiptPage
from kiosk.views.forms import FormPage
from kiosk.views.view import MessagePage, Page, StillPage
from kiosk.views.welcome import WelcomePage

_MODULES: dict[type[Page], str] = {
    WelcomePage: "welcome",
    FormPage: "form",
    BasketPage: "basket",
    ReservationsPage: "reservations",
    FindPage: "find",
    ConfirmPage: "confirm",
    CommittingPage: "committing",
    ReceiptPage: "receipt",
    StillPage: "message",
    MessagePage: "message",
}
"""The module of each page's frame; the class of the frame is named after the page."""


def key_of(page: Page) -> Hashable:
    """Return the key of the page: a press may begin in one view and end in another view with the same key."""
    match page:
        case FormPage(form=form):
            return (FormPage, form.ident)
        case FindPage(form=form):
            return (FindPage, form)
        case ConfirmPage(headline=headline) | MessagePage(headline=headline):
            return (type(page), headline)
        case _:
            return (type(page),)


def frame_for(kind: type[Page], style: Style) -> PageFrame:
    """Return a new frame for pages of this kind; the frame's module is loaded when it is first needed."""
    made = getattr(import_module(f"{__name__}.{_MODULES[kind]}"), f"{kind.__name__}Frame")(style)
    return expect(made, PageFrame)
