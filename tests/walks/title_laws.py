"""Laws about digital loans, and about systems that stand beside each other.

Everybody who has the title link of a loan can open this loan. So the kiosk asks for the link only when the page of its
code is shown. The kiosk neither stores nor logs the link.

A fault of a digital system changes nothing at the main system.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic
from urllib.parse import parse_qsl, urlsplit

from kiosk.domain.digital import TitleLink
from kiosk.domain.messages.answers import CommitAnswered, SignInLost, TitleLinksCame
from kiosk.domain.messages.effects import AskLinks, Effect
from kiosk.domain.messages.events import Event, ServerAway, Tick
from kiosk.domain.model import InDoubt, Line, LineState, NotSent
from kiosk.domain.visit.digital_loans import code_of
from kiosk.domain.visit.digital_states import CodeProgress, TitleCode
from kiosk.domain.visit.states import Kiosk, Serving, State
from kiosk.simulator.records import ReceivedCall
from kiosk.views.digital import HiddenCode
from kiosk.views.view import View
from tests.presenter.kiosks import every
from tests.walks.acts import spelt
from tests.walks.world import World

_LONG = 16
"""If a part of an address has at least this many characters and no hyphen, it counts as a personal code."""
_LATE_S, _CALM_S = 0.15, 10.0
"""Two times in real seconds. If two ticks are more than _LATE_S apart, the machine is too busy for the kiosk's limits.

Then a missing answer of the main system breaks no law for the next _CALM_S seconds.
"""
_NOT_DONE = (LineState.NOT_CHECKED, LineState.UNKNOWN)


class TitleLaws:
    """The laws about titles. For each broken law, call `breaks` with a text about it."""

    def __init__(self, world: World, breaks: Callable[[str], None], machine_s: Callable[[], float] = monotonic) -> None:
        self._world, self._breaks = world, breaks
        self._asked: set[str] = set()
        """The ids of the loans for which the kiosk has asked for title links."""
        self.codes: set[str] = set()
        """The addresses of all title links that the kiosk has got, and the long parts of these addresses.

        All of them are personal codes.
        """
        self.disk_was_full = False
        self._machine_s = machine_s
        self._ticked, self._busy_until = machine_s(), 0.0

    def happened(self, event: Event, after: Kiosk, view: View) -> None:
        """Check the laws after one event."""
        if isinstance(event, TitleLinksCame) and isinstance(event.links, tuple):
            self.codes |= {part for link in event.links for part in _personal(link.address.reveal())}
        if self.codes:
            self._only_while_shown(after.state, view)

    def _only_while_shown(self, state: State, view: View) -> None:
        code = _code_in(state)
        is_shown = code is not None and code.progress is CodeProgress.SHOWN
        held = (link for link in every(state, TitleLink) if isinstance(link, TitleLink) and link.address)
        if any(held) and not is_shown:
            self._breaks(f"{type(state).__name__} has an address of a title, and shows no code")
        if any(every(view, HiddenCode)) and not is_shown:
            self._breaks(f"a code is drawn in {type(state).__name__}")

    def asked(self, kiosk: Kiosk, effect: Effect) -> None:
        """Check an effect that the visit has asked for."""
        if isinstance(effect, AskLinks):
            code = _code_in(kiosk.state)
            if code is None or code.loan != effect.loan or code.progress is not CodeProgress.ASKED:
                self._breaks("an address is asked for, and the page of its title is not shown")
            self._asked.add(effect.loan)

    def arrives(self, call: ReceivedCall) -> None:
        """Check that a page has asked for the title that this request opens. The thread of the server calls this."""
        code = self._world.opened_title(call)
        if code and not any(spelt(code) in loan.casefold() for loan in tuple(self._asked)):
            self._breaks(f"{call.name} of {code} has come, and no page has asked for it")

    def main_is_well(self, event: Event, after: Kiosk, lines: tuple[Line, ...]) -> None:
        """Check that nothing goes wrong at the main system while only digital systems fail."""
        if isinstance(event, Tick):
            now, before = self._machine_s(), self._ticked
            self._ticked = now
            if now - before > _LATE_S:
                self._busy_until = now + _CALM_S
        if self._world.is_hurt or self.disk_was_full or self._machine_s() < self._busy_until:
            return
        if isinstance(event, ServerAway) and isinstance(after.state, Serving):
            self._breaks("the main system is said to be away, and only digital systems fail")
        for line in lines:
            if not line.system and line.state in _NOT_DONE:
                self._breaks(f"{line.code} is {line.state.name} at the main system, and only digital systems fail")
        match event:
            case SignInLost():
                self._breaks("the log-in is lost, and only digital systems fail")
            case CommitAnswered(outcome=NotSent() | InDoubt()):
                self._breaks("the commit has no result, and only digital systems fail")
            case _:
                pass

    def on_disk(self, folder: Path) -> Iterator[str]:
        """Yield each file of the kiosk that contains a personal code."""
        codes = [code.encode() for code in self.codes]
        for path in sorted(folder.rglob("*")):
            if path.is_file() and any(code in path.read_bytes() for code in codes):
                yield f"an address of a title is in {path.name}"


def _code_in(state: State) -> TitleCode | None:
    return code_of(state) if isinstance(state, Serving) else None


def _personal(address: str) -> Iterator[str]:
    """Yield the address, and each part of it that is a personal code."""
    if not address:
        return
    yield address
    parts = urlsplit(address)
    values = (value for _, value in parse_qsl(parts.query))
    yield from (part for part in (*parts.path.split("/"), *values) if len(part) >= _LONG and "-" not in part)
