"""A request to the simulated OverDrive, with everything that the operations need for an answer."""

from dataclasses import dataclass
from re import fullmatch

from kiosk.simulator.overdrive.catalogue import OverdriveTitle
from kiosk.simulator.overdrive.errors import OverdriveAnswerError, bad_request, not_found
from kiosk.simulator.overdrive.knobs import OverdriveKnobs
from kiosk.simulator.overdrive.people import OverdrivePatron
from kiosk.simulator.overdrive.state import OverdriveState
from kiosk.simulator.wire import WireRequest

CIRCULATION_TYPE = "application/vnd.overdrive.circulation.api+json"
DISCOVERY_TYPE = "application/vnd.overdrive.api+json"
PATRON_COLLECTION, LIBRARY_COLLECTION = "v1P2MillAAAABOAAA1x", "v1L1MillAAAABOAAA2c"
"""The collection tokens of patrons and of the library. They are parts of addresses, and no secrets."""
_GUID = r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"


@dataclass(frozen=True, slots=True)
class OverdriveCall:
    """A request, and the state of the library that is used for the answer.

    `owner` is the key of the patron to whom the token of the request belongs. If the request has the kiosk's own token
    or no token, `owner` is empty.
    """

    state: OverdriveState
    wire: WireRequest
    owner: str

    @property
    def knobs(self) -> OverdriveKnobs:
        """Return the knobs of the library."""
        return self.state.knobs

    @property
    def patron(self) -> OverdrivePatron:
        """Return the patron to whom the token belongs."""
        return self.state.patrons[self.owner]

    @property
    def circulation(self) -> str:
        """Return the beginning of the links that lead to loans and holds."""
        return self._host("patron.api")

    @property
    def discovery(self) -> str:
        """Return the beginning of the links that lead to titles and searches."""
        return self._host("api")

    @property
    def collection(self) -> str:
        """Return the collection token in the path of the request.

        If the path has no collection token, return PATRON_COLLECTION for the request of a patron, and
        LIBRARY_COLLECTION for all other requests.
        """
        named = self.wire.words.get("collection")
        return named or (PATRON_COLLECTION if self.owner else LIBRARY_COLLECTION)

    def _host(self, name: str) -> str:
        host = self.wire.origin if self.knobs.links_to == "here" else f"https://{name}.overdrive.example"
        return f"{host}/v1"

    def title(self, said: str) -> OverdriveTitle:
        """Return the title with this reserveId or crossRefId. Raises OverdriveAnswerError if there is no such title."""
        if not _is_id(said):
            raise OverdriveAnswerError(self.knobs.bad_id, 400 if self.knobs.bad_id == "InvalidGuid" else 404)
        found = self.known(said)
        if found is None:
            raise not_found()
        return found

    def known(self, said: str) -> OverdriveTitle | None:
        """Return the title with this reserveId or crossRefId, or None if there is no such title."""
        return self.state.catalogue.named(said) if _is_id(said) else None

    def title_in_path(self) -> OverdriveTitle:
        """Return the title that the path names. Raises OverdriveAnswerError if there is no such title."""
        return self.title(self.wire.words["id"])

    def fields(self) -> dict[str, str]:
        """Return the fields of the list `fields` in the body of the request. Each key is the name of a field.

        Raises OverdriveAnswerError if the list is missing or has a wrong form.
        """
        body = self.wire.json
        listed = body.get("fields") if isinstance(body, dict) else None
        if not isinstance(listed, list):
            raise bad_request()
        found: dict[str, str] = {}
        for each in listed:
            if not isinstance(each, dict) or not isinstance(each.get("name"), str) or "value" not in each:
                raise bad_request()
            found[each["name"]] = str(each["value"])
        return found


def _is_id(said: str) -> bool:
    return said.isdecimal() or fullmatch(_GUID, said) is not None
