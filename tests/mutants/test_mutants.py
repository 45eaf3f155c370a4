"""Tests of the table of mutants. Each mutant removes one safeguard of the kiosk. `make mutants` tries all of them."""

import pytest

from tests.mutants.runner import ROOT, MutantError, copied_tree, mutated, tried
from tests.mutants.table import MUTANTS, Mutant


@pytest.mark.parametrize("mutant", MUTANTS, ids=[each.name for each in MUTANTS])
def test_the_text_of_each_mutant_is_in_its_file_once_and_its_replacement_is_valid(mutant: Mutant) -> None:
    source = (ROOT / mutant.file).read_text(encoding="utf-8")
    assert mutated(mutant, source) != source


def test_no_two_mutants_have_the_same_name() -> None:
    assert len({each.name for each in MUTANTS}) == len(MUTANTS)


@pytest.mark.parametrize(("source", "why"), [
    ("", "the text of mutant row-of-act is not in kiosk/backends/sierra/account.py any more"),
    ("twice", "is in kiosk/backends/sierra/account.py 2 times"),
])  # fmt: skip
def test_a_text_that_is_gone_or_is_there_twice_is_said(source: str, why: str) -> None:
    mutant = next(each for each in MUTANTS if each.name == "row-of-act")
    with pytest.raises(MutantError, match=why):
        mutated(mutant, mutant.text * 2 if source else "")


@pytest.mark.slow
def test_an_experiment_notices_a_mutant_and_is_quiet_without_it() -> None:
    mutant = next(each for each in MUTANTS if each.name == "row-of-commit")
    with copied_tree() as copy:
        noticed = tried(copy, mutant)
        assert noticed.number is not None
        assert not noticed.false_alarm
        assert (copy / mutant.file).read_bytes() == (ROOT / mutant.file).read_bytes()
