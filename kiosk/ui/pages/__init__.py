"""One module for each page of `kiosk.views`; a module is loaded when its page is first shown."""

from collections.abc import Hashable
from typing import assert_never

from kiosk.ui.frame import PageFrame
from kiosk.ui.theme import Style
from kiosk.views import (
    BasketPage,
    CommittingPage,
    ConfirmPage,
    FindPage,
    FormPage,
    MessagePage,
    Page,
    ReceiptPage,
    ReservationsPage,
    StillPage,
    WelcomePage,
)

_AtTheEnd = ConfirmPage | CommittingPage | ReceiptPage | StillPage | MessagePage


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


def frame_for(page: Page, style: Style) -> PageFrame:
    """Return a new frame for this page; the frame's module is loaded when it is first needed."""
    match page:
        case WelcomePage():
            from kiosk.ui.pages.welcome import WelcomePageFrame

            return WelcomePageFrame(style)
        case FormPage():
            from kiosk.ui.pages.form import FormPageFrame

            return FormPageFrame(style)
        case BasketPage():
            from kiosk.ui.pages.basket import BasketPageFrame

            return BasketPageFrame(style)
        case ReservationsPage():
            from kiosk.ui.pages.reservations import ReservationsPageFrame

            return ReservationsPageFrame(style)
        case FindPage():
            from kiosk.ui.pages.find import FindPageFrame

            return FindPageFrame(style)
        case _:
            return _frame_at_the_end(page, style)


def _frame_at_the_end(page: _AtTheEnd, style: Style) -> PageFrame:
    match page:
        case ConfirmPage():
            from kiosk.ui.pages.confirm import ConfirmPageFrame

            return ConfirmPageFrame(style)
        case CommittingPage():
            from kiosk.ui.pages.committing import CommittingPageFrame

            return CommittingPageFrame(style)
        case ReceiptPage():
            from kiosk.ui.pages.receipt import ReceiptPageFrame

            return ReceiptPageFrame(style)
        case StillPage():
            from kiosk.ui.pages.still import StillPageFrame

            return StillPageFrame(style)
        case MessagePage():
            from kiosk.ui.pages.message import MessagePageFrame

            return MessagePageFrame(style)
        case _:
            assert_never(page)
