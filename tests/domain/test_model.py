"""Tests of two classes of the model: Secret and OpeningHours."""

import pickle
from datetime import time

import pytest

from kiosk.domain.library import OpeningHours
from kiosk.domain.model import Secret


def test_a_secret_never_turns_into_text_by_accident() -> None:
    secret = Secret("0008075634")
    assert repr(secret) == "Secret(***)"
    for accident in (str, format, pickle.dumps):
        with pytest.raises(TypeError):
            accident(secret)
    assert secret.reveal() == "0008075634"


def test_a_secret_is_compared_by_what_it_holds() -> None:
    assert Secret("a") == Secret("a")
    assert Secret("a") != Secret("b")
    assert Secret("a") != "a"
    assert len({Secret("a"), Secret("a")}) == 1
    assert not Secret("")


@pytest.mark.parametrize(("text", "tail"), [("0008075634", "34"), ("12345", ""), ("", "")])
def test_only_long_secrets_show_their_tail(text: str, tail: str) -> None:
    assert Secret(text).tail() == tail


@pytest.mark.parametrize(
    ("hours", "closed"),
    [(OpeningHours(), True), (OpeningHours(time(10)), True), (OpeningHours(time(10), time(17)), False)],
)
def test_a_day_without_both_times_is_closed(hours: OpeningHours, closed: bool) -> None:  # noqa: FBT001
    assert hours.closed is closed
