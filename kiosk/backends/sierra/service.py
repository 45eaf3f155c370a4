"""The calls to one Sierra server, with a token for the kiosk's own key.

The kiosk asks for a new token before the old token ends, and after an answer with the status 401.

Each call has its own connection, because Sierra has problems with connections that stay open.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import tzinfo

import msgspec
from msgspec import Struct, field

from kiosk.backends.answer import HttpAnswer, Received, away
from kiosk.backends.errors import MisconfiguredError, ServerAwayError
from kiosk.backends.http import FORM, JSON, HttpCall, Wire, form_body
from kiosk.backends.json_answer import json_of, shaped
from kiosk.backends.network import STRAIGHT, Network
from kiosk.backends.sierra.paths import SierraPaths
from kiosk.backends.sierra.reading import SierraNo, no_of
from kiosk.backends.sierra.schema import TokenAnswer
from kiosk.domain.digital import MemberFact
from kiosk.domain.library import Library
from kiosk.domain.model import Secret
from kiosk.structs import hiding

_log = logging.getLogger("kiosk.sierra")
_AT_ONCE = 4
_EARLY_S = 60.0
_HOUR_S = 3600.0
_REFUSED = frozenset({400, 401, 403})
_OTHER_KEY = "was the key changed, or has it ended? Write the new one there, one line KEY:SECRET"
_ADDRESS = "[sierra] url usually ends with /iii/sierra-api/v6; if only the token is elsewhere, say so in token_url"


class SierraSite(Struct, frozen=True):
    """The settings for Sierra. `key` is the text "key:secret".

    `library` contains everything about the library that Sierra does not send, such as its name, hours and texts.
    """

    url: str
    key: Secret
    zone: tzinfo
    key_place: str = "[sierra] key_file"
    """Words for staff that say from which file or credential the kiosk has read the key."""
    token_url: str = ""
    card_pin: bool = True
    """True if a member must type the PIN of the card."""
    username: str = ""
    statgroup: int = 0
    barcode_tag: str = "b"
    timeout_s: float = 10.0
    vouches: frozenset[MemberFact] = frozenset()
    """The personal facts about a member that a digital system beside Sierra needs from Sierra."""
    library: Library = field(default_factory=Library)
    most_loans: int | None = None
    network: Network = STRAIGHT

    __repr__ = hiding("username")


class Service:
    """Sends calls with a token. At most four calls run at the same time."""

    def __init__(self, site: SierraSite, wire: Wire, monotonic: Callable[[], float]) -> None:
        self.site, self.paths = site, SierraPaths(site.url, site.token_url)
        self._wire, self._monotonic = wire, monotonic
        self._token: Secret | None = None
        self._ends = 0.0
        self._fetching = asyncio.Lock()
        self._turn = asyncio.Semaphore(_AT_ONCE)
        self._writing = asyncio.Lock()
        """The lock that lets only one write run at a time.

        Without this lock, a return without an account could run at the same time as a member's write.
        """
        self._refused: set[str] = set()
        """The names of fields that this site does not know, so that no call asks for them again."""
        self.forbidden: set[str] = set()
        """The operations that the server has refused, because the key lacks the role. A probe empties this set."""

    async def read(
        self, operation: str, ident: str = "", query: Mapping[str, str] | None = None, *, language: str = ""
    ) -> HttpAnswer | None:
        """Return the answer to a call that only reads, or None if the server has no such record.

        Raises ServerAwayError, MisconfiguredError.
        """
        target = self.paths.target(operation, ident, query)
        answer = await self._signed(HttpCall(operation, target.verb, target.url, language=language, fresh=True))
        return _found(operation, answer)

    async def ask(self, operation: str, body: object, *, query: Mapping[str, str] | None = None) -> HttpAnswer:
        """Send a call that has a body but changes nothing, and return its answer. The caller judges the answer.

        Raises ServerAwayError, MisconfiguredError.
        """
        target = self.paths.target(operation, query=query)
        content = msgspec.json.encode(body)
        return await self._signed(HttpCall(operation, target.verb, target.url, content, JSON, fresh=True))

    async def read_fields(
        self,
        operation: str,
        ident: str,
        fields: tuple[str, ...],
        extras: tuple[str, ...] = (),
        query: Mapping[str, str] | None = None,
    ) -> HttpAnswer | None:
        """Return the answer with the fields in `fields` and `extras`, or None if there is no such record.

        If the site does not know one of the fields, ask again without `extras`. The kiosk then never asks this site for
        the fields in `extras` again. Raises UnknownFieldError if the site does not know a field in `fields`.
        """
        wanted = tuple(name for name in (*fields, *extras) if name not in self._refused)
        try:
            return await self.read(operation, ident, {**(query or {}), "fields": ",".join(wanted)})
        except UnknownFieldError:
            if not set(wanted) & set(extras):
                raise
            self._refused |= set(extras)
            _log.info("%s: this site does not know all of %s, so they are left out", operation, ", ".join(extras))
            return await self.read_fields(operation, ident, fields, extras, query)

    async def send(self, call: HttpCall) -> Received:
        """Send a write once, with a token. Return the answer, or a value that says that no answer came.

        If the answer has the status 401, the server refuses the token. The caller must then call `renew`, and call
        `send` a second time.
        """
        async with self._writing, self._turn:
            return await self._wire.exchange(with_token(call, await self._valid()))

    async def renew(self) -> None:
        """Forget the token, because the server has refused it. The next call asks for a new token."""
        self._token = None

    async def _signed(self, call: HttpCall) -> HttpAnswer:
        async with self._turn:
            answer = await self._wire.read(with_token(call, await self._valid()))
            if answer.status != 401:
                return answer
            self._token = None
            answer = await self._wire.read(with_token(call, await self._valid()))
        if answer.status == 401:
            raise MisconfiguredError("Sierra refuses the token that it has just given", _ADDRESS)
        return answer

    async def _valid(self) -> Secret:
        async with self._fetching:
            if self._token is None or self._monotonic() >= self._ends:
                self._token = await self._fetched()
            return self._token

    async def _fetched(self) -> Secret:
        body = form_body({"grant_type": "client_credentials"})
        call = HttpCall("token", "POST", self.paths.token, body, FORM, login=self.site.key, fresh=True)
        answer = await self._wire.read(call)
        if answer.status in _REFUSED:
            raise MisconfiguredError(f"Sierra refuses the key in {self.site.key_place}", _OTHER_KEY)
        if answer.status == 404:
            raise MisconfiguredError(f"there is no Sierra at this address: {self.paths.token} gives no token", _ADDRESS)
        if not 200 <= answer.status < 300:
            raise away("token", answer)
        token = shaped(answer, json_of(answer), TokenAnswer)
        lives_s = token.expires_in if token.expires_in is not None else _HOUR_S
        self._ends = self._monotonic() + max(lives_s - _EARLY_S, lives_s / 2)
        return Secret(token.access_token)


class UnknownFieldError(MisconfiguredError):
    """The site does not know one of the fields that a call asks for."""


def with_token(call: HttpCall, token: Secret) -> HttpCall:
    """Return the call with this token."""
    return msgspec.structs.replace(call, token=token)


def _found(operation: str, answer: HttpAnswer) -> HttpAnswer | None:
    """Return the answer if it is a success, or None if the server has no such record.

    Raises an error for any other answer.
    """
    if 200 <= answer.status < 300:
        if not answer.can_be_json or not answer.body.strip():
            raise away(operation, answer)
        return answer
    no = no_of(answer)
    if no is None:
        if answer.status == 404 and answer.can_be_json:
            raise MisconfiguredError(f"{operation}: this Sierra has no such call; see [sierra] url")
        raise away(operation, answer)
    raise_for(operation, no) if no.code != 107 else None
    return None


def raise_for(operation: str, no: SierraNo) -> None:
    """Raise the error that belongs to the error code in Sierra's answer. Use this only for a call that only reads."""
    if no.code == 108:
        raise UnknownFieldError(f"{operation}: {no.words or 'a parameter is refused'}")
    if no.code == 116:
        raise RoleMissingError(
            f"the kiosk's key lacks the role for the call {operation}",
            "lending-kiosk check names the roles that it lacks",
        )
    if no.code == 133:
        raise SeveralRecordsError(f"{operation}: several records")
    raise ServerAwayError(f"{operation}: error {no.code}")


class RoleMissingError(MisconfiguredError):
    """The key lacks the role for this call."""


class SeveralRecordsError(MisconfiguredError):
    """Several patrons have a card with this number, so the kiosk cannot know who has scanned the card."""
