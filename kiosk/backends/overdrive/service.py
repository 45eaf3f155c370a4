"""The calls to OverDrive, with the token of the kiosk's application or with the token of one member.

A token goes only to the hosts in the settings. The kiosk sends at most two requests in one second. The requests for
tokens count, too. Only one write runs at a time.
"""

import asyncio
import logging
import re
import socket
from collections.abc import Callable, Mapping
from datetime import tzinfo
from functools import partial

import msgspec
from msgspec import Struct, field

from kiosk.backends.answer import HttpAnswer, Received, away
from kiosk.backends.errors import MisconfiguredError, ServerAwayError, SignInLostError, WrongLoginError
from kiosk.backends.http import FORM, HttpCall, Wire, form_body
from kiosk.backends.json_answer import json_of, shaped
from kiosk.backends.network import STRAIGHT, Network
from kiosk.backends.overdrive.paths import (
    CLIENT_REFUSED,
    GUESSES,
    MEMBER_REFUSED,
    NO_PIN,
    SCOPE_REFUSED,
    UNKNOWN_TITLE,
    OverDriveGuesses,
    OverDriveHost,
    OverDrivePaths,
)
from kiosk.backends.overdrive.reading import no_of, said
from kiosk.backends.overdrive.schema import TokenGiven
from kiosk.backends.overdrive.tokens import AnyTokens, TokenSource
from kiosk.domain.library import Library
from kiosk.domain.model import Secret

_log = logging.getLogger("kiosk.overdrive")
_NOWHERE = ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1"))
"""Addresses that no machine has. own_address() asks from which own address this machine would send to them.

Nothing is sent to these addresses.
"""
APPROVAL = (
    "OverDrive must approve the application of this key for your library: ask OverDrive, and say that the public uses"
    " the kiosk"
)


class OverDriveSite(Struct, frozen=True):
    """The settings for OverDrive. `client` is the text "key:secret" of the kiosk's application.

    `library` contains everything about the library that OverDrive does not send, such as its hours and texts.
    """

    hosts: Mapping[OverDriveHost, str]
    client: Secret
    library_id: int
    website_id: int
    authorization_name: str
    zone: tzinfo
    client_place: str = "[overdrive] client_file"
    """Words for staff that say from which file or credential the kiosk has read the key."""
    card_pin: bool = True
    """True if a member must type the PIN of the card."""
    items: "re.Pattern[str] | None" = None
    """The pattern of labels. Its first group is the id of the title. None means that the whole label is the id."""
    covers: tuple[str, ...] = ()
    """The hosts of pictures that the kiosk may read. *.example.org means all names that end with .example.org."""
    timeout_s: float = 10.0
    is_integration: bool = False
    """True for OverDrive's integration environment, where nothing is really lent."""
    library: Library = field(default_factory=Library)
    most_loans: int | None = None
    """The largest number of loans of a member. The kiosk uses it only if OverDrive sends no such number."""
    network: Network = STRAIGHT
    guesses: OverDriveGuesses = GUESSES


