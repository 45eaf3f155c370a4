"""One member's tokens, and the calls that need a token.

If the server answers 401, the token is renewed, and the call is sent again.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import TypeVar
from urllib.parse import urlencode

from kiosk.backends.answer import HttpAnswer, Received, away
from kiosk.backends.errors import (
    MisconfiguredError,
    RenewalRefusedError,
    ServerAwayError,
    SignInLostError,
    WrongAnswerError,
)
from kiosk.backends.http import FORM, HttpCall, Wire, form_body
from kiosk.backends.myturn.paths import Paths
from kiosk.backends.myturn.refusals import body_of
from kiosk.backends.myturn.schema import LoginAnswer, decode
from kiosk.backends.ports import SecretKeeper
from kiosk.domain.model import Secret
from kiosk.domain.outcome import BodyKind
from kiosk.structs import replace

_log = logging.getLogger("kiosk.myturn")

T = TypeVar("T")
Got = TypeVar("Got", HttpAnswer, Received)


class Session:
    """Sends calls with one member's token. If the member has a linked fob, `keeper` stores each new refresh token."""

    def __init__(
        self,
        wire: Wire,
        paths: Paths,
        *,
        token: Secret,
        refresh: Secret | None = None,
        keeper: SecretKeeper | None = None,
        language: str = "",
    ) -> None:
        self.wire, self.paths = wire, paths
        self.token, self.refresh, self.keeper = token, refresh, keeper
        self.language = language
        self._renewal: asyncio.Task[None] | None = None
        self._is_over = False

    async def renewed_at_last(self) -> None:
        """Wait until a renewal that runs now has ended. Then the link of the fob has the newest token."""
        if self._renewal is not None:
            await asyncio.wait({self._renewal})

    def call(
        self,
        operation: str,
        ids: Mapping[str, str] | None = None,
        *,
        fields: Mapping[str, str] | None = None,
        verb: str = "",
        fresh: bool = False,
    ) -> HttpCall:
        """Return the request for this operation, with the member's token.

        If `verb` is given, it replaces the HTTP verb of the table in kiosk.backends.myturn.paths.
        """
        target = self.paths.target(operation, **(ids or {}))
        body = form_body(fields) if fields else b""
        kind = FORM if fields else ""
        return HttpCall(operation, verb or target.verb, target.url, body, kind, self.token, self.language, fresh)

    async def read(self, operation: str, **ids: str) -> HttpAnswer:
        """Send a call that only reads, and return the answer. Raises ServerAwayError, SignInLostError."""
        return await self._signed(self.wire.read, lambda: self.call(operation, ids))

    async def read_in(self, language: str, operation: str) -> HttpAnswer:
        """Send a call that only reads. Ask for the answer in this language instead of the member's language.

        Raises ServerAwayError, SignInLostError.
        """
        return await self._signed(self.wire.read, lambda: replace(self.call(operation), language=language))

    async def look_up(self, wire: Wire, operation: str, ids: Mapping[str, str], query: Mapping[str, str]) -> HttpAnswer:
        """Send a call over the connections of `wire`, and return the answer. The call must only read.

        The member's writes use other connections, so this call can run at the same time as a write.

        Raises ServerAwayError, SignInLostError.
        """
        return await self._signed(wire.read, lambda: with_query(self.call(operation, ids), query))

    async def send(self, operation: str, **ids: str) -> Received:
        """Send a call that lends nothing, such as create_cart or log_out. Raises ServerAwayError, SignInLostError."""
        return await self._signed(self.wire.exchange, lambda: self.call(operation, ids))

    async def renew(self, refused: Secret) -> None:
        """Get a new access token after the server has refused the token `refused`.

        Raises SignInLostError, ServerAwayError.

        If another call has already renewed the token, do nothing. If two calls need a renewal at the same time, they
        share one renewal, because some refresh tokens work only once. The renewal is a separate task. If a caller is
        cancelled, the task goes on, so that the server's new token is not lost.
        """
        if self.token != refused:
            return
        if self._renewal is None:
            self._renewal = self.wire.run_to_end(self._renew())
            self._renewal.add_done_callback(self._renewed)
        await asyncio.shield(self._renewal)

    def _renewed(self, _: asyncio.Task[None]) -> None:
        self._renewal = None

    async def _renew(self) -> None:
        if self.refresh is None:
            raise SignInLostError("no refresh token")
        keeper_before = self.keeper
        try:
            # A fob can be linked, and the member can leave, while the server renews the token. Both change `keeper`.
            answer = await renewed(
                self.wire, self.paths, self.refresh, lambda: self.keeper or keeper_before, self.language
            )
        except (RenewalRefusedError, MisconfiguredError) as refused:
            self.refresh = None
            raise SignInLostError(str(refused)) from None
        if self._is_over:
            return
        self.token = Secret(answer.access_token)
        if answer.refresh_token:
            self.refresh = Secret(answer.refresh_token)

    def forget(self) -> None:
        """Forget the tokens, because the member has left. From now on, no call is sent with this session."""
        self.token, self.refresh, self.keeper, self._is_over = Secret(""), None, None, True

    async def _signed(self, send: Callable[[HttpCall], Awaitable[Got]], call: Callable[[], HttpCall]) -> Got:
        used = self.token
        got = await send(self._still(call))
        if not is_401(got):
            return got
        await self.renew(used)
        got = await send(self._still(call))
        if is_401(got):
            raise SignInLostError("a new token was refused, too")
        return got

    def _still(self, call: Callable[[], HttpCall]) -> HttpCall:
        if self._is_over:
            raise SignInLostError("the member has left")
        return call()


