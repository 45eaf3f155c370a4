"""Random kiosks in every state. Many names, codes and words are unusual, for example very long."""

from datetime import UTC, datetime, time, timedelta

from hypothesis import strategies as st

from kiosk.domain.library import (
    ClosedReason,
    Contact,
    FobLogin,
    House,
    KioskTexts,
    Language,
    Library,
    OpeningHours,
    Searchers,
    WalkAway,
)
from kiosk.domain.messages.answers import TurnAwayReason
from kiosk.domain.messages.events import AwayReason, ReaderKind
from kiosk.domain.model import (
    ByOthers,
    CommitId,
    Direction,
    Item,
    ItemCode,
    Limits,
    Line,
    LineId,
    LineState,
    Loan,
    LoanId,
    Member,
    Moment,
    Refusal,
    RefusalKind,
    Secret,
    VisitId,
)
from kiosk.domain.terms import TermKind, Wish
from kiosk.domain.visit.lasting import Lasting, Notice, NoticeKey, NoticeTone, ReaderHere, Sheet
from kiosk.domain.visit.questions import (
    AskCancel,
    AskConfirm,
    AskFinishWithout,
    AskSwitch,
    AskUndecided,
    AskUnpaid,
    ThenQuietly,
    ThenReceipt,
    ThenSwitch,
)
from kiosk.domain.visit.states import (
    AskingSecret,
    AskOtherFob,
    Closed,
    Committing,
    FormError,
    Identifying,
    Idle,
    Kiosk,
    Panel,
    Purpose,
    ReadingBack,
    Receipt,
    Resolving,
    Serving,
    Settling,
    SigningIn,
    Slip,
    Starting,
    State,
    Trouble,
    TroubleReason,
    TurnedAway,
    Verdict,
)
from tests.examples import examples
from tests.presenter.pieces import (
    REFS,
    bills,
    conditions,
    days,
    names,
    offers,
    projects,
    terms,
)
from tests.presenter.searches import findings
from tests.presenter.strategies_beside import beside

# only 40 examples, because it takes long to make a random kiosk from a hundred random choices
few = examples(40)
SECRET = "0xS3CR3T"
"""Every secret of a random kiosk contains this text. Nothing else in the kiosk contains it."""
PERSONAL = "Mårta-Personal"
"""Every member's name and every loan of a random kiosk contain this text. Nothing else in the kiosk contains it."""

codes = st.builds(ItemCode, st.sampled_from(["", "DR-1", "DR-2", "SAW 3", "\u200e", "{x}", "é" * 70]))
personal = st.builds(lambda tail: f"{PERSONAL} {tail}", names)
secrets = st.builds(lambda n: Secret(f"{SECRET}-{n}"), st.integers(0, 3))
seconds = st.floats(0, 2000, allow_nan=False)
trays = st.lists(codes, max_size=5).map(tuple)

items = st.builds(Item, code=codes, name=names, ident=st.just("7"), shelf=names, place=names, max_due=st.none() | days)
refusals = st.builds(
    Refusal, st.sampled_from(RefusalKind), names | st.sampled_from(["Pay $41.37 first", "41,37 USD"]), st.none() | items
)
lines = st.builds(
    Line,
    ident=st.builds(LineId, st.integers(1, 9)),
    code=codes,
    direction=st.sampled_from(Direction),
    state=st.sampled_from(LineState),
    item=st.none() | items,
    due=st.none() | days,
    refusal=st.none() | refusals,
    from_before=st.booleans(),
    ref=st.sampled_from(["", *REFS]),
    unwanted=st.booleans(),
    days_late=st.integers(-1, 400),
    days=st.builds(
        lambda first, number: tuple(first + timedelta(2 * day) for day in range(number)), days, st.integers(0, 30)
    ),
    project=st.none() | projects,
    condition=st.none() | conditions,
    wish=st.none() | st.builds(Wish, st.integers(1, 9), terms),
    committed=st.booleans(),
    by_others=st.none() | st.sampled_from(ByOthers),
)
baskets = st.lists(lines, max_size=6, unique_by=lambda line: line.ident).map(tuple)
loans = st.builds(
    Loan,
    ident=st.builds(LoanId, st.sampled_from("abc")),
    item=st.builds(Item, code=codes, name=personal),
    due=st.none() | days,
    days_late=st.integers(0, 9),
)
members = st.builds(
    Member,
    reference=st.just(f"{PERSONAL}-ref"),
    first_name=st.just("") | personal,
    is_expired=st.none() | st.booleans(),
    may_borrow=st.none() | st.booleans(),
)
thens = st.just(ThenReceipt()) | st.builds(ThenSwitch, secrets) | st.just(ThenQuietly())
questions = (
    st.just(AskConfirm())
    | st.just(AskCancel())
    | st.builds(AskSwitch, secrets)
    | st.just(AskUndecided())
    | st.builds(AskUnpaid, st.just((LineId(1),)))
    | st.builds(AskFinishWithout, st.lists(st.builds(LineId, st.integers(1, 9)), max_size=3).map(tuple))
)
visits = st.just(VisitId(1))