class OverDriveService:
    """Sends calls with a token. `client` has the token of the kiosk's application."""

    def __init__(self, site: OverDriveSite, wire: Wire, monotonic: Callable[[], float]) -> None:
        self.site, self.paths = site, OverDrivePaths(site.hosts)
        self._wire, self._monotonic = wire, monotonic
        self.client = TokenSource(self._client_token, monotonic)
        self._writing = asyncio.Lock()
        """The lock that lets only one write run at a time."""

    def patron_tokens(self, card: Secret, pin: Secret | None) -> TokenSource:
        """Return the source of the tokens for the member with this card."""
        return TokenSource(partial(self._patron_token, card, pin), self._monotonic)

    async def read(
        self,
        operation: str,
        tokens: AnyTokens,
        *,
        ident: str = "",
        collection: str = "",
        query: Mapping[str, str] | None = None,
        language: str = "",
    ) -> HttpAnswer | None:
        """Return the answer to a call that only reads, or None if OverDrive has no such title or library.

        Raises ServerAwayError, SignInLostError, MisconfiguredError.
        """
        target = self.paths.target(operation, ident, query, collection=collection)
        answer = await self.ask(HttpCall(operation, target.verb, target.url, language=language), tokens)
        return _found(operation, answer)

    async def ask(self, call: HttpCall, tokens: AnyTokens) -> HttpAnswer:
        """Send a call that only reads, and return its answer. The caller judges the answer.

        If OverDrive refuses the token, get a new token and send the call once more. Raises ServerAwayError,
        SignInLostError, MisconfiguredError.
        """
        answer = None
        for _ in range(2):
            token = await self.valid(tokens)
            answer = await self._wire.read(self.signed(call, token))
            if answer.status != 401:
                return answer
            tokens.forget(token)
        if tokens is self.client:
            raise MisconfiguredError(f"{call.name}: OverDrive refuses the token that it has just given", APPROVAL)
        raise SignInLostError(f"{call.name}: OverDrive refuses the member's token")

    async def send(self, call: HttpCall, token: Secret) -> Received:
        """Send a write once with this token."""
        async with self._writing:
            return await self._wire.exchange(self.signed(call, token))

    def signed(self, call: HttpCall, token: Secret) -> HttpCall:
        """Return the call with this token, and with the address of this machine, which OverDrive wants to know."""
        return msgspec.structs.replace(call, token=token, forwarded_for=own_address())

    async def valid(self, tokens: AnyTokens) -> Secret:
        """Return a token. Raises SignInLostError if the member's card is refused after the log-in."""
        try:
            return await tokens.valid()
        except WrongLoginError as no:
            raise SignInLostError("OverDrive does not renew the member's token") from no

    async def _client_token(self) -> TokenGiven:
        answer = await self._token("client_token", {"grant_type": "client_credentials"})
        if 200 <= answer.status < 300:
            return shaped(answer, json_of(answer), TokenGiven)
        if answer.status in {400, 401, 403}:
            raise self._wrong_client()
        if answer.status == 404:
            target = self.paths.target("client_token")
            raise MisconfiguredError(f"there is no OverDrive at this address: {target.url} gives no token", _HOSTS)
        raise away("client_token", answer)

    async def _patron_token(self, card: Secret, pin: Secret | None) -> TokenGiven:
        """Return a token for the member. Raises WrongLoginError if OverDrive refuses the member."""
        site = self.site
        fields = {
            "grant_type": "password",
            "username": card.reveal(),
            "password": pin.reveal() if pin is not None else NO_PIN,
            "password_required": "true" if pin is not None else "false",
            "scope": f"websiteid:{site.website_id} authorizationname:{site.authorization_name}",
        }
        answer = await self._token("patron_token", fields)
        if 200 <= answer.status < 300:
            return shaped(answer, json_of(answer), TokenGiven)
        no = no_of(answer) if answer.status < 500 else None
        code = no.code if no is not None else ""
        if code == CLIENT_REFUSED or (answer.status in site.guesses.client_refused and code != MEMBER_REFUSED):
            raise self._wrong_client()
        if code == SCOPE_REFUSED:
            where = f"[overdrive] website_id {site.website_id} or authorization_name {site.authorization_name}"
            raise MisconfiguredError(
                f"OverDrive does not know {where}", "both come with the approval of the application"
            )
        if no is not None and (answer.status == 400 or code == MEMBER_REFUSED):
            words = no.words
            raise WrongLoginError("" if card.reveal() in words or (pin and pin.reveal() in words) else words)
        if answer.status == 404:
            target = self.paths.target("patron_token")
            raise MisconfiguredError(f"there is no OverDrive at this address: {target.url} gives no token", _HOSTS)
        raise away("patron_token", answer)

    async def _token(self, operation: str, fields: Mapping[str, str]) -> HttpAnswer:
        target = self.paths.target(operation)
        call = HttpCall(operation, target.verb, target.url, form_body(fields), FORM, login=self.site.client, fresh=True)
        return await self._wire.read(msgspec.structs.replace(call, forwarded_for=own_address()))

    def _wrong_client(self) -> MisconfiguredError:
        return MisconfiguredError(
            f"OverDrive refuses the key in {self.site.client_place}",
            f"is it KEY:SECRET of an application for this environment, and is the application approved? {APPROVAL}",
        )


_HOSTS = "see [overdrive.hosts], which most kiosks do not need"


def _found(operation: str, answer: HttpAnswer) -> HttpAnswer | None:
    """Return the answer if it is a success, or None if OverDrive has no such title or library.

    Raises an error for any other answer.
    """
    if 200 <= answer.status < 300:
        if not answer.can_be_json or not answer.body.strip():
            raise away(operation, answer)
        return answer
    no = no_of(answer) if answer.status < 500 else None
    if no is not None and no.code in UNKNOWN_TITLE:
        return None
    if answer.status == 403:
        why = f" ({said(no)})" if no is not None else ""
        raise MisconfiguredError(f"{operation}: OverDrive does not allow this call{why}", APPROVAL)
    if no is not None:
        _log.info("%s: refused: %s", operation, said(no))
        raise ServerAwayError(f"{operation}: error {said(no)}")
    raise away(operation, answer)


def own_address() -> str:
    """Return the address of this machine in its network, or "" if it has none. No packet is sent for this."""
    for family, nowhere in _NOWHERE:
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as probe:
                probe.connect((nowhere, 9))
                return str(probe.getsockname()[0])
        except OSError:
            continue
    return ""
