# ruff: noqa: RUF001 - typographic signs are what the screen shows
"""Tests of the page of the digital loans for a digital system that does not list all loans of the member."""

from kiosk.domain.digital import SystemProgress
from kiosk.structs import replace
from tests.presenter.test_digital import BOOK, ENDS, RIVER, SHELF, digital, listed, of


def test_a_system_that_does_not_list_all_loans_is_not_said_to_have_none() -> None:
    empty = replace(digital(), lists_all=False)
    assert listed(empty).lead.startswith("No digital loans that this kiosk knows of.")
    assert listed(digital()).lead == "No digital loans."
    some = replace(digital(BOOK), lists_all=False)
    assert listed(some).lead == "Open others in your library’s app."
    assert listed(some).shelves[0].heading == "Only loans made here"
    assert (listed(digital(BOOK)).lead, listed(digital(BOOK)).shelves[0].heading) == ("", "")


def test_only_the_system_that_does_not_list_all_loans_says_so() -> None:
    book, ends = replace(BOOK, system="od"), replace(ENDS, system="eh")
    shelf = replace(SHELF, progress=SystemProgress.HERE, lists_all=False)
    both = [each.heading for each in listed(of(RIVER, shelf, loans=(book, ends))).shelves]
    assert both == ["Riverside e-books: on the library card ending in 4471", "Town shelf: only loans made here"]
    for alone in (of(shelf, loans=(ends,)), of(replace(shelf, label=""), RIVER, loans=(ends,))):
        assert listed(alone).shelves[0].heading == "Only loans made here"
