"""Tests of repeated reads, which are ignored for some time.

For a label, this time is fixed. For a fob, each repeat makes the time longer.
"""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.scan_or_misread import MAX_REMEMBERED, RepeatFilter
from hardware.spec import RepeatMode, RepeatSpec

FIXED = RepeatSpec(RepeatMode.FIXED, 800)
SLIDING = RepeatSpec(RepeatMode.SLIDING, 1500)

CASES: list[tuple[str, RepeatSpec, list[float], list[bool]]] = [
    ("fixed: silent for the window", FIXED, [0, 0.5, 0.79], [False, True, True]),
    ("fixed: repeats do not prolong it", FIXED, [0, 0.5, 0.8, 1.3], [False, True, False, True]),
    ("sliding: repeats prolong it", SLIDING, [0, 1.0, 2.0, 3.0], [False, True, True, True]),
    ("sliding: away for the window", SLIDING, [0, 1.0, 2.5], [False, True, False]),
    ("no window, no repeats", RepeatSpec(RepeatMode.SLIDING, 0), [0, 0, 0.1], [False, False, False]),
]


@pytest.mark.parametrize(("spec", "times", "repeats"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_window(spec: RepeatSpec, times: list[float], repeats: list[bool]) -> None:
    seen = RepeatFilter(spec)
    assert [seen.is_repeat("A", at) for at in times] == repeats


SPECS = st.sampled_from([FIXED, SLIDING])
ROUNDING_S = 1e-9  # the rounding error of the sum of at most 60 waits
READS = st.lists(st.tuples(st.floats(0, 1), st.sampled_from("ABC")), max_size=60)


def passed(spec: RepeatSpec, reads: list[tuple[float, str]]) -> list[tuple[float, str]]:
    seen, at, out = RepeatFilter(spec), 0.0, []
    for wait_s, code in reads:
        at += wait_s
        if not seen.is_repeat(code, at):
            out.append((at, code))
    return out


@given(SPECS, READS)
def test_one_code_is_never_heard_twice_within_the_window(spec: RepeatSpec, reads: list[tuple[float, str]]) -> None:
    for code in "ABC":
        times = [at for at, found in passed(spec, reads) if found == code]
        assert all(later - earlier >= spec.ms / 1000 - ROUNDING_S for earlier, later in itertools.pairwise(times))


@given(SPECS, READS)
def test_the_first_read_of_each_code_passes(spec: RepeatSpec, reads: list[tuple[float, str]]) -> None:
    assert {code for _, code in passed(spec, reads)} == {code for _, code in reads}


@given(SPECS, READS)
def test_codes_do_not_hide_each_other(spec: RepeatSpec, reads: list[tuple[float, str]]) -> None:
    """The filter passes the same reads of a code, with or without reads of other codes between them."""
    at, by_code = 0.0, dict[str, list[tuple[float, str]]]()
    for wait_s, code in reads:
        at += wait_s
        by_code.setdefault(code, []).append((at, code))
    for code, alone in by_code.items():
        seen = RepeatFilter(spec)
        heard = [at for at, _ in alone if not seen.is_repeat(code, at)]
        assert heard == [at for at, found in passed(spec, reads) if found == code]


def test_memory_is_bounded() -> None:
    seen = RepeatFilter(SLIDING)
    for number in range(10 * MAX_REMEMBERED):
        assert not seen.is_repeat(str(number), 1.0)
    assert len(seen.__dict__["_since"]) == MAX_REMEMBERED
