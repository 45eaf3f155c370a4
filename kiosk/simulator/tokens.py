"""The access tokens and refresh tokens that members get at a log-in. Access tokens end after some time."""

from collections.abc import Callable
from dataclasses import dataclass
from secrets import token_urlsafe

from kiosk.simulator.knobs import Knobs


@dataclass(frozen=True, slots=True, repr=False)
class Tokens:
    """The tokens that a member gets at a log-in. The repr does not show the tokens, because they are secret."""

    access: str
    refresh: str | None
    lifetime_s: int


@dataclass(frozen=True, slots=True, repr=False)
class _Access:
    username: str
    ends: float


class TokenBook:
    """The list of the tokens that members have.

    The function `seconds` returns the time now, in seconds. With it, the list knows which tokens have ended.
    """

    def __init__(self, seconds: Callable[[], float]) -> None:
        self._seconds = seconds
        self._access: dict[str, _Access] = {}
        self._refresh: dict[str, str] = {}

    def issue(self, username: str, knobs: Knobs) -> Tokens:
        """Make new tokens for a member who has logged in, and return them."""
        tokens = Tokens(token_urlsafe(24), token_urlsafe(24) if knobs.refresh_token else None, knobs.token_lifetime_s)
        self._access[tokens.access] = _Access(username, self._seconds() + tokens.lifetime_s)
        if tokens.refresh:
            self._refresh[tokens.refresh] = username
        return tokens

    def owner(self, access: str) -> str | None:
        """Return the user name to which an access token belongs, or None if the token is unknown or has ended."""
        found = self._access.get(access)
        return found.username if found and self._seconds() < found.ends else None

    def refresh(self, refresh: str, knobs: Knobs) -> tuple[str, Tokens] | None:
        """Return the user name and new tokens for a refresh token. Return None if the refresh token is not valid.

        If the knob refresh_rotates is on, the used refresh token is removed and the new tokens contain a new refresh
        token.
        """
        username = self._refresh.get(refresh)
        if username is None or not knobs.refresh_token:
            return None
        if knobs.refresh_rotates:
            del self._refresh[refresh]
            return username, self.issue(username, knobs)
        tokens = Tokens(token_urlsafe(24), refresh, knobs.token_lifetime_s)
        self._access[tokens.access] = _Access(username, self._seconds() + tokens.lifetime_s)
        return username, tokens

    def log_out(self, access: str, *, revoke_refresh: bool) -> None:
        """Remove this access token and, if `revoke_refresh` is True, also all refresh tokens of its member."""
        found = self._access.pop(access, None)
        if found and revoke_refresh:
            self.revoke_refresh_tokens(found.username)

    def expire_access_tokens(self, username: str | None = None) -> None:
        """End all access tokens of this member now, or the access tokens of all members if `username` is None."""
        self._access = {token: held for token, held in self._access.items() if username not in (None, held.username)}

    def revoke_refresh_tokens(self, username: str | None = None) -> None:
        """Revoke all refresh tokens of this member, or the refresh tokens of all members if `username` is None."""
        self._refresh = {token: name for token, name in self._refresh.items() if username not in (None, name)}
