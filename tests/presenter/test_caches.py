"""Tests of the lines of a view that the presenter caches.

A cached line is equal to the line that the presenter would make now, also if other parts of the view have changed.
"""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.model import Item
from kiosk.domain.visit.lasting import Lasting
from kiosk.domain.visit.states import Serving
from kiosk.presenter.basket import LineViewCache
from kiosk.presenter.page_facts import PageFacts
from kiosk.structs import replace
from kiosk.texts import Texts
from kiosk.views.basket import LineView
from tests.presenter import strategies as some
from tests.presenter.kiosks import AROUND, DRILL, FORMATS, nothing
from tests.presenter.kiosks import serving as basket

LOOKS = st.tuples(some.arounds, some.servings, st.sampled_from(["en", "fr"]), st.booleans(), st.integers(0, 2))


def seen(kept: LineViewCache, lasting: Lasting, serving: Serving, language: str, *, settling: bool) -> list[LineView]:
    facts = PageFacts(lasting, Texts.for_language(language), FORMATS[language], nothing)
    return kept.views(facts, serving, settling=settling)


@some.few
@given(looks=st.lists(LOOKS, max_size=4))
def test_a_kept_line_is_the_line_that_would_be_made_anew(looks: list[tuple[Lasting, Serving, str, bool, int]]) -> None:
    kept = LineViewCache()
    for lasting, serving, language, settling, days in looks:
        moment = lasting.moment
        later = replace(lasting, moment=replace(moment, wall=moment.wall + timedelta(days=days)))
        for turn in (serving, replace(serving, lines=serving.lines[::-1]), serving):
            anew = seen(LineViewCache(), later, turn, language, settling=settling)
            assert seen(kept, later, turn, language, settling=settling) == anew


@some.few
@given(lasting=some.arounds, serving=some.servings)
def test_an_unchanged_line_is_not_made_again(lasting: Lasting, serving: Serving) -> None:
    kept = LineViewCache()
    before = seen(kept, lasting, serving, "en", settling=False)
    after = seen(kept, lasting, serving, "en", settling=False)
    assert all(
        one.chip is other.chip and one.remove is other.remove
        for one, other in zip(before, after, strict=True)
        if one.panel is None
    )


def test_a_line_without_a_name_is_made_anew_when_its_name_is_known() -> None:
    kept, known = LineViewCache(), dict[str, str]()
    facts = PageFacts(AROUND, Texts.for_language("en"), FORMATS["en"], lambda code: known.get(code, ""))
    nameless = replace(DRILL, item=Item(DRILL.code, ""))
    (before,) = kept.views(facts, basket(nameless), settling=False)
    known[DRILL.code] = "Cordless drill 18 V"
    (after,) = kept.views(facts, basket(nameless), settling=False)
    assert (before.title, after.title) == (DRILL.code, "Cordless drill 18 V")
