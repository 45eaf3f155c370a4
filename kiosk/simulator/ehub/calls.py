"""The operations of the simulated eHUB provider: the four calls of its API, the pages that links open, and covers."""

import re
from html import escape

from kiosk.simulator.covers import drawn
from kiosk.simulator.ehub import rules, shapes
from kiosk.simulator.ehub.asked import EhubCall
from kiosk.simulator.ehub.errors import NoAddressError, ProviderAnswerError
from kiosk.simulator.wire import Reply

_PICTURE = re.compile(r"(\d{1,3})\.png")
_PIXELS = 240
"""The width of a cover, in pixels."""


def record(asked: EhubCall) -> Reply:
    """Return the record of a title, which has the id and the formats of the title."""
    title = asked.title(asked.id_in_path())
    if title.refusal == "PRODUCT_INACTIVE" and asked.knobs.inactive_record != "shown":
        raise ProviderAnswerError(asked.knobs.inactive_record)
    formats = rules.formats_for(asked.state, asked.owner, asked.claims, title)
    return Reply(shapes.record(asked, title.id, formats))


def check_out(asked: EhubCall) -> Reply:
    """Lend a title, and return the loan."""
    record_id = asked.said("recordId")
    if record_id is None:
        raise ProviderAnswerError("BAD_REQUEST", asked.knobs.bad_body)
    title, format_id = asked.title(record_id), None
    if asked.knobs.loan_mode == "LPF":
        format_id = asked.said("formatId")
        if format_id is None:
            raise ProviderAnswerError("INVALID_FORMAT_ID")
    loan = rules.check_out(asked.state, asked.owner, asked.claims, title, format_id)
    return Reply(shapes.checkout(asked, loan), asked.knobs.created)


def loan(asked: EhubCall) -> Reply:
    """Return the loan that the path names, with its links."""
    return Reply(shapes.checkout(asked, rules.readable_loan(asked.state, asked.owner, asked.id_in_path())))


def give_back(asked: EhubCall) -> Reply:
    """End a loan early. The answer has no body."""
    rules.give_back(asked.state, asked.owner, asked.id_in_path())
    return Reply(status=asked.knobs.deleted)


def content(asked: EhubCall) -> Reply:
    """Return the page that a link opens. No token is needed, because people open the link on their own devices."""
    loan = asked.state.opened(asked.wire.words["code"])
    if loan is None:
        raise NoAddressError(410)
    asked.state.note("content", loan.key, loan.title)
    return _page(f"{loan.title.title}: {asked.wire.words['part']}")


def agreement(asked: EhubCall) -> Reply:
    """Return the page with the provider's agreement. A POST to the page means that the person agrees."""
    key = asked.state.agreeing(asked.wire.words["code"])
    if key is None:
        raise NoAddressError
    if asked.wire.verb == "POST" and key not in asked.state.agreed:
        asked.state.agreed.add(key)
        asked.state.note("agreement", key)
    return _page("Agreement")


def cover(asked: EhubCall) -> Reply:
    """Return the drawn cover of a title, as PNG. The number in the path is its place in the catalogue, from 1."""
    wanted, titles = _PICTURE.fullmatch(asked.wire.words["name"]), tuple(asked.state.titles.values())
    if wanted is None or not 1 <= int(wanted[1]) <= len(titles):
        raise NoAddressError
    picture = drawn(titles[int(wanted[1]) - 1].title, _PIXELS).png()
    return Reply(picture, headers={"content-type": "image/png"})


def _page(text: str) -> Reply:
    page = f"<!DOCTYPE html><html><head><title>{escape(text)}</title></head><body><h1>{escape(text)}</h1></body></html>"
    return Reply(page.encode(), headers={"content-type": "text/html;charset=UTF-8"})
