"""Answers of a server in the form of myTurn's published API."""

import json
from datetime import date
from zoneinfo import ZoneInfo

from kiosk.backends.answer import HttpAnswer
from kiosk.backends.myturn import reading
from kiosk.backends.myturn.reading import Calendar
from kiosk.backends.myturn.schema import CartAnswer, decode

NEW_YORK = Calendar(ZoneInfo("America/New_York"), date(2017, 9, 17))


CART = {
    "id": 43,
    "outstandingLoans": [
        {
            "id": 7,
            "returning": True,
            "checkoutDate": "2017-09-01T18:32:43.844Z",
            "dueDate": "2017-09-16T03:59:00.000Z",
            "item": {
                "id": 999,
                "itemId": "barcode-1234",
                "name": "Hammer",
                "location": "4th Floor",
                "locationCode": "A 1.0",
                "loanLength": 7,
                "maxReturnDate": "2017-09-20",
                "categories": [{"id": 0, "name": "Hand tools"}],
                "homeLocation": {"id": 43, "name": "4th Floor", "path": ["Building B", "4th Floor", "Room 405"]},
            },
            "committed": False,
        }
    ],
    "checkouts": [
        {
            "id": 0,
            "item": {"itemId": 100, "name": "Saw"},
            "availableDueDates": ["2017-09-20", "2017-09-19T00:00:00.000Z", "soon"],
            "dueDate": "2017-09-20T00:00:00.000Z",
            "committed": True,
        }
    ],
    "canCheckoutItems": True,
    "membershipChange": {},
}


LOGIN = {
    "username": "marta",
    "firstName": "Marta",
    "access_token": "t",
    "isAdmin": True,
    "membership": {"mayBorrow": True, "mayUseKiosk": True, "mayBorrowMax": 0, "isExpired": False},
    "organizations": [{"id": "1", "apiUrl": "https://x/library", "selfServeEnabled": True}],
}


def answer(value: object, status: int = 200) -> HttpAnswer:
    body = value if isinstance(value, bytes) else json.dumps(value).encode()
    return HttpAnswer(status, body, "application/json")


def read_cart(value: object) -> reading.Cart:
    return reading.cart(decode(answer(value), CartAnswer), NEW_YORK)
