"""Random parts of a member's visit beside the lines of the basket.

For example: tools in other carts, fines, reservations, and the page of reservations or of digital loans.
"""

from datetime import date

from hypothesis import strategies as st

from kiosk.domain.digital import CardRemembering, CardWanted, DigitalSystem, LinkKind, SystemProgress, TitleLink
from kiosk.domain.model import Direction, EarlierLine, Item, LoanId, Refusal, RefusalKind, Secret
from kiosk.domain.money import Balance, Fine
from kiosk.domain.reservations import Queue, Reservation
from kiosk.domain.terms import ReservationId
from kiosk.domain.visit.digital_states import CardForm, CodeProgress, DigitalLoans, TitleCode
from kiosk.domain.visit.states import KeptItem, Reserving, ToolSearch

_amounts = st.decimals(-5, 100, places=2)
_days = st.dates(date(2026, 11, 15), date(2026, 12, 5))


def beside(
    items: st.SearchStrategy[Item], findings: st.SearchStrategy[ToolSearch]
) -> dict[str, st.SearchStrategy[object]]:
    """Return a strategy for each field of `Serving`, except the fields with lines. A key is the name of a field."""
    found = st.builds(EarlierLine, st.sampled_from(Direction), items, st.just("7"))
    kept_items = st.lists(items, min_size=1, max_size=3).map(tuple)
    ident, maybe = st.sampled_from("ab").map(ReservationId), st.none() | _days
    places = st.none() | st.integers(1, 9)
    queues = st.none() | st.builds(Queue, places, places, st.booleans())
    whole = st.sampled_from(("Sharpening by hand", "<b>"))
    desks = st.sampled_from(("", "Main desk"))
    kept = st.builds(Reservation, ident, _days, _days, kept_items) | st.builds(
        Reservation, ident, maybe, maybe, st.just(()) | kept_items, whole, queues, desks, st.booleans()
    )
    fines = st.builds(Fine, whole, whole, _amounts)
    named = st.none() | st.builds(KeptItem, st.sampled_from("ab").map(ReservationId), st.sampled_from(("", "1")))
    page = st.builds(Reserving, st.booleans(), named, named)
    title_loans = st.sampled_from(("a", "1")).map(LoanId)
    addresses = st.sampled_from((Secret("https://x.example/1"), Secret("")))
    numbers = st.integers(1, 3)
    links = st.builds(TitleLink, st.sampled_from(LinkKind), addresses, numbers, numbers, app=whole)
    codes = st.builds(
        TitleCode,
        title_loans,
        st.just(1),
        st.sampled_from(CodeProgress),
        st.lists(links, max_size=4).map(tuple),
        st.none() | st.sampled_from(LinkKind),
        st.integers(0, 3),
        until=st.none() | st.just(1030.0),
        refusal=st.none() | st.just(Refusal(RefusalKind.OTHER, "<b>no</b>")),
    )
    asked = st.none() | title_loans
    titles = st.builds(DigitalLoans, asked, asked, st.none() | codes)
    tails = st.sampled_from(("", "4471"))
    systems = st.builds(
        DigitalSystem,
        whole,
        whole,
        st.just("X.*"),
        st.booleans(),
        st.sampled_from(SystemProgress),
        tails,
        st.none(),
        st.booleans(),
        st.sampled_from(CardRemembering),
        st.booleans(),
    )
    wanted = st.builds(CardWanted, st.booleans(), whole)
    until = st.none() | st.just(1030.0)
    cards = st.builds(
        CardForm,
        whole,
        st.just(3),
        tails,
        st.booleans(),
        st.none() | wanted,
        st.booleans(),
        st.booleans(),
        until,
        st.booleans(),
        st.booleans(),
    )
    return {
        "digital": st.booleans(),
        "systems": st.lists(systems, max_size=2).map(tuple),
        "other_carts": st.lists(found, max_size=2).map(tuple),
        "balance": st.none() | st.builds(Balance, _amounts, st.lists(fines, max_size=5).map(tuple)),
        "reserves": st.booleans(),
        "reservations": st.none() | st.lists(kept, max_size=3).map(tuple),
        "side_page": st.none() | findings | page | titles | cards,
    }
