"""The levers of the simulated eHUB provider, with which tests and the demo control it while the server runs."""

from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from kiosk.simulator.ehub.errors import DOCUMENTED
from kiosk.simulator.ehub.routes import EHUB_OPERATION_NAMES
from kiosk.simulator.ehub.signed_tokens import key_of
from kiosk.simulator.ehub.state import EhubState
from kiosk.simulator.levers import CommonLevers
from kiosk.simulator.server_port import ServerPort

if TYPE_CHECKING:
    from starlette.routing import Route


class EhubControl(CommonLevers[EhubState]):
    """The common levers, and levers for the people, titles, loans and the secret key of the simulated eHUB provider.

    Any thread can use the levers. A lever raises WrongKnobError, WrongFaultError, KeyError or ValueError if its
    arguments are wrong. `key` is always the key of a person, as in people.py.
    """

    def __init__(self, state: EhubState, port: ServerPort) -> None:
        super().__init__(state, port, EHUB_OPERATION_NAMES)

    def change_key(self, secret: str) -> None:
        """Set the secret key (base64). Tokens that are signed with another key are then refused."""
        key_of(secret, "bytes")
        with self._state.lock:
            self._state.secret_key = secret

    def change_person(self, key: str, **fields: object) -> None:
        """Set fields of a person (see ProviderPerson) to new values, as in `change_person("marta", limit=3)`."""
        with self._state.lock:
            changed = replace(self._state.people[key], **fields)  # type: ignore[arg-type]
            self._state.people[key] = changed

    def refuse_title(self, record_id: str, code: str = "") -> None:
        """Let the provider refuse each check-out of this title with the documented code `code`.

        If `code` is empty, the provider refuses no check-out of the title. Raises KeyError for an unknown code.
        """
        if code and code not in DOCUMENTED:
            raise KeyError(code)
        with self._state.lock:
            self._state.refused_titles[self._state.title_named(record_id).id] = code

    def lend(self, key: str, record_id: str, format_id: str | None = None) -> str:
        """Lend a title to a person on another device, and return the id of the check-out. The rules are not checked.

        In the loan mode "LPF", the loan has the format `format_id`. None means the first format of the title.
        """
        with self._state.lock:
            title = self._state.title_named(record_id)
            chosen = (format_id or title.formats[0]) if self._state.knobs.loan_mode == "LPF" else None
            return self._state.lend(key, title, chosen).id

    def end_loan(self, checkout_id: str, in_s: float = 0.0) -> None:
        """Let a loan end this number of seconds from now. Raises KeyError if there is no such loan."""
        with self._state.lock:
            self._state.loans[checkout_id].ends = self._state.moment() + timedelta(seconds=in_s)

    def agree(self, key: str) -> None:
        """Let a person accept the provider's agreement on another device."""
        with self._state.lock:
            self._state.agreed.add(key)


def ehub_control_routes(control: EhubControl, state: EhubState, port: ServerPort) -> "list[Route]":
    """Return the routes that read the state (GET), and the routes of the levers (POST with a JSON object)."""
    from kiosk.simulator.http_control import Lever, lever_routes, told_calls

    reads: dict[str, Callable[[], object]] = {
        **control.common_reads(),
        "state": lambda: _told_state(state),
        "calls": lambda: told_calls(state),
        "acts": lambda: [asdict(each) for each in state.acts()],
        "titles": lambda: told_titles(state),
    }
    levers: dict[str, Lever] = {
        **control.common_levers(),
        "key": lambda fields: control.change_key(str(fields["secret"])),
        "person": lambda fields: control.change_person(**fields),  # type: ignore[arg-type]  # the lever checks this
        "title/refuse": lambda fields: control.refuse_title(**fields),  # type: ignore[arg-type]
        "loan": lambda fields: control.lend(**fields),  # type: ignore[arg-type]
        "loan/ends": lambda fields: control.end_loan(**fields),  # type: ignore[arg-type]
        "agree": lambda fields: control.agree(**fields),  # type: ignore[arg-type]
    }
    return lever_routes(reads, levers, port)


def told_titles(state: EhubState) -> list[dict[str, object]]:
    """Return each title with the path of its cover. The demo gives this list to a kiosk.

    A kiosk needs the list, because the API has no call that lists titles.
    """
    return [
        {
            "id": each.id,
            "title": each.title,
            "creator": each.creator,
            "kind": each.kind,
            "formats": list(each.formats),
            "cover": f"/covers/{place}.png",
        }
        for place, each in enumerate(state.titles.values(), 1)
    ]


def _told_state(state: EhubState) -> dict[str, object]:
    with state.lock:
        keys = dict.fromkeys((*state.people, *(each.key for each in state.loans.values())))
        loans = {key: [asdict(each) for each in state.loans_of(key)] for key in keys}
        return {"now": state.clock.now(), "agreed": sorted(state.agreed), "loans": loans}