servings = st.builds(
    Serving,
    visit=visits,
    member=members,
    deadline=seconds,
    fob=st.none() | secrets,
    lines=baskets,
    loans=st.lists(loans, max_size=4).map(tuple),
    limits=st.builds(Limits, st.none() | st.booleans(), st.none() | st.integers(0, 20)),
    question=st.none() | questions,
    question_until=st.none() | seconds,
    warned=st.booleans(),
    fresh=st.none() | st.builds(LineId, st.integers(1, 9)),
    panel=st.none()
    | st.builds(Panel, st.builds(LineId, st.integers(1, 9)), st.sampled_from(TermKind), st.none() | st.integers(0, 3)),
    offers=st.none() | offers,
    project=st.none() | projects,
    project_required=st.booleans(),
    bill=st.none() | bills,
    **beside(items, findings),
)
askings = st.builds(
    AskingSecret,
    visit=visits,
    purpose=st.sampled_from(Purpose),
    form=st.integers(1, 99),
    deadline=seconds,
    fob=st.none() | secrets,
    tray=trays,
    error=st.none() | st.sampled_from(FormError),
    words=names,
    question=st.none() | st.builds(AskOtherFob, secrets),
    remember=st.booleans(),
    unclassified=st.booleans(),
    throttled_until=st.none() | seconds,
    name=names,
    kept=st.none() | servings,
)
committings = st.builds(
    Committing,
    serving=servings,
    commit=st.just(CommitId(5)),
    lines=baskets,
    then=thens,
    began=seconds,
    finished=st.just(datetime(2026, 11, 21, 14, 0, tzinfo=UTC)),
    attended=st.booleans(),
    tray=trays,
    next_fob=st.none() | secrets,
)
proven = st.frozensets(st.builds(LineId, st.integers(1, 9)), max_size=4)
receipts = st.builds(
    Receipt,
    visit=visits,
    member=members,
    verdict=st.sampled_from(Verdict),
    lines=baskets,
    deadline=seconds,
    latest=seconds,
    others=baskets,
    fob=st.none() | secrets,
    tray=trays,
    next_fob=st.none() | secrets,
    slip=st.sampled_from(Slip),
    bill=st.none() | bills,
)
nobody: st.SearchStrategy[State] = (
    st.builds(Starting, trays)
    | st.builds(Closed, st.sampled_from(ClosedReason))
    | st.builds(Trouble, st.sampled_from(TroubleReason), st.lists(names, max_size=3).map(tuple))
    | st.builds(Idle, trays, st.none() | seconds, st.none() | seconds, st.none() | findings)
)
somebody: st.SearchStrategy[State] = (
    st.builds(Identifying, visits, secrets, trays, st.none() | secrets, st.booleans())
    | askings
    | st.builds(SigningIn, askings, st.none() | secrets)
    | st.builds(TurnedAway, visits, st.sampled_from(TurnAwayReason), seconds, names, names, secrets, trays)
    | servings
    | st.builds(Settling, servings, thens, seconds, st.none() | secrets, st.booleans())
    | committings
    | st.builds(ReadingBack, committings, proven=proven)
    | st.builds(Resolving, committings, seconds, proven=proven)
    | receipts
)

clocks = st.builds(time, st.integers(0, 23), st.sampled_from([0, 30]))
weekdays = st.just(OpeningHours()) | st.builds(OpeningHours, clocks, clocks)
libraries = st.builds(
    Library,
    name=names,
    scan_login=st.booleans(),
    form_login=st.booleans(),
    contact=st.builds(Contact, names, names, names, names),
    hours=st.just(()) | st.tuples(*[weekdays] * 7),
    languages=st.lists(st.builds(Language, st.sampled_from(["en", "fr-CA", "xx", "fr"]), names), max_size=3).map(tuple),
    texts=st.builds(KioskTexts, welcome=names, home=names, form_login_error=names),
    projects=st.booleans(),
    offers=offers,
    searchers=st.sampled_from(Searchers),
    hide_money=st.booleans(),
    currency=st.sampled_from(["USD", "ISK", "KWD", "CHF", ""]),
)
houses = st.builds(
    House,
    fob_login=st.sampled_from(FobLogin),
    can_link=st.booleans(),
    warn_s=st.floats(5, 60),
    walk_away=st.sampled_from(WalkAway),
    shelf=names,
    has_fob_reader=st.booleans(),
    prints=st.booleans(),
    allow_owing=st.booleans(),
)
notices = st.builds(Notice, st.sampled_from(NoticeKey), seconds, st.sampled_from(NoticeTone), names)
arounds = st.builds(
    Lasting,
    moment=st.builds(
        Moment,
        at=seconds,
        wall=st.integers(0, 365 * 24 * 60).map(
            lambda minute: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)
        ),
    ),
    house=houses,
    library=st.none() | libraries,
    away_since=st.none() | seconds,
    away_reason=st.sampled_from(AwayReason),
    retry_at=st.none() | seconds,
    readers=st.lists(st.builds(ReaderHere, st.just("r"), st.sampled_from(ReaderKind), st.booleans()), max_size=3).map(
        tuple
    ),
    store_ok=st.booleans(),
    language=st.sampled_from(["en", "fr", "fr-CA"]),
    notice=st.none() | notices,
    sheet=st.sampled_from([None, *Sheet]),
)
kiosks = st.builds(Kiosk, nobody | somebody, arounds)
"""Kiosks in every state, with all kinds of lasting values."""
empty_kiosks = st.builds(Kiosk, nobody, arounds)
"""Kiosks at which nobody is served."""
