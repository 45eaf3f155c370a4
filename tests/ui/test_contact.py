"""Tests that phone, mail and address can always be read completely, even if there is little room."""

import pytest

from kiosk.ui.contact import ContactLines
from kiosk.ui.text import Text
from kiosk.views.welcome import ContactView
from tests.ui.conftest import Show, settle
from tests.ui.samples import VIEWS

LONG = ContactView(
    "(802) 555-0142", "the.front.desk.team@millbrook-tool-library.example", "12 Mill Street, Rear entrance, Millbrook"
)


@pytest.mark.parametrize("across", [True, False])
@pytest.mark.parametrize("width", [980, 620, 372, 300])
@pytest.mark.parametrize("form", ["portrait", "landscape"])
def test_nothing_is_shortened_and_nothing_lies_on_another(show: Show, form: str, width: int, across: bool) -> None:  # noqa: FBT001
    window = show(VIEWS["welcome"], form)
    contact = ContactLines(window.look, across=across)
    contact.setParent(window)
    contact.bind(LONG)
    contact.resize(width, contact.heightForWidth(width))
    contact.show()
    settle()
    texts = [text for text in contact.findChildren(Text) if text.isVisible()]
    assert {text.accessibleName() for text in texts} == {LONG.phone, LONG.email, LONG.address}
    for text in texts:
        text.heightForWidth(text.width())
        assert not text.elided()
    parts = [part.geometry() for part in contact._parts]
    assert all(contact.rect().contains(place) for place in parts)
    assert not any(a.intersects(b) for a in parts for b in parts if a is not b)


def test_what_is_not_known_leaves_no_gap(show: Show) -> None:
    window = show(VIEWS["welcome"])
    contact = ContactLines(window.look, across=True)
    contact.setParent(window)
    contact.bind(ContactView(email="a@b.example"))
    contact.bind(ContactView(phone="12"))
    assert [text.text() for text in contact.findChildren(Text) if not text.isHidden()][-1] == "12"
    contact.bind(ContactView())
    assert contact.isHidden()