def with_query(call: HttpCall, query: Mapping[str, str]) -> HttpCall:
    """Return the call with this query added to its address."""
    return replace(call, url=f"{call.url}?{urlencode(query, errors='replace')}") if query else call


def is_401(received: Received) -> bool:
    """Return True if the answer is 401, which means that the server does not accept the token."""
    return isinstance(received, HttpAnswer) and received.status == 401


async def renewed(
    wire: Wire, paths: Paths, token: Secret, keeper_now: Callable[[], SecretKeeper | None], language: str
) -> LoginAnswer:
    """Get new tokens with the refresh token `token`, and return the answer that contains the new tokens.

    If the answer contains a new refresh token, the keeper stores this token before the token is used. `keeper_now`
    returns the keeper at the moment when the answer has come, or None if no fob is linked.

    Raises RenewalRefusedError, ServerAwayError, MisconfiguredError.
    """
    target = paths.target("renew_token")
    fields = {"grant_type": "refresh_token", "refresh_token": token.reveal()}
    call = HttpCall("renew_token", target.verb, target.url, form_body(fields), FORM, language=language)
    answer = login_answer(
        await wire.exchange(call), call.name, RenewalRefusedError("the server does not take it any more")
    )
    rotated, keeper = answer.refresh_token, keeper_now()
    if keeper is not None and rotated and rotated != token.reveal():
        await keeper.rotated(Secret(rotated))
    return answer


def login_answer(received: Received, name: str, refused: Exception) -> LoginAnswer:
    """Return the log-in data in an answer, such as the tokens. `name` is the operation's name for the error texts.

    Raises the error `refused` if the lending system itself answered 400, 401 or 403. Raises MisconfiguredError if the
    status is 404 or 405. Raises ServerAwayError if no answer came, or if another answer has no log-in data, for example
    the answer of a proxy.
    """
    if not isinstance(received, HttpAnswer):
        raise ServerAwayError(f"{name}: no answer")
    if 200 <= received.status < 300:
        return decode(received, LoginAnswer)
    if received.status in {400, 401, 403} and body_of(received) is not BodyKind.ODD:
        raise refused
    if received.status in {404, 405}:
        raise MisconfiguredError(f"{name}: HTTP {received.status}; is the path right? See [myturn.paths]")
    raise away(name, received)


def decoded(answer: HttpAnswer, operation: str, shape: type[T]) -> T:
    """Return the JSON of a successful answer as an object of the type `shape`.

    Raises ServerAwayError if the answer is not a success, and WrongAnswerError if its JSON is wrong.
    """
    if not 200 <= answer.status < 300:
        raise away(operation, answer)
    try:
        return decode(answer, shape)
    except WrongAnswerError as wrong:
        raise named(wrong, operation) from None


def named(wrong: WrongAnswerError, operation: str) -> WrongAnswerError:
    """Log the error with its operation and its JSON path, and return the same error."""
    _log.warning("%s: %s", operation, wrong)
    return wrong
