"""The lending systems that `lending-kiosk simulate` can run.

This module imports a simulator only when a function needs it, because `--help` must be fast.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from datetime import date, tzinfo
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kiosk.simulator import Fault
    from kiosk.simulator.serving import RunningServer

Rows = list[tuple[str, ...]]
Changes = Mapping[str, object]


class SimulatedSystem(ABC):
    """One simulated lending system.

    The command gives the result of `knobs` to `server`, and the result of `server` to `told`.
    """

    @abstractmethod
    def people(self) -> Rows:
        """Return a row for each member, with the texts that the member types or scans. The first row is the heading."""

    @abstractmethod
    def operations(self) -> tuple[str, ...]:
        """Return the names of the operations that can have a fault."""

    @abstractmethod
    def knobs(self, changes: Changes, fields: Changes) -> Any:
        """Return the usual knobs with these changes.

        `fields` are changes of the kiosk settings that myTurn's server sends. The other systems send no kiosk settings.
        Raises WrongKnobError if a name or a value is wrong, or if another system than myTurn gets `fields`.
        """

    @abstractmethod
    def server(
        self, port: int, knobs: Any, faults: "Sequence[Fault]", today: date | None, time_zone: tzinfo | None
    ) -> "RunningServer[Any, Any]":
        """Return a server that does not run yet."""

    @abstractmethod
    def told(self, server: Any) -> list[str]:
        """Return lines of text that help a person to try this server: labels, keys and addresses."""


class _Myturn(SimulatedSystem):
    def people(self) -> Rows:
        from kiosk.simulator.people import MEMBERS

        rows = [(each.username, each.membership_id, each.password, each.fob, each.note) for each in MEMBERS]
        return [("USER NAME", "MEMBER ID", "PASSWORD", "FOB", "WHO"), *rows]

    def operations(self) -> tuple[str, ...]:
        from kiosk.simulator.routes import OPERATION_NAMES

        return OPERATION_NAMES

    def knobs(self, changes: Changes, fields: Changes) -> Any:
        from kiosk.simulator.knobs import Knobs, WrongKnobError, knobs_changed
        from kiosk.simulator.organization import field_names

        if not fields:
            return knobs_changed(Knobs(), changes)
        known = field_names()
        if unknown := [name for name in fields if name not in known]:
            raise WrongKnobError(f"no kiosk setting is called {unknown[0]!r}; there are {', '.join(known)}")
        return knobs_changed(Knobs(), {**changes, "organization": fields})

    def server(
        self, port: int, knobs: Any, faults: "Sequence[Fault]", today: date | None, time_zone: tzinfo | None
    ) -> "RunningServer[Any, Any]":
        from kiosk.simulator.server import LibraryServer

        return LibraryServer(port=port, knobs=knobs, faults=faults, today=today, time_zone=time_zone)

    def told(self, server: Any) -> list[str]:  # noqa: ARG002 - these lines are the same for each server
        labels = ("DR-0142", "LAD-0009", "SAW-0087", "SAND-0019", "WASH-0031", "PLMB 13", "G/01", "MEAS/12 A", "110")
        return ["Labels to scan:", "  " + "   ".join(labels), ""]


class _Sierra(SimulatedSystem):
    def people(self) -> Rows:
        from kiosk.simulator.sierra.people import PATRONS

        return [("CARD", "PIN", "NAME", "WHO"), *((each.barcode, each.pin, each.name, each.note) for each in PATRONS)]

    def operations(self) -> tuple[str, ...]:
        from kiosk.simulator.sierra.routes import SIERRA_OPERATION_NAMES

        return SIERRA_OPERATION_NAMES

    def knobs(self, changes: Changes, fields: Changes) -> Any:
        from kiosk.simulator.knobs import knobs_changed
        from kiosk.simulator.sierra.knobs import SierraKnobs

        _refuse(fields, "Sierra")
        return knobs_changed(SierraKnobs(), changes)

    def server(
        self, port: int, knobs: Any, faults: "Sequence[Fault]", today: date | None, time_zone: tzinfo | None
    ) -> "RunningServer[Any, Any]":
        from kiosk.simulator.sierra import SierraServer

        return SierraServer(port=port, knobs=knobs, faults=faults, today=today, time_zone=time_zone)

    def told(self, server: Any) -> list[str]:
        from kiosk.simulator.sierra import KEY, KEY_SECRET

        labels = ("30800000001001", "30800000001043", "30800000002002", "PLMB 13", "G/01", "GLUE 50%")
        shown = ["Labels to scan:", "  " + "   ".join(labels), ""]
        return [*shown, f"Key file: {KEY}:{KEY_SECRET}", f"Token: {server.token_url}"]


class _Overdrive(SimulatedSystem):
    def people(self) -> Rows:
        from kiosk.simulator.overdrive.people import OVERDRIVE_PATRONS

        rows = [(each.barcodes[0], each.pin, each.note) for each in OVERDRIVE_PATRONS]
        return [("CARD", "PIN", "WHO"), *rows]

    def operations(self) -> tuple[str, ...]:
        from kiosk.simulator.overdrive.routes import OVERDRIVE_OPERATION_NAMES

        return OVERDRIVE_OPERATION_NAMES

    def knobs(self, changes: Changes, fields: Changes) -> Any:
        from kiosk.simulator.knobs import knobs_changed
        from kiosk.simulator.overdrive.knobs import OverdriveKnobs

        _refuse(fields, "OverDrive")
        return knobs_changed(OverdriveKnobs(), changes)

    def server(
        self, port: int, knobs: Any, faults: "Sequence[Fault]", today: date | None, time_zone: tzinfo | None
    ) -> "RunningServer[Any, Any]":
        from kiosk.simulator.overdrive import OverdriveServer

        return OverdriveServer(port=port, knobs=knobs, faults=faults, today=today, time_zone=time_zone)

    def told(self, server: Any) -> list[str]:
        from kiosk.simulator.overdrive import AUTHORIZATION_NAME, CLIENT_KEY, CLIENT_SECRET, LIBRARY_ID, WEBSITE_ID
        from kiosk.simulator.overdrive.catalogue import overdrive_catalogue

        names = ("The Night Shift at Bellwether", "The Slow Train to Umber", "Weekend Wrench, Winter 2026")
        shown = [each for each in overdrive_catalogue().titles if each.title in names]
        return [
            "Titles to borrow, by crossRefId:",
            *(f"  {each.number}  {each.title}" for each in shown),
            "",
            f"Key file: {CLIENT_KEY}:{CLIENT_SECRET}",
            f"Website: {WEBSITE_ID}   Authorization name: {AUTHORIZATION_NAME}   Library: {LIBRARY_ID}",
            f"Token: {server.token_url}   Patron token: {server.patron_token_url}",
        ]


class _Ehub(SimulatedSystem):
    def people(self) -> Rows:
        from kiosk.simulator.ehub import EHUB_PEOPLE

        rows = [(each.card, each.patron_id, each.note) for each in EHUB_PEOPLE]
        return [("CARD", "PATRON ID", "WHO"), *rows]

    def operations(self) -> tuple[str, ...]:
        from kiosk.simulator.ehub.routes import EHUB_OPERATION_NAMES

        return EHUB_OPERATION_NAMES

    def knobs(self, changes: Changes, fields: Changes) -> Any:
        from kiosk.simulator.ehub import EhubKnobs
        from kiosk.simulator.knobs import knobs_changed

        _refuse(fields, "eHUB")
        return knobs_changed(EhubKnobs(), changes)

    def server(
        self, port: int, knobs: Any, faults: "Sequence[Fault]", today: date | None, time_zone: tzinfo | None
    ) -> "RunningServer[Any, Any]":
        from kiosk.simulator.ehub import EhubServer

        return EhubServer(port=port, knobs=knobs, faults=faults, today=today, time_zone=time_zone)

    def told(self, server: Any) -> list[str]:
        from kiosk.simulator.ehub import CONSUMER_ID, SECRET_KEY, SITE_ID

        titles = server.library_state.titles
        shown = ("mb-1012", "au-2004", "films & books/12", "mix-3001", "vid-4001", "mb-1018")
        return [
            "Titles to borrow, by record id:",
            *(f"  {each:<18}{titles[each].title}" for each in shown),
            "",
            f"Site: {SITE_ID}   Consumer: {CONSUMER_ID}   Secret key (base64): {SECRET_KEY}",
            f"All titles, with covers: {server.origin}/_simulator/titles",
        ]


def _refuse(fields: Changes, name: str) -> None:
    from kiosk.simulator.knobs import WrongKnobError

    if fields:
        raise WrongKnobError(f"--field sets kiosk settings of myTurn; {name} has none")


SIMULATED: Mapping[str, SimulatedSystem] = MappingProxyType(
    {"myturn": _Myturn(), "sierra": _Sierra(), "overdrive": _Overdrive(), "ehub": _Ehub()}
)
