"""Tests of truncated, wrongly typed or hostile JSON from a server.

Reading the JSON gives an answer or raises WrongAnswerError. No secret is shown.
"""

import re

import nh3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.backends.answer import HttpAnswer
from kiosk.backends.clean import label, plain, rich
from kiosk.backends.errors import WrongAnswerError
from kiosk.backends.moments import instant
from kiosk.backends.myturn import organization, reading
from kiosk.backends.myturn.refusals import body_of, turned_away
from kiosk.backends.myturn.schema import CartAnswer, LanguageAnswer, LoginAnswer, OrganizationAnswer, decode
from kiosk.domain.library import Library
from kiosk.domain.outcome import BodyKind
from tests.backends.answers import CART, LOGIN, NEW_YORK, answer, read_cart
from tests.examples import examples

JOINERS = {0x200C: None, 0x200D: None}


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"id": None}, "$.id"),
        ({"id": "../../admin"}, "$.id"),
        ({"id": -1}, "$.id"),
        ({"id": 10**30}, "$.id"),
        ({"checkouts": {}}, "$.checkouts"),
        ({"id": "a/../b"}, "$.id"),
        ({"id": ".."}, "$.id"),
        ({"id": True}, "$.id"),
        ({"id": 7.5}, "$.id"),
        ({"outstandingLoans": "none"}, "$.outstandingLoans"),
    ],
)
def test_a_surprise_names_its_place(change: dict[str, object], path: str) -> None:
    with pytest.raises(WrongAnswerError) as wrong:
        read_cart(CART | change)
    assert wrong.value.path == path


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"nul", b"NaN", b'{"id": NaN}', b"[" * 100_000, b'{"a":' * 100_000, b"\xff\xfe", b'"\\ud800"',
        b"1" * 5000, b'{"id": 1e999}', b'{"id": 1e308}', b"<html></html>", b'{"id": 1} x', b"\x00", b"null",
        b'{"id": ' + b"9" * 4000 + b"}",
        b'{"outstandingLoans": ' + b"[" * 900 + b"]" * 900 + b"}",
    ],
)  # fmt: skip
@pytest.mark.parametrize("shape", [CartAnswer, LoginAnswer, list[CartAnswer]])
def test_what_is_no_such_json_is_a_wrong_answer(body: bytes, shape: type) -> None:
    with pytest.raises(WrongAnswerError):
        decode(answer(body), shape)


def test_of_two_equal_names_the_last_counts() -> None:
    assert decode(answer(b'{"id": 1, "id": 2}'), CartAnswer).id == 2


def test_a_token_that_could_not_stand_in_a_header_is_none() -> None:
    for token in ("a\r\nX-Evil: 1", "é", "", "x" * 20_000, None, 5):
        with pytest.raises(WrongAnswerError) as wrong:
            decode(answer(LOGIN | {"access_token": token}), LoginAnswer)
        assert str(token) not in str(wrong.value) or not token


def test_tokens_are_not_shown() -> None:
    assert "hush" not in repr(decode(answer(LOGIN | {"access_token": "hush"}), LoginAnswer))


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def damage(value: object, draw: st.DrawFn) -> object:
    """Return this JSON with some values replaced and some fields left out."""
    if draw(st.integers(0, 9)) == 0:
        return draw(anything)
    match value:
        case dict():
            return {name: damage(each, draw) for name, each in value.items() if draw(st.integers(0, 19))}
        case list():
            return [damage(each, draw) for each in value]
        case _:
            return value


@st.composite
def damaged(draw: st.DrawFn, value: object) -> HttpAnswer:
    return answer(damage(value, draw))


def no_surrogates(value: str) -> bool:
    return value.encode("utf-8", "replace").decode() == value


@examples(150)
@given(damaged(CART))
def test_no_cart_whatever_it_holds_makes_the_kiosk_crash(sent: HttpAnswer) -> None:
    try:
        cart = reading.cart(decode(sent, CartAnswer), NEW_YORK)
    except WrongAnswerError:
        return
    for item in [each.loan.item for each in cart.loans] + [each.item for each in cart.lines]:
        assert no_surrogates(item.name + item.code + item.shelf)
        assert item.name.translate(JOINERS).isprintable()


@examples(100)
@given(damaged(LOGIN))
def test_no_log_in_whatever_it_holds_makes_the_kiosk_crash(sent: HttpAnswer) -> None:
    try:
        found = decode(sent, LoginAnswer)
    except WrongAnswerError:
        return
    assert reading.member(found, found.membership, "x").first_name.translate(JOINERS).isprintable()


@examples(100)
@given(
    st.fixed_dictionaries(
        {},
        optional={
            "name": anything, "hours": anything, "address": anything, "logoutTimeout": anything, "locale": anything,
            "playSounds": anything, "renewMembershipUrl": anything, "kioskHomeText": anything, "languages": anything,
        },
    )
)  # fmt: skip
def test_no_organisation_whatever_it_holds_makes_the_kiosk_crash(fields: dict[str, object]) -> None:
    try:
        found = organization.library(decode(answer(fields), OrganizationAnswer), ())
    except WrongAnswerError:
        return
    assert isinstance(found, Library)
    assert found.logout_timeout > 0


@given(st.binary(max_size=200), st.sampled_from([200, 400, 401, 404, 409, 500]))
def test_no_body_whatever_it_holds_makes_the_kiosk_crash(body: bytes, status: int) -> None:
    said = answer(body, status)
    assert body_of(said) in BodyKind
    turned_away(said, "https://x")
    for shape in (CartAnswer, LoginAnswer, list[LanguageAnswer]):
        try:
            decode(said, shape)
        except WrongAnswerError:
            continue


@given(st.text(), st.text())
def test_cleaned_text_is_one_harmless_line(before: str, after: str) -> None:
    shown = plain(f"{before}\u202e\x1b[31m\n\u2028{after}", longest=50)
    assert len(shown) <= 50
    assert not set(shown) & set(
        "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\x1b\n\r\t\x00\u2028"
    )
    assert label(label(before)) == label(before)


@given(st.text())
def test_cleaned_html_holds_no_attribute_and_no_other_tag(text: str) -> None:
    hostile = (
        "<p style='x' onclick=y><a href='https://evil.example'><img src=x><iframe src=x></iframe><svg onload=y></svg>"
    )
    named = "".join(
        f"<{tag} title=x class=x href=x src=x>" for tag in ("b", "i", "u", "em", "strong", "br", "h1", "li")
    )
    cleaned = rich(f"{text}{hostile}{text}{named}{text}<style>{text}</style><script>{text}</script>")
    tags = set(re.findall(r"<[^>]*>?", cleaned))
    assert {"<p>", "<b>", "<br>"} <= tags or "<" in text
    assert not [tag for tag in tags if not re.fullmatch(r"</?(p|br|b|strong|i|em|u|ul|ol|li|h[1-4])>", tag)]


@given(st.text(st.characters(exclude_characters="<>&\u00a0"), max_size=200))
def test_a_text_without_markup_is_what_nh3_makes_of_it(text: str) -> None:
    """The kiosk does not load nh3 for such a text."""
    made = rich(text)
    assert nh3.clean(made, tags=set(), attributes={}) == made


@given(st.text())
def test_any_text_is_an_instant_or_none(text: str) -> None:
    at = instant(text)
    assert at is None or at.tzinfo is not None
