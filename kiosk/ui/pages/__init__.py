"""One module for each kind of page in `kiosk.views`. A module is loaded when its page is first shown.

The module `basket` draws the `BasketPage`, and the other modules are named in the same way. The module `message`
draws the pages for Starting, Closed, Trouble and "Still here?".
"""

from collections.abc import Callable, Hashable

from kiosk.ui.frame import PageFrame
from kiosk.ui.theme import Style
from kiosk.views.basket import BasketPage, ReservationsPage
from kiosk.views.digital import CodePage, DigitalPage
from kiosk.views.find import FindPage
from kiosk.views.finish import CommittingPage, ConfirmPage, ReceiptPage
from kiosk.views.forms import FormPage
from kiosk.views.view import MessagePage, Page, StillPage
from kiosk.views.welcome import WelcomePage


def key_of(page: Page) -> Hashable:
    """Return a value that is equal for two views of the same page.

    If this value changes while a button is pressed, the press does not count.
    """
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
    """Return a new frame for pages of this kind, and load the module of the frame if it is not loaded yet."""
    return _MAKERS[kind](style)


def _welcome(style: Style) -> PageFrame:
    from kiosk.ui.pages.welcome import WelcomePageFrame

    return WelcomePageFrame(style)


def _form(style: Style) -> PageFrame:
    from kiosk.ui.pages.form import FormPageFrame

    return FormPageFrame(style)


def _basket(style: Style) -> PageFrame:
    from kiosk.ui.pages.basket import BasketPageFrame

    return BasketPageFrame(style)


def _digital(style: Style) -> PageFrame:
    from kiosk.ui.pages.digital import DigitalPageFrame

    return DigitalPageFrame(style)


def _title_code(style: Style) -> PageFrame:
    from kiosk.ui.pages.title_code import CodePageFrame

    return CodePageFrame(style)


def _reservations(style: Style) -> PageFrame:
    from kiosk.ui.pages.reservations import ReservationsPageFrame

    return ReservationsPageFrame(style)


def _find(style: Style) -> PageFrame:
    from kiosk.ui.pages.find import FindPageFrame

    return FindPageFrame(style)


def _confirm(style: Style) -> PageFrame:
    from kiosk.ui.pages.confirm import ConfirmPageFrame

    return ConfirmPageFrame(style)


def _committing(style: Style) -> PageFrame:
    from kiosk.ui.pages.committing import CommittingPageFrame

    return CommittingPageFrame(style)


def _receipt(style: Style) -> PageFrame:
    from kiosk.ui.pages.receipt import ReceiptPageFrame

    return ReceiptPageFrame(style)


def _still(style: Style) -> PageFrame:
    from kiosk.ui.pages.message import StillPageFrame

    return StillPageFrame(style)


def _message(style: Style) -> PageFrame:
    from kiosk.ui.pages.message import MessagePageFrame

    return MessagePageFrame(style)


_MAKERS: dict[type[Page], Callable[[Style], PageFrame]] = {
    WelcomePage: _welcome,
    FormPage: _form,
    BasketPage: _basket,
    ReservationsPage: _reservations,
    FindPage: _find,
    DigitalPage: _digital,
    CodePage: _title_code,
    ConfirmPage: _confirm,
    CommittingPage: _committing,
    ReceiptPage: _receipt,
    StillPage: _still,
    MessagePage: _message,
}
