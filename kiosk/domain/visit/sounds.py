"""The sounds: one for every scan at once, and then at most one for the outcome of the event."""

from kiosk.domain.basket import find
from kiosk.domain.messages.effects import Play, Sound
from kiosk.domain.messages.intents import CodeTyped
from kiosk.domain.messages.scans import Scanned
from kiosk.domain.messages.world import Event
from kiosk.domain.model import Line, LineState
from kiosk.domain.visit.lasting import NoticeTone
from kiosk.domain.visit.state_parts import basket_of
from kiosk.domain.visit.states import Kiosk, Receipt, Serving, State, Verdict

_OF_VERDICT = {
    Verdict.ALL: Sound.CONFIRMED,
    Verdict.SOME: Sound.REFUSED,
    Verdict.NONE: Sound.REFUSED,
    Verdict.ACCEPTED: Sound.ATTENTION,
    Verdict.UNKNOWN: Sound.ATTENTION,
}
_ADDED = frozenset({LineState.STAGED, LineState.DONE})


def heard(before: Kiosk, event: Event, after: Kiosk) -> tuple[Play, ...]:
    """Return the sounds of this step in order, or none if the library wants no sounds."""
    library = after.lasting.library
    if library is not None and not library.sounds:
        return ()
    seen = (Play(Sound.SEEN),) if isinstance(event, Scanned | CodeTyped) else ()
    came = _outcome(before, after)
    return seen if came is None else (*seen, Play(came))


def _outcome(before: Kiosk, after: Kiosk) -> Sound | None:
    if isinstance(after.state, Receipt) and not isinstance(before.state, Receipt):
        return _OF_VERDICT[after.state.verdict]
    notice = after.lasting.notice
    if notice is not None and notice is not before.lasting.notice and notice.tone is not NoticeTone.PLAIN:
        return Sound.REFUSED if notice.tone is NoticeTone.BAD else Sound.ATTENTION
    if isinstance(after.state, Serving) and after.state.warned and not _warned(before.state):
        return Sound.ATTENTION
    return _of_lines(basket_of(before.state), basket_of(after.state))


def _warned(state: State) -> bool:
    return isinstance(state, Serving) and state.warned


def _of_lines(before: tuple[Line, ...], after: tuple[Line, ...]) -> Sound | None:
    changed = [line for line in after if (was := find(before, line.ident)) is None or was.state is not line.state]
    if any(line.state is LineState.REFUSED for line in changed):
        return Sound.REFUSED
    known = [line for line in changed if find(before, line.ident) is not None]
    return Sound.ADDED if any(line.state in _ADDED for line in known) else None
