"""Random searches for tools and titles, for the tests of the presenter.

Many names are unusual. For example, some names are very long.
"""

from datetime import date

from hypothesis import strategies as st

from kiosk.domain.model import Item, ItemCode, Medium
from kiosk.domain.search import Choosing, CopiesNow, Details, FoundTool, Place, Shelves, Standing, ToolCategory
from kiosk.domain.visit.states import Opened, SearchProgress, ToolSearch

names = st.sampled_from(
    ["", " ", "Drill", "{0} {n}", "%s", "<b>Saw</b> & co", "a\u202eb", "\u2066", "x" * 300, "té\nlé"]
)
codes = st.builds(ItemCode, st.sampled_from(["", "DR-1", "\u200e", "{x}"]))
days = st.sampled_from([date(2026, 12, 1), date(2027, 1, 31)])
items = st.builds(
    Item, code=codes, name=names, ident=st.sampled_from(["", "7"]), shelf=names, place=names, max_due=days
)
founds = st.builds(
    FoundTool,
    items,
    st.sampled_from(Standing),
    names,
    st.none() | days,
    names,
    names,
    st.just("https://a.example/1.png"),
    st.none() | st.sampled_from(Medium),
    names,
    st.none() | st.builds(CopiesNow, st.integers(0, 9), st.integers(0, 9)),
    st.sampled_from(["", "od"]),
)
kinds = st.builds(ToolCategory, st.sampled_from("123"), names)
places = st.builds(Place, st.sampled_from("456"), st.lists(names, max_size=3).map(tuple))
findings = st.builds(
    ToolSearch,
    field=st.integers(1, 9),
    number=st.integers(1, 9),
    words=names,
    kind=st.none() | kinds,
    place=st.none() | places,
    shelves=st.none()
    | st.builds(Shelves, st.lists(kinds, max_size=3).map(tuple), st.lists(places, max_size=3).map(tuple)),
    looking=st.sampled_from(SearchProgress),
    found=st.lists(founds, max_size=3).map(tuple),
    more=st.booleans(),
    opened=st.none()
    | st.builds(Opened, founds, st.integers(1, 9), st.none() | st.builds(Details, names, names, names)),
    choosing=st.sampled_from([None, *Choosing]),
    system=st.sampled_from(["", "od"]),
    unanswered=st.sampled_from([(), ("od",)]),
)
