"""Tests with a few runs of random returns. `python -m tests.proof returns --count 100` does a hundred runs."""

import pytest

from tests.proof.returns import returned


@pytest.mark.slow
@pytest.mark.parametrize("seed", [3, 14, 15])
def test_no_return_is_lost_and_none_is_sent_twice(seed: int) -> None:
    assert returned(seed) == []
