"""Tests of the log: a secret that code logs by mistake is masked, and each line says how grave it is."""

import io
import logging
from collections.abc import Iterator

import pytest

from kiosk.ops.logs import masked, open_log


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    """Return the stream to which the kiosk logs. After the test, the log is as it was before."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    ours = {name: logging.getLogger(name).level for name in ("kiosk", "hardware")}
    out = io.StringIO()
    open_log(debug=False, for_journal=True, stream=out)
    yield out
    root.handlers[:] = before
    root.setLevel(level)
    for name, was in ours.items():
        logging.getLogger(name).setLevel(was)


@pytest.mark.parametrize(
    "text",
    [
        "Authorization: Bearer hush-hush",
        '{"access_token": "hush-hush", "x": 1}',
        "refresh_token=hush-hush&x=1",
        "Password: hush-hush",
        "{'pin': 'hush-hush'}",
    ],
)
def test_what_looks_like_a_secret_is_masked(text: str) -> None:
    assert "hush" not in masked(text)
    assert "***" in masked(text)


def test_a_secret_in_a_message_and_in_a_traceback_is_masked(stream: io.StringIO) -> None:
    try:
        raise ValueError("password=hush-hush")
    except ValueError:
        logging.getLogger("kiosk.test").exception("pin=hush-hush")
    assert "hush" not in stream.getvalue()
    assert "ValueError" in stream.getvalue()


def test_a_text_with_line_ends_cannot_pretend_to_be_graver_than_it_is(stream: io.StringIO) -> None:
    """systemd reads the number at the beginning of each line."""
    logging.getLogger("kiosk.test").info("said\n<0>the machine burns")
    assert all(line.startswith("<6>") for line in stream.getvalue().splitlines())
