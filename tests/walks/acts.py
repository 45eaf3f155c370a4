"""Laws that compare the acts that have changed something at the server with the rows of acts on the kiosk's disk.

Most of these laws are for a lending system at which each act counts at once. Each law yields a text for each mistake.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from kiosk.simulator.records import ReceivedCall
from tests.walks.disk import CommitRow, Disk
from tests.walks.world import REFUSED_UNREAD, World

_DID_NOTHING = frozenset({"not_sent", "not_done"})


def sent_twice(disk: Disk, world: World) -> Iterator[str]:
    """Yield each commit and each act that was sent twice, or that has counted twice at the server."""
    rows = disk.commits()
    sent = Counter(row.commit for row in rows if row.answer != "not_sent")
    for commit, count in sent.items():
        if count > 1:
            yield f"commit {commit} was sent {count} times"
    acts, returns = sent_acts(disk, world), _returns(disk)
    for (kind, code), count in world.lent().items():
        if count > (meant := acts[kind, spelt(code)] + returns(kind, code)):
            yield f"{kind} of {code} has counted {count} times, and was sent for {meant} acts"


def unknown_acts(disk: Disk, world: World) -> Iterator[str]:
    """Yield each act that the server has done, and that neither the journal nor a question to staff names.

    An act that is still open in the journal is no mistake, because it will be settled.
    """
    asked = {spelt(code) for _, codes in disk.inbox() for code in codes}
    known = _acts((row for row in _last(disk) if row.settlement not in _DID_NOTHING), world)
    returns = _returns(disk)
    for (kind, code), count in world.lent().items():
        if count > (in_all := known[kind, spelt(code)] + returns(kind, code)) and spelt(code) not in asked:
            yield f"{kind} of {code} has counted {count} times, and the journal knows of {in_all}"


def never_happened(disk: Disk, world: World) -> Iterator[str]:
    """Yield each act that is done in the journal, but that the server has never done.

    Leave out items that staff or another device have lent or taken back.
    """
    by_others = {spelt(code) for _, code in world.elsewhere}
    at_home = {spelt(code) for each in world.visitors for code in each.home}
    lent = Counter[tuple[str, str]]()
    for (kind, code), count in world.lent().items():
        lent[kind, spelt(code)] += count
    for (kind, code), count in _acts((row for row in _last(disk) if row.settlement == "done"), world).items():
        # Some systems answer the loan of a thing that the person has at home as if they had lent it just now.
        if kind == "borrow" and code in at_home:
            continue
        # Compare no numbers: two rows can be settled as done for one act. This is so if the kiosk was killed before it
        # sent an act, and somebody repeated the act.
        if not lent[kind, code] and code not in by_others:
            yield f"{kind} of {code} is done {count} times in the journal, and never at the server"


def still_open(disk: Disk) -> Iterator[str]:
    """Yield each act and each return without an account that nobody has settled."""
    for row in _last(disk):
        if row.settlement is None:
            yield f"{row.kind} of {row.codes} is still open"
    for each in disk.returns():
        if each.is_open:
            yield f"return of {each.code} without an account is still {each.stage}"


def came_twice(disk: Disk, world: World) -> Iterator[str]:
    """Yield each item for which the server has got more requests of one kind than the kiosk has acts on disk."""
    came = Counter[tuple[str, str]]()
    for (kind, code), count in world.came().items():
        came[kind, spelt(code)] += count
    acts, returns = sent_acts(disk, world), _returns(disk)
    for (kind, code), count in came.items():
        if count > (meant := acts[kind, code] + returns(kind, code)):
            yield f"{kind} of {code} has come {count} times, and was sent for {meant} acts"


def needs_row(call: ReceivedCall, sort: str) -> bool:
    """Return True if this request must have a row of its own.

    A check-in that was refused before it did anything has no row of its own, because it is sent a second time with the
    same row.
    """
    return sort != "give_back" or call.status not in REFUSED_UNREAD


def spelt(code: str) -> str:
    """Return the code in one spelling. The server ignores upper and lower case, and spaces around the code."""
    return code.strip().casefold()


def _last(disk: Disk) -> list[CommitRow]:
    """Return the last row of each commit. A write that was sent again with a new token has several rows."""
    return list({row.commit: row for row in disk.commits()}.values())


def sent_acts(disk: Disk, world: World) -> Counter[tuple[str, str]]:
    """Count the acts that were perhaps sent. If an act has several rows, count this act once."""
    return _acts({row.commit: row for row in disk.commits() if row.answer != "not_sent"}.values(), world)


def _returns(disk: Disk) -> Callable[[str, str], int]:
    """Return a function that counts the returns without an account. Its arguments are a kind of act and a label.

    The function returns 0 for each kind except "give_back".
    """
    rows = disk.returns()
    return lambda kind, code: sum(row.is_about(code) for row in rows) if kind == "give_back" else 0


def _acts(rows: Iterable[CommitRow], world: World) -> Counter[tuple[str, str]]:
    """Count the rows of each kind and label. Leave out commits of a whole cart, because they are not acts."""
    acts = (row for row in rows if row.kind != "commit")
    return Counter((row.kind, spelt(row.codes[-1] or world.label_of(row.loan))) for row in acts)
