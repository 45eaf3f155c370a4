"""Random parts for the tests of the presenter: names, days, terms and amounts of money.

Many of them are unusual. For example, some names are very long.
"""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from kiosk.domain.money import Bill, Cost, Discount, LateFee, Price
from kiosk.domain.terms import Condition, Offers, Project, Terms

REFS = ("1", "2", "3")
names = st.sampled_from(
    [
        "",
        " ",
        "Drill",
        "{0} {n}",
        "%s",
        "<b>Saw</b> & co",
        "a\u202eb",
        "\u2066",
        "x" * 300,
        "té\nlé",
        "http://[",
        "https://a.example",
    ]
)
days = st.sampled_from([date(2026, 10, 1) + timedelta(number) for number in range(124)])
projects = st.builds(Project, st.sampled_from("1234"), names)
many_projects = st.builds(
    lambda number, name: tuple(Project(str(each), name) for each in range(number)), st.integers(0, 20), names
)
conditions = st.builds(Condition, st.sampled_from("567"), names)
many_conditions = st.builds(
    lambda number, name: tuple(Condition(str(each), name) for each in range(number)), st.integers(0, 4), names
)
terms = st.builds(Terms, st.none() | days, st.none() | projects, st.none() | conditions)
offers = st.builds(Offers, many_projects, many_conditions)
_amounts = st.sampled_from([None, Decimal(0), Decimal("41.37"), Decimal("-0.5"), Decimal(123456789)])
_costs = st.builds(Cost, _amounts.filter(lambda each: each is not None), _amounts.filter(lambda each: each is not None))
bills = st.builds(
    Bill,
    st.lists(st.builds(Price, st.sampled_from(REFS), _costs), max_size=3).map(tuple),
    st.lists(st.builds(LateFee, st.sampled_from(REFS), _costs, _amounts, st.integers(0, 9)), max_size=3).map(tuple),
    _amounts,
    _amounts,
    st.sampled_from(["", "$41.37"]),
    st.lists(st.builds(Discount, names, _amounts, _amounts, st.booleans(), st.booleans()), max_size=2).map(tuple),
)
