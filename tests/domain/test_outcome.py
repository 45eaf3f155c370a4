"""Tests of the rules that decide from the server's answer if a write had an effect.

The table has at least one example for each rule. The laws (tests with many random examples) check all rules together.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.outcome import Answered, BodyKind, Exchange, NeverLeft, NoAnswer, Outcome, outcome

TABLE = {
    "connection refused, DNS, TLS, connect time-out": (NeverLeft(), Outcome.NOT_SENT),
    "read time-out, connection cut": (NoAnswer(), Outcome.UNKNOWN),
    "200 with the right shape": (Answered(200, BodyKind.RIGHT), Outcome.DONE),
    "201 with the right shape": (Answered(201, BodyKind.RIGHT, in_cart=True), Outcome.DONE),
    "204 where nothing is the right shape": (Answered(204, BodyKind.RIGHT), Outcome.DONE),
    "200 with a web page, garbage, over 2 MB": (Answered(200, BodyKind.ODD), Outcome.UNKNOWN),
    "200 with nothing where something was due": (Answered(200, BodyKind.EMPTY), Outcome.UNKNOWN),
    "200 with words of refusal": (Answered(200, BodyKind.REFUSAL), Outcome.UNKNOWN),
    "200 with a declared refusal": (Answered(200, BodyKind.DECLARED), Outcome.REFUSED),
    "302": (Answered(302, BodyKind.EMPTY), Outcome.UNKNOWN),
    "304 with something that looks right": (Answered(304, BodyKind.RIGHT), Outcome.UNKNOWN),
    "400 with words": (Answered(400, BodyKind.REFUSAL), Outcome.REFUSED),
    "403 with nothing": (Answered(403, BodyKind.EMPTY), Outcome.REFUSED),
    "403 with a web page": (Answered(403, BodyKind.ODD), Outcome.UNKNOWN),
    "409 with words, in a cart": (Answered(409, BodyKind.REFUSAL, in_cart=True), Outcome.REFUSED),
    "404 in a cart": (Answered(404, BodyKind.REFUSAL, in_cart=True), Outcome.GONE),
    "404 in a cart with nothing": (Answered(404, BodyKind.EMPTY, in_cart=True), Outcome.GONE),
    "404 in a cart with a web page": (Answered(404, BodyKind.ODD, in_cart=True), Outcome.GONE),
    "410 in a cart": (Answered(410, BodyKind.EMPTY, in_cart=True), Outcome.GONE),
    "404 in a cart, declared a refusal": (Answered(404, BodyKind.DECLARED, in_cart=True), Outcome.REFUSED),
    "404 elsewhere with words": (Answered(404, BodyKind.REFUSAL), Outcome.REFUSED),
    "401": (Answered(401, BodyKind.EMPTY), Outcome.RENEW),
    "401 in a cart, with words": (Answered(401, BodyKind.REFUSAL, in_cart=True), Outcome.RENEW),
    "405": (Answered(405, BodyKind.REFUSAL), Outcome.CONFIGURATION),
    "407 with a web page": (Answered(407, BodyKind.ODD, in_cart=True), Outcome.NOT_SENT),
    "511 with a web page": (Answered(511, BodyKind.ODD, in_cart=True), Outcome.NOT_SENT),
    "408": (Answered(408, BodyKind.EMPTY), Outcome.NOT_SENT),
    "425": (Answered(425, BodyKind.EMPTY), Outcome.NOT_SENT),
    "429 with a web page": (Answered(429, BodyKind.ODD), Outcome.NOT_SENT),
    "500 with words": (Answered(500, BodyKind.REFUSAL), Outcome.UNKNOWN),
    "500 with a declared refusal": (Answered(500, BodyKind.DECLARED), Outcome.REFUSED),
    "503 with nothing": (Answered(503, BodyKind.EMPTY, in_cart=True), Outcome.UNKNOWN),
}


@pytest.mark.parametrize(("exchange", "expected"), TABLE.values(), ids=TABLE.keys())
def test_the_table(exchange: Exchange, expected: Outcome) -> None:
    assert outcome(exchange) is expected


answers = st.builds(Answered, st.integers(min_value=0, max_value=999), st.sampled_from(BodyKind), st.booleans())


@given(answers)
def test_done_needs_a_success_with_the_right_shape(answer: Answered) -> None:
    if outcome(answer) is Outcome.DONE:
        assert 200 <= answer.status < 300
        assert answer.body is BodyKind.RIGHT


@given(answers)
def test_what_may_have_acted_is_never_called_not_sent(answer: Answered) -> None:
    if outcome(answer) is Outcome.NOT_SENT:
        assert answer.status in {407, 408, 425, 429, 511}
