"""An access token that is renewed before it ends."""

import asyncio
from collections.abc import Awaitable, Callable

from kiosk.backends.errors import SignInLostError
from kiosk.backends.overdrive.paths import RENEWED_AT
from kiosk.backends.overdrive.schema import TokenGiven
from kiosk.domain.model import Secret

_HOUR_S = 3600.0


class TokenSource:
    """Keeps one access token. `valid` gets a new token if there is none, or if 90 % of the token's life are over.

    `fetch` asks the server for a token and raises the errors of kiosk.backends.errors.
    """

    def __init__(self, fetch: Callable[[], Awaitable[TokenGiven]], monotonic: Callable[[], float]) -> None:
        self._fetch: Callable[[], Awaitable[TokenGiven]] | None = fetch
        self._monotonic = monotonic
        self._token: Secret | None = None
        self._ends = 0.0
        self._fetching = asyncio.Lock()

    async def valid(self) -> Secret:
        """Return a token that works now.

        Raises the errors of `fetch`. Raises SignInLostError if `end` was called before.
        """
        async with self._fetching:
            if self._token is None or self._monotonic() >= self._ends:
                self._token = None
                if self._fetch is None:
                    raise SignInLostError("the member has logged out")
                given = await self._fetch()
                lives_s = given.expires_in if given.expires_in is not None else _HOUR_S
                self._ends = self._monotonic() + lives_s * RENEWED_AT
                self._token = Secret(given.access_token)
            return self._token

    def forget(self, token: Secret) -> None:
        """Forget this token, because the server has refused it. If there is a newer token, keep the newer token."""
        if self._token == token:
            self._token = None

    def end(self) -> None:
        """Forget the token, and also the card and the PIN with which `fetch` asks for a token."""
        self._token = self._fetch = None


class StoredToken:
    """The token of an earlier visit, from the journal. Without the card, the kiosk cannot renew this token."""

    def __init__(self, token: Secret | None) -> None:
        self._token = token

    async def valid(self) -> Secret:
        """Return the token. Raises SignInLostError if the kiosk has no token any more."""
        if self._token is None:
            raise SignInLostError("the log-in at OverDrive has ended")
        return self._token

    def forget(self, token: Secret) -> None:
        """Forget the token, because the server has refused it."""
        if self._token == token:
            self._token = None

    def end(self) -> None:
        """Forget the token."""
        self._token = None


AnyTokens = TokenSource | StoredToken
