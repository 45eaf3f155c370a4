"""Tests of small rules: which codes can be linked, how long people wait after wrong passwords, and the staff PIN."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.library import CodeRule
from kiosk.domain.model import ItemCode, Secret
from kiosk.store.pin_file import BadPinError, fits_pin, write_pin
from kiosk.store.throttle import Throttle
from kiosk.store.vault import LinkProblem, link_problem

BOTH = CodeRule(fob="FOB-.*", item="[A-Z0-9/ -]+")


@pytest.mark.parametrize(
    ("code", "rules", "problem"),
    [
        ("FOB-0012", BOTH, None),  # both rules fit this code, and the fob rule decides
        ("DR-0142", BOTH, LinkProblem.ITEM_CODE),
        ("007B3972", BOTH, LinkProblem.ITEM_CODE),
        ("007B3972", None, None),  # with `None`, no reader reads both fobs and items, so this code cannot be an item's
        ("CMD:FINISH", None, LinkProblem.COMMAND),
        ("cmd:language:fr", BOTH, LinkProblem.COMMAND),
        ("12345", None, LinkProblem.TOO_SHORT),
        ("0000000000", None, LinkProblem.NO_NUMBER),
        ("FFFFFFFFFFFF", CodeRule(fob=".*"), LinkProblem.NO_NUMBER),
        ("NOREAD", BOTH, LinkProblem.NO_NUMBER),
        ("4006381333931", None, LinkProblem.SHOP_CODE),
        ("4006381333931", CodeRule(fob="[0-9]+"), LinkProblem.SHOP_CODE),
        ("4006381333932", None, None),
        ("036000291452", None, LinkProblem.SHOP_CODE),
        ("96385074", CodeRule(), LinkProblem.SHOP_CODE),
        ("96385074", CodeRule(fob="[0-9]{8}"), None),
        ("96385074", None, None),
        ("08A1B2C3", None, LinkProblem.RANDOM_UID),
        ("08:a1:b2:c3", None, LinkProblem.RANDOM_UID),
        ("08075634", None, None),  # this number is printed on a 125 kHz fob
        ("18A1B2C3", None, None),
        ("08A1B2C3D4E580", None, None),
        ("KNOWN-ITEM-1", None, LinkProblem.ITEM_CODE),
    ],
)
def test_which_codes_may_open_an_account_alone(code: str, rules: CodeRule | None, problem: LinkProblem | None) -> None:
    def knows(item: ItemCode) -> bool:
        return item == "KNOWN-ITEM-1"

    assert link_problem(Secret(code), rules=rules, knows_item=knows) is problem


# --- wrong passwords -------------------------------------------------------------------------------


def test_three_wrong_passwords_are_free_and_then_each_costs_twice_as_much() -> None:
    throttle, now, waits = Throttle(), 100.0, []
    for _ in range(12):
        assert throttle.allowed("anna", now) == 0
        throttle.failed("anna", now)
        waits.append(throttle.allowed("anna", now))
        now += 700  # 700 s: after ten minutes, the failed log-in no longer slows down other names
        now += max(0.0, waits[-1] - 700)
    assert waits == [0, 0, 15, 30, 60, 120, 240, 480, 900, 900, 900, 900]


def test_names_are_told_apart_but_not_by_case_or_blanks() -> None:
    throttle = Throttle()
    for name in ("anna", "Anna ", " ANNA"):
        throttle.failed(name, 0)
    assert throttle.allowed("aNNa", 0) == 15
    assert throttle.allowed("ben", 0) == 0


def test_a_success_forgives_the_name_and_time_does_too() -> None:
    throttle = Throttle()
    for name in ("anna", "ben"):
        for _ in range(4):
            throttle.failed(name, 0)
    throttle.succeeded("anna")
    assert (throttle.allowed("anna", 0), throttle.allowed("ben", 0)) == (0, 30)
    assert throttle.allowed("ben", 3600) == 0


def test_many_names_slow_the_whole_kiosk_and_ones_own_log_in_does_not_help() -> None:
    throttle = Throttle()
    for number in range(10):
        throttle.failed(f"name {number}", float(number))
        throttle.succeeded("mine")
    assert throttle.allowed("somebody", 9.0) == 30
    assert throttle.allowed("somebody", 39.0) == 0
    throttle.failed("somebody", 39.0)
    assert throttle.allowed("another", 39.0) == 30
    assert throttle.allowed("another", 700.0) == 0


@given(st.lists(st.tuples(st.sampled_from(["f", "s"]), st.text(max_size=3), st.floats(0, 1000)), max_size=60))
def test_the_wait_is_never_negative_and_never_for_ever(story: list[tuple[str, str, float]]) -> None:
    throttle, now = Throttle(), 0.0
    for act, name, later in story:
        now += later
        if act == "f":
            throttle.failed(name, now)
        else:
            throttle.succeeded(name)
        assert 0 <= throttle.allowed(name, now) <= 900


def test_the_number_of_names_is_bounded_and_none_is_kept_in_the_clear() -> None:
    throttle = Throttle()
    for number in range(3000):
        throttle.failed(f"member {number}", float(number))
    assert len(throttle._names) <= 1000
    assert b"member" not in b"".join(throttle._names)


# --- staff PIN -------------------------------------------------------------------------------------


def test_the_staff_pin(tmp_path: Path) -> None:
    path = tmp_path / "staff-pin"
    assert not fits_pin(path, Secret("2468"))
    write_pin(path, Secret("2468"))
    assert fits_pin(path, Secret("2468"))
    assert not fits_pin(path, Secret("2469"))
    assert (path.stat().st_mode & 0o777, b"2468" in path.read_bytes()) == (0o600, False)
    assert path.read_text().startswith("scrypt 32768 8 1 ")  # with these parameters, each try needs 32 MB of memory
    write_pin(path, Secret("13579"))
    assert (fits_pin(path, Secret("2468")), fits_pin(path, Secret("13579"))) == (False, True)
    assert os.listdir(tmp_path) == ["staff-pin"]  # noqa: PTH208


@pytest.mark.parametrize("pin", ["", "123", "1" * 4, "12a4", "1234567890123", "\u0661\u0662\u0663\u0664", "1234\n"])
def test_what_is_no_pin_changes_nothing(tmp_path: Path, pin: str) -> None:
    with pytest.raises(BadPinError):
        write_pin(tmp_path / "staff-pin", Secret(pin))
    assert os.listdir(tmp_path) == []  # noqa: PTH208


@pytest.mark.parametrize(
    "content",
    [
        "",
        "2468",
        "scrypt 1 2",
        "scrypt x 8 1 AA== AA==",
        "scrypt 3 8 1 AA== AA==",
        "plain 32768 8 1 AA== AA==",
        "scrypt 32768 8 1 !! AA==",
        "scrypt 1073741824 8 1 AA== AA==",
    ],
)
def test_a_file_that_is_not_ours_fits_no_pin(tmp_path: Path, content: str) -> None:
    (tmp_path / "staff-pin").write_text(content)
    assert not fits_pin(tmp_path / "staff-pin", Secret("2468"))
