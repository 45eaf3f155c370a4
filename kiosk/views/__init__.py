"""The frozen picture that the window draws. Words, order and enabled buttons are decided before it is made.

Every text is plain unless its name ends in `html` (already sanitised). A button carries the intent that it sends.
"""

from kiosk.views.basket import BasketPage, ChoiceView, LineView, LoanRow, PanelView, SummaryRow
from kiosk.views.find import FindPage, FoundCard, FoundRow, PictureAsk, TypedWords
from kiosk.views.finish import (
    Band,
    CommittingPage,
    ConfirmGroup,
    ConfirmPage,
    DueGroup,
    GroupRow,
    NameRow,
    OtherRow,
    ReceiptPage,
    ShelfRow,
)
from kiosk.views.forms import TYPED_CODE, Field, FieldKind, FilledForm, Form, FormPage, Toggle
from kiosk.views.membership import MembershipView
from kiosk.views.money import MoneyRow, MoneyView
from kiosk.views.pieces import Banner, Button, Countdown, Emphasis, Note, Pill, PlateView, QrCode, Rail, Tone, TopBar
from kiosk.views.reserving import KeptRow, OfferRow, OfferView, ReservationsPage
from kiosk.views.welcome import ContactView, StepView, TrayCard, WelcomePage
from kiosk.views.whole import NOBODYS, SOMEBODYS, HelpView, MessageCard, MessagePage, NoticeView, Page, StillPage, View

__all__ = [
    "NOBODYS",
    "SOMEBODYS",
    "TYPED_CODE",
    "Band",
    "Banner",
    "BasketPage",
    "Button",
    "ChoiceView",
    "CommittingPage",
    "ConfirmGroup",
    "ConfirmPage",
    "ContactView",
    "Countdown",
    "DueGroup",
    "Emphasis",
    "Field",
    "FieldKind",
    "FilledForm",
    "FindPage",
    "Form",
    "FormPage",
    "FoundCard",
    "FoundRow",
    "GroupRow",
    "HelpView",
    "KeptRow",
    "LineView",
    "LoanRow",
    "MembershipView",
    "MessageCard",
    "MessagePage",
    "MoneyRow",
    "MoneyView",
    "NameRow",
    "Note",
    "NoticeView",
    "OfferRow",
    "OfferView",
    "OtherRow",
    "Page",
    "PanelView",
    "PictureAsk",
    "Pill",
    "PlateView",
    "QrCode",
    "Rail",
    "ReceiptPage",
    "ReservationsPage",
    "ShelfRow",
    "StepView",
    "StillPage",
    "SummaryRow",
    "Toggle",
    "Tone",
    "TopBar",
    "TrayCard",
    "TypedWords",
    "View",
    "WelcomePage",
]
