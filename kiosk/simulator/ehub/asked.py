"""A request to the simulated eHUB provider, with everything that the operations need for an answer."""

from dataclasses import dataclass

from kiosk.simulator.ehub.catalogue import ProviderTitle
from kiosk.simulator.ehub.errors import NoAddressError, ProviderAnswerError, unknown_record
from kiosk.simulator.ehub.knobs import EhubKnobs
from kiosk.simulator.ehub.signed_tokens import CallerClaims
from kiosk.simulator.ehub.state import EhubState
from kiosk.simulator.wire import WireRequest

NOBODY = CallerClaims(0, 0, None, frozenset(), {})
"""The claims of a request that needs no token."""


@dataclass(frozen=True, slots=True)
class EhubCall:
    """A request, and the state of the provider that is used for the answer.

    `claims` are the claims of the token. `owner` is the key of the person for whom the kiosk sends the request.
    If the request needs no token, `owner` is empty.
    """

    state: EhubState
    wire: WireRequest
    claims: CallerClaims = NOBODY
    owner: str = ""

    @property
    def knobs(self) -> EhubKnobs:
        """Return the knobs of the provider."""
        return self.state.knobs

    def id_in_path(self) -> str:
        """Return the id at the end of the path. Raises NoAddressError if the path has another part after the id.

        If the id itself has a slash, the kiosk must encode the slash.
        """
        root = self.wire.raw_path.split("/")[:6]  # "", "ep", "api", the version, "records" or "checkouts", and the id
        if "/".join(root) != self.wire.raw_path:
            raise NoAddressError
        return self.wire.words["id"]

    def title(self, record_id: str) -> ProviderTitle:
        """Return the title with this record id. Raises ProviderAnswerError if there is no such title."""
        found = self.state.titles.get(record_id)
        if found is None:
            raise unknown_record()
        return found

    def said(self, name: str) -> str | None:
        """Return the text with this name in the JSON body, or None if the body has no such text.

        Raises ProviderAnswerError if the body is not a JSON object.
        """
        body = self.wire.json
        if not isinstance(body, dict):
            raise ProviderAnswerError("BAD_REQUEST", self.knobs.bad_body)
        found = body.get(name)
        return found if isinstance(found, str) and found else None
