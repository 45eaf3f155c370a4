"""The lending system Sierra. It signs members in and reads the roles of the kiosk's key.

The library's name, hours and texts come from the settings, because Sierra does not send them.
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, time
from time import monotonic as machine_s

from kiosk.backends.answer import away
from kiosk.backends.errors import MisconfiguredError, WrongAnswerError, WrongLoginError
from kiosk.backends.http import Wire
from kiosk.backends.json_answer import json_of, shaped
from kiosk.backends.ports import ClockWatch, ItemMemo, ItemMemory, WriteLog
from kiosk.backends.protocol import Credential, Lack, Password, ScannedFob, ServerIdentity
from kiosk.backends.sierra import reading
from kiosk.backends.sierra.account import MemberCard, SierraAccount, Tools
from kiosk.backends.sierra.fines import Fines
from kiosk.backends.sierra.holds import Holds
from kiosk.backends.sierra.loans import Loans
from kiosk.backends.sierra.parts import Parts
from kiosk.backends.sierra.paths import (
    DAY_HOUR,
    HOLDS_ROLE,
    PATRON_EXTRAS,
    PATRON_FIELDS,
    ROLES,
    VALIDATE_ROLE,
    VOUCHED_FIELDS,
)
from kiosk.backends.sierra.reading import no_of
from kiosk.backends.sierra.returning import SierraReturning
from kiosk.backends.sierra.schema import PatronAnswer, TokenInfo
from kiosk.backends.sierra.service import Service, SeveralRecordsError, SierraSite
from kiosk.domain.library import KioskTexts, Library, LoginKind
from kiosk.domain.model import Limits, LoanAct, Member, Opening, Secret, VisitId
from kiosk.structs import replace

_log = logging.getLogger("kiosk.sierra")
_WRONG = 108
_OLD_PINS = "a Sierra of version 5 cannot check card PINs, so nobody can log in there"
_NO_ROLE = 116
_MOST_MOMENTS = 20


_ACTS = frozenset({LoanAct.RETURN, LoanAct.RENEW})
"""The acts that Sierra allows with a loan if the key has all roles."""


class SierraBackend:
    """The lending system Sierra. kiosk.backends.protocol.LendingBackend explains the methods."""

    def __init__(
        self,
        site: SierraSite,
        log: WriteLog,
        memory: ItemMemory,
        now: Callable[[], datetime],
        *,
        wire: Wire | None = None,
        watch: ClockWatch | None = None,
        monotonic: Callable[[], float] = machine_s,
    ) -> None:
        tls = site.network.tls() if site.url.startswith("https:") else None
        self._wire = wire or Wire(timeout_s=site.timeout_s, tls=tls, network=site.network)
        self._site, self._watch = site, watch
        self._service = Service(site, self._wire, monotonic)
        self._write_log, self._memory, self._now = log, memory, now
        self._has_auth = True
        """True until an answer shows that this Sierra has no call that checks a card together with its PIN.

        Version 5 has no such call.
        """
        self._missing: frozenset[str] = frozenset()
        """The roles that the key did not have at the last probe."""
        self._logged: tuple[Lack, ...] = ()
        """The missing roles that are already in the log."""
        self._due_moments: tuple[datetime, ...] = ()
        self._loans = Loans(self._service, _ACTS, self._learn)
        self._returning = SierraReturning(self._service, self._loans, memory)

    @property
    def returning(self) -> SierraReturning | None:
        """Return the part that checks items in by their labels, or None if the key lacks the role for check-ins."""
        return None if "Items Write" in self._missing else self._returning

    async def probe(self) -> ServerIdentity:
        """Return the name of the library, and the roles that the kiosk's key lacks.

        Raises ServerAwayError and MisconfiguredError. If the key lacks the role "Patrons Read", nobody can log in. In
        this case, too, raises MisconfiguredError.
        """
        try:
            answer = await self._service.read("token_info")
        except WrongAnswerError:
            raise
        except MisconfiguredError as why:
            if "no such call" not in str(why):
                raise
            answer = None
        roles = _roles(shaped(answer, json_of(answer), TokenInfo)) if answer is not None else None
        if answer is not None and self._watch is not None and (told := answer.told_at) is not None:
            self._watch.heard(told)
        self._missing = frozenset(ROLES) - roles if roles is not None else frozenset()
        self._service.forbidden.clear()
        needed = (*ROLES, VALIDATE_ROLE) if self._site.card_pin else tuple(ROLES)
        missing = [role for role in needed if roles is not None and role not in roles]
        if "Patrons Read" in missing:
            raise MisconfiguredError(_lack("Patrons Read").text, _add(*missing))
        without = {"Items Write": LoanAct.RETURN, "Patrons Write": LoanAct.RENEW}
        lacks = {act for role, act in without.items() if role in self._missing}
        self._loans = Loans(self._service, _ACTS - lacks, self._learn)
        return ServerIdentity(f"Sierra: {self._site.library.name or 'no name'}", self._told(missing, roles))

    def _told(self, missing: Sequence[str], roles: frozenset[str] | None) -> tuple[Lack, ...]:
        """Return the roles that the key lacks, in words for staff.

        Log a missing role only if it was not missing at the last probe. If `roles` is None, Sierra does not say which
        roles the key has. In this case, return a text that says so.
        """
        if roles is None:
            return (Lack("Sierra does not say which roles the kiosk's key has, so they were not looked at"),)
        lacks = tuple(_lack(role) for role in missing)
        for each in lacks:
            if each not in self._logged:
                _log.warning("%s", each.text)
        self._logged = lacks
        return lacks

    async def library(self, language: str) -> Library:  # noqa: ARG002 - the settings have one language
        """Return the library from the settings. First read the roles of the key, to find out if Sierra answers."""
        await self.probe()
        login = LoginKind.CARD_AND_PIN if self._site.card_pin else LoginKind.CARD
        return replace(
            self._site.library, login=login, at_once=True, due_moments=self._due_moments, due_at=time(DAY_HOUR)
        )

    def _learn(self, moments: Iterable[datetime]) -> None:
        self._due_moments = tuple(sorted({*self._due_moments, *moments})[-_MOST_MOMENTS:])

    async def texts(self, language: str) -> KioskTexts:  # noqa: ARG002 - the settings have one language
        """Return the texts from the settings, which are the same in every language."""
        return self._site.library.texts

    async def sign_in(self, credential: Credential, visit: VisitId, language: str) -> SierraAccount:
        """Sign a member in with the card's number, and with its PIN if the settings say so. Read the loans."""
        card, pin = _card_of(credential)
        if self._site.card_pin and (pin is None or not pin):
            raise WrongLoginError
        patron = await self._patron(card, pin)
        if patron.deleted:
            raise WrongLoginError
        member = self._member(patron)
        loans = await self._loans.all(member.reference)
        for each in loans:
            if each.item.code and each.item.name:
                self._memory.remember(each.item.code, ItemMemo(each.item.name))
        opening = Opening(loans, limits=Limits(max_loans=self._site.most_loans))
        account = self._account(visit, member, opening, MemberCard(card, pin), self._parts(visit, patron))
        account.vouched = reading.vouched(patron, self._site.vouches)
        account.speak(language)
        return account

    def account_for(self, reference: str, visit: VisitId, token: Secret | None) -> SierraAccount:  # noqa: ARG002
        """Return the account with this record number.

        `token` is not used, because the kiosk's key can read every account.
        """
        return self._account(visit, Member(reference), Opening(), MemberCard(), Parts())

    def _account(
        self, visit: VisitId, member: Member, opening: Opening, card: MemberCard, parts: Parts
    ) -> SierraAccount:
        tools = Tools(self._service, self._loans, self._write_log, self._memory, self._now)
        return SierraAccount(tools, visit, member, opening, card, parts)

    def _parts(self, visit: VisitId, patron: PatronAnswer) -> Parts:
        """Return the holds and the fines of this patron. The holds are None if the key may not read them."""
        ident = reading.last_part(patron.id)
        may_hold = HOLDS_ROLE not in self._missing
        holds = Holds(self._service, self._loans, self._write_log, self._now, visit, ident) if may_hold else None
        return Parts(holds, Fines(self._service, self._loans, ident, patron.money_owed))

    async def reset_password(self, name: str, language: str) -> None:  # noqa: ARG002 - no such call
        """Raise MisconfiguredError, because a card PIN is changed on the library's own site."""
        raise MisconfiguredError("a card PIN cannot be reset at the kiosk")

    def left_out(self) -> tuple[str, ...]:
        """Return one line of text for each odd value that was left out of an answer."""
        return self._wire.oddities.all()

    def searching(self, language: str) -> None:
        """Return None, because the published API has no search that members may use."""

    async def picture(self, address: str) -> bytes:  # noqa: ARG002 - no such call
        """Return no picture, because Sierra has none."""
        return b""

    async def aclose(self) -> None:
        """Close all connections."""
        await self._wire.aclose()

    # --- the patron and the PIN ---

    async def _patron(self, card: Secret, pin: Secret | None) -> PatronAnswer:
        """Return the patron of this card. Raises WrongLoginError if the card or the PIN is wrong."""
        ident = None
        if pin is not None and self._site.card_pin:
            ident = await self._authenticated(card, pin)
            if ident is None:
                await self._validated(card, pin)
        if ident is None:
            query = {"varFieldTag": self._site.barcode_tag, "varFieldContent": card.reveal()}
            answer = await self._asked("find_patron", "", query)
        else:
            answer = await self._asked("patron", ident, {})
        return answer

    async def _asked(self, operation: str, ident: str, query: dict[str, str]) -> PatronAnswer:
        try:
            more = (name for fact, name in VOUCHED_FIELDS.items() if fact in self._site.vouches)
            answer = await self._service.read_fields(operation, ident, (*PATRON_FIELDS, *more), PATRON_EXTRAS, query)
        except SeveralRecordsError:
            raise WrongLoginError("More than one record has this card. Please ask staff.") from None
        if answer is None:
            raise WrongLoginError
        return shaped(answer, json_of(answer), PatronAnswer)

    async def _authenticated(self, card: Secret, pin: Secret) -> str | None:
        """Return the record number of the patron. Raises WrongLoginError if the card or the PIN is wrong.

        Return None if this Sierra has no call that checks a card and its PIN.
        """
        if not self._has_auth:
            return None
        body = {"authMethod": "native", "patronId": card.reveal(), "patronSecret": pin.reveal()}
        answer = await self._service.ask("auth", body)
        if 200 <= answer.status < 300:
            value = json_of(answer)
            if isinstance(value, bool) or not isinstance(value, int | str):
                raise away("auth", answer)
            return str(value)
        no = no_of(answer)
        if no is not None and no.code == _WRONG:
            raise WrongLoginError
        if no is None and answer.status not in {404, 405}:
            raise away("auth", answer)
        self._has_auth = no is not None and no.code != _NO_ROLE and answer.status not in {404, 405}
        return None

    async def _validated(self, card: Secret, pin: Secret) -> None:
        """Raise WrongLoginError if this PIN does not belong to this card."""
        body = {"barcode": card.reveal(), "pin": pin.reveal(), "caseSensitivity": False}
        answer = await self._service.ask("validate", body)
        if 200 <= answer.status < 300:
            return
        no = no_of(answer)
        if no is None:
            raise away("validate", answer)
        if no.code == _NO_ROLE:
            raise MisconfiguredError(
                f"the kiosk's key lacks the role {VALIDATE_ROLE}: no card PIN can be checked", _add(VALIDATE_ROLE)
            )
        raise WrongLoginError

    def _member(self, patron: PatronAnswer) -> Member:
        expires = reading.day(patron.expiration_date, self._site.zone)
        blocked = reading.is_blocked(patron)
        today = self._now().astimezone(self._site.zone).date()
        return Member(
            reference=reading.last_part(patron.id),
            first_name=reading.first_name(patron),
            may_borrow=False if blocked or "Patrons Write" in self._missing else None,
            is_expired=expires < today if expires is not None else None,
            expires=expires,
            max_loans=self._site.most_loans,
        )


def _lack(role: str) -> Lack:
    without = ROLES[role][1] if role in ROLES else _OLD_PINS
    return Lack(f"the kiosk's key lacks the role {role}: {without}", _add(role))


def _add(*roles: str) -> str:
    named = f"the role{'s' if len(roles) > 1 else ''} {', '.join(roles)}"
    return f"ask the people who run your Sierra to give this key {named}, then check again"


def _card_of(credential: Credential) -> tuple[Secret, Secret | None]:
    match credential:
        case Password(name, secret):
            return Secret(name.strip()), secret or None
        case ScannedFob(code):
            return code, None
        case _:
            raise WrongLoginError


def _roles(info: TokenInfo) -> frozenset[str] | None:
    """Return the names of the roles, or None if the server sent no roles. A role is a text or an object with a name."""
    if info.roles is None:
        return None
    named = (each if isinstance(each, str) else str(each.get("name", "")) for each in info.roles)
    return frozenset(named)
