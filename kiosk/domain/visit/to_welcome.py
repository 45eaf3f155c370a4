"""Functions that lead to the page Welcome, and from the page Welcome to the next visit.

On the way to the page Welcome, the kiosk forgets the last member.
"""

from kiosk.domain.library import ClosedReason, FobLogin, House, Library
from kiosk.domain.messages.effects import Identify, Record, RecordKind, SpeakLanguage
from kiosk.domain.model import ItemCode, Moment, Secret, VisitId
from kiosk.domain.visit.lasting import Lasting, NoticeKey
from kiosk.domain.visit.states import Closed, Identifying, Idle, Kiosk, Starting, State, Tray, Trouble, TroubleReason
from kiosk.domain.visit.times import TRAY_S
from kiosk.domain.visit.turn import Turn
from kiosk.structs import replace

_SHOWN = 2


def begin(house: House, moment: Moment, library: Library | None = None, next_id: int = 1) -> Kiosk:
    """Return the kiosk at its start. `next_id` must be greater than every number that the kiosk has ever used."""
    turn = Turn(Lasting(moment=moment, house=house, library=library, language=house.language, next_id=next_id))
    return Kiosk(welcome(turn), turn.lasting)


def welcome(turn: Turn, tray: Tray = (), *, keep_language: bool = False) -> State:
    """Forget the last member, apply newer settings, and return a state in which nobody is served.

    Usually this is the state Idle. If the kiosk cannot serve anybody now, the state is Starting, Closed or Trouble.
    """
    lasting = turn.lasting
    turn.lasting = replace(
        lasting,
        library=lasting.next_library or lasting.library,
        next_library=None,
        language=lasting.language if keep_language else lasting.house.language,
        notice=None,
        sheet=None,
    )
    state = _unserved_state(turn, tray)
    if not isinstance(state, Starting | Idle):
        record_tray(turn, tray)
    return state


def _unserved_state(turn: Turn, tray: Tray) -> State:
    reason = closed_reason(turn.lasting)
    if not turn.lasting.store_ok:
        return Trouble(TroubleReason.STORE_BROKEN)
    if reason is not None:
        return Closed(reason)
    if turn.lasting.library is None:
        return Starting(tray)
    return Idle(tray, tray_until=turn.now + TRAY_S if tray else None)


def next_visit(
    turn: Turn,
    fob: Secret,
    tray: Tray = (),
    *,
    unclassified: bool = False,
    keep_language: bool = False,
    former: Tray = (),
) -> State:
    """Forget the last member. Then look up the member of this fob, if the kiosk is open."""
    state = welcome(turn, tray, keep_language=keep_language)
    if not isinstance(state, Idle):
        record_tray(turn, former)
        return state
    after = identify(turn, state, fob, unclassified=unclassified)
    if isinstance(after, Identifying):
        return replace(after, former=former)
    return replace(state, tray=(*tray, *former))


def onward(turn: Turn, tray: Tray, fob: Secret | None) -> State:
    """Begin the visit of the member who waits and has shown `fob`. If `fob` is None, go to the page Welcome."""
    return welcome(turn, tray) if fob is None else next_visit(turn, fob, tray)


def identify(turn: Turn, idle: Idle, fob: Secret, *, unclassified: bool) -> State:
    """Open a visit, look up the member of this fob, and remove the code of the fob from the tray.

    Open no visit while fobs are paused, which means that no fob is looked up after too many unknown fobs.
    """
    if turn.lasting.fobs_paused:
        turn.say(NoticeKey.FOBS_PAUSED)
        return idle
    visit = VisitId(turn.number())
    speak(turn, visit)
    turn.ask(Identify(visit, fob))
    tray = tuple(code for code in idle.tray if code != fob.reveal())
    return Identifying(visit, fob, tray, unclassified=unclassified, in_tray=unclassified and tray != idle.tray)


def pause_fobs(turn: Turn, tray: Tray, wait_s: float) -> State:
    """Go back to the page Welcome, look up no fobs for `wait_s` seconds, and tell staff of too many unknown fobs."""
    after = welcome(turn, tray, keep_language=True)
    begin_pause(turn, wait_s)
    return after


def begin_pause(turn: Turn, wait_s: float) -> None:
    """Look up no fobs for `wait_s` seconds, and tell staff that too many unknown fobs were shown."""
    turn.ask(Record(RecordKind.FOBS_GUESSED, inbox=True))
    turn.lasting = replace(turn.lasting, fobs_paused_until=turn.now + wait_s)
    turn.say(NoticeKey.FOBS_PAUSED)


def speak(turn: Turn, visit: VisitId) -> None:
    """Ask the server to answer this visit in the language that a person has chosen at the kiosk."""
    if turn.lasting.language != turn.house.language:
        turn.ask(SpeakLanguage(visit, turn.lasting.language))


def fobs_used(lasting: Lasting) -> bool:
    """Return True if showing a fob can open an account here."""
    library = lasting.library
    return library is not None and library.scan_login and lasting.house.fob_login is not FobLogin.OFF


def closed_reason(lasting: Lasting) -> ClosedReason | None:
    """Return the reason why the kiosk is closed now, or None if it is open."""
    library = lasting.library
    if lasting.closed_by_staff:
        return ClosedReason.BY_STAFF
    if library is None:
        return None
    if not library.kiosk_enabled:
        return ClosedReason.KIOSK_MODE_OFF
    if not library.self_service:
        return ClosedReason.SELF_SERVICE_OFF
    if not fobs_used(lasting) and not library.form_login:
        return ClosedReason.NO_LOGIN
    return None


def record_tray(turn: Turn, tray: Tray, *, visit: VisitId | None = None, inbox: bool = True) -> None:
    """Ask for a record of the codes of a tray that no member took over, in the order of the scans.

    If a code could belong to a fob, the record has only the last two characters of the code. If `inbox` is True, the
    record goes to the staff's inbox.
    """
    if tray:
        maybe_fobs = turn.lasting.maybe_fobs
        codes = tuple(ItemCode(f"…{code[-_SHOWN:]}") if code in maybe_fobs else code for code in reversed(tray))
        turn.ask(Record(RecordKind.TRAY_WITHOUT_FOB, visit=visit, codes=codes, inbox=inbox))
