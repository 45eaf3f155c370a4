"""The sign-in at myTurn, with a name and password, with a remembered token, or with the vendor's call for a fob."""

import asyncio
import json
from typing import assert_never
from urllib.parse import quote_plus

from msgspec import Struct

from kiosk.backends.answer import HttpAnswer, Received
from kiosk.backends.errors import MisconfiguredError, NotServedError, WrongLoginError
from kiosk.backends.http import FORM, JSON, HttpCall, Wire
from kiosk.backends.myturn import reading
from kiosk.backends.myturn.paths import Paths
from kiosk.backends.myturn.refusals import read_no
from kiosk.backends.myturn.schema import LoginAnswer, OwnOrganization
from kiosk.backends.myturn.session import Session, login_answer, renewed
from kiosk.backends.myturn.site import ScanEndpoint
from kiosk.backends.path_part import path_part
from kiosk.backends.protocol import Password, Renewal, ScannedFob, Vouched
from kiosk.domain.messages.answers import TurnAwayReason
from kiosk.domain.model import Member, Secret

Identification = Password | Renewal | ScannedFob


class Entrance(Struct, frozen=True):
    """The sign-in for members. `organization` is the id of this kiosk's library, or "" if the id is not known.

    `endpoint` is the vendor's call for fobs, if there is one. If `self_service_overridden` is True, members may
    sign in even if the server says that self-service is off.
    """

    wire: Wire
    paths: Paths
    endpoint: ScanEndpoint | None = None
    organization: str = ""
    self_service_overridden: bool = False

    async def enter(self, way: Identification, language: str) -> tuple[Session, Member, Vouched]:
        """Sign the member in. Return the session, the member, and the facts about the member in the server's answer.

        Raises WrongLoginError, RenewalRefusedError, NotServedError, ServerAwayError, MisconfiguredError.
        """
        answer = await self._answer(way, language)
        own = self._own(answer)
        session = Session(
            self.wire,
            self.paths,
            token=Secret(answer.access_token),
            refresh=_refresh(answer, way),
            keeper=way.keeper if isinstance(way, Renewal) else None,
            language=language,
        )
        membership = answer.membership or (own.membership if own else None)
        member = reading.member(answer, membership, way.name if isinstance(way, Password) else "")
        if own and own.self_serve_enabled is False and not self.self_service_overridden:
            raise NotServedError(TurnAwayReason.SELF_SERVICE_OFF)
        if member.may_use_kiosk is False:
            raise NotServedError(TurnAwayReason.NOT_FOR_KIOSK)
        return session, member, reading.vouched(answer)

    async def _answer(self, way: Identification, language: str) -> LoginAnswer:
        match way:
            case Renewal(token, keeper):
                renewal = renewed(self.wire, self.paths, token, lambda: keeper, language)
                return await asyncio.shield(self.wire.run_to_end(renewal))
            case Password(name, secret):
                target = self.paths.target("log_in")
                body = json.dumps({"username": name, "password": secret.reveal()}).encode()
                call = HttpCall("log_in", target.verb, target.url, body, JSON, language=language)
            case ScannedFob(code):
                call = self._scan_call(code, language)
            case _:
                assert_never(way)
        received = await self.wire.exchange(call)
        return login_answer(received, call.name, WrongLoginError(_words(received)))

    def _scan_call(self, code: Secret, language: str) -> HttpCall:
        """Return the vendor's call, with the fob's code in its URL and in its body.

        The code is escaped in one way for the URL, and in another way for the body.
        """
        if self.endpoint is None:
            raise MisconfiguredError('[login] fob = "endpoint" needs endpoint_url')
        text, body = code.reveal(), self.endpoint.body
        is_json = body.lstrip()[:1] in {"{", "["}
        inner = json.dumps(text)[1:-1] if is_json else quote_plus(text)
        return HttpCall(
            "scan_log_in",
            self.endpoint.verb,
            self.endpoint.url.replace("{code}", path_part(text)),
            body.replace("{code}", inner).encode(),
            (JSON if is_json else FORM) if body else "",
            language=language,
        )

    def _own(self, answer: LoginAnswer) -> OwnOrganization | None:
        """Return this kiosk's library from the member's list of libraries.

        The right library is the one with the address of this site, or with the id `organization`. If no library has
        this address or id, but the list has only one library, return that library. In all other cases, return None.
        """
        all_of_them = answer.organizations or []
        for each in all_of_them:
            if self.paths.is_ours(each.api_url or "") or (self.organization and str(each.id) == self.organization):
                return each
        return all_of_them[0] if len(all_of_them) == 1 else None


def _refresh(answer: LoginAnswer, way: Identification) -> Secret | None:
    """Return the refresh token in the answer.

    If the answer has no refresh token, return the remembered token with which the member signed in. Return None if the
    member signed in without a remembered token.
    """
    if answer.refresh_token:
        return Secret(answer.refresh_token)
    return way.token if isinstance(way, Renewal) else None


def _words(received: Received) -> str:
    said = read_no(received) if isinstance(received, HttpAnswer) else None
    return said.words if said else ""
