"""The ways to sign in (by fob, or by name and password) and to link a fob. A failure is an answer, not an exception."""

import asyncio
import logging
from collections.abc import Callable

from msgspec import Struct

from kiosk.backends.errors import (
    LendingError,
    LogBrokenError,
    MisconfiguredError,
    NotServedError,
    RenewalRefusedError,
    ServerAwayError,
    SignInLostError,
    WrongLoginError,
)
from kiosk.backends.ports import SecretKeeper
from kiosk.backends.protocol import Account, Credential, Finder, LendingBackend, Password, Renewal, ScannedFob
from kiosk.domain.library import CodeRule, FobLogin
from kiosk.domain.messages.answers import (
    Answer,
    FobsPaused,
    LinkDead,
    LinkKept,
    NotLinked,
    PinNeeded,
    ResetAnswered,
    ResetOutcome,
    SignInAway,
    Throttled,
    TurnedAwayBy,
    WrongSecret,
)
from kiosk.domain.messages.effects import Identify, KeepLink, ResetPassword, SignIn, TakeFob
from kiosk.domain.messages.events import Event
from kiosk.domain.model import ItemCode, Moment, Secret, VisitId
from kiosk.domain.search import MOST_FOUND, PAGE, Query
from kiosk.store import vault as found
from kiosk.store.link_encryption import Remembered, RememberedPassword, RememberedToken
from kiosk.store.link_passes import LinkPass
from kiosk.store.throttle import FobThrottle, Throttle
from kiosk.store.vault import Holder, LinkProblem, Vault, link_problem

_log = logging.getLogger("kiosk.signing")

_LABEL_SEARCH_S = 5.0
"""The longest time, in seconds, to wait until the lending system finds a label.

The member can use the basket during this time.
"""
_NEXT_MAIL_S = 300.0
"""The shortest time, in seconds, between the first and the second mail for the same name.

Each further mail for this name doubles the time.
"""


class LoginRules(Struct, frozen=True):
    """The settings in [login] and [codes] that are needed to sign members in."""

    fob: FobLogin = FobLogin.LINKED
    remember_password: bool = False
    codes: CodeRule | None = None
    """The rules in [codes] if at least one reader reads both fobs and items. None if no reader reads both."""


class SignInService:
    """Opens the accounts of members. `vault` is None if this kiosk links no fobs."""

    def __init__(
        self,
        backend: LendingBackend,
        vault: Vault | None,
        throttle: Throttle,
        rules: LoginRules,
        *,
        clock: Callable[[], Moment],
        knows_item: Callable[[ItemCode], bool],
    ) -> None:
        self._backend = backend
        self._vault = vault
        self._throttle = throttle
        self._fobs = FobThrottle()
        self._one_after_the_other = asyncio.Lock()
        self._mails = Throttle(free=1, first_wait_s=_NEXT_MAIL_S)
        self._rules = rules
        self._clock = clock
        self._knows_item = knows_item
        self._typed: dict[VisitId, RememberedPassword] = {}

    async def by_fob(self, asked: Identify, language: str) -> Account | Answer:
        """Return the account that this fob opens. If the fob opens no account, return an answer that says why.

        After many unknown fobs, no fob is looked up for some seconds, so that nobody can guess codes quickly.
        """
        code = asked.fob.reveal()
        try:
            async with self._one_after_the_other:
                what = await self._find_fob(asked, code, language)
            answer = await self._by_link(asked.visit, what, language) if isinstance(what, found.Linked) else what
        except LogBrokenError:
            return SignInAway(asked.visit)
        if isinstance(answer, Answer):
            return answer
        if isinstance(what, found.Linked) and is_own_label(answer, code):
            _log.warning("a linked code is the label of a tool: it opens no account")
            await answer.sign_out()
            return NotLinked(asked.visit)
        self._fobs.known(code)
        if isinstance(what, found.Linked):
            _let_remember_cards(answer, what)
        return answer

    async def _find_fob(self, asked: Identify, code: str, language: str) -> found.Linked | Account | Answer:
        """Return the link or the account of this fob. If there is neither, return an answer that says why.

        If no member has this fob, count the fob as unknown. Raises LogBrokenError if the vault cannot be read or
        written.
        """
        if (paused := self._paused(asked.visit, code)) is not None:
            return paused
        if self._rules.fob is FobLogin.ENDPOINT:
            answer = await self._opened(asked.visit, ScannedFob(asked.fob), language, by_fob=True)
            if isinstance(answer, WrongSecret):
                self._count_unknown(code)
            return answer
        if self._rules.fob is not FobLogin.LINKED or self._vault is None or self._knows_item(ItemCode(code)):
            return NotLinked(asked.visit)
        match await self._vault.find(asked.fob, asked.pin):
            case found.NoLink():
                self._count_unknown(code)
                return NotLinked(asked.visit)
            case found.LinkNeedsPin(wrong, pin_wait_s):
                return Throttled(asked.visit, pin_wait_s) if pin_wait_s > 0 else PinNeeded(asked.visit, wrong)
            case found.Expired():
                return LinkDead(asked.visit, expired=True)
            case found.Suspended(linked=linked):
                return linked or LinkDead(asked.visit)
            case found.Linked() as linked:
                return linked

    def _paused(self, visit: VisitId, code: str) -> FobsPaused | None:
        wait_s = self._fobs.wait_s(code, self._clock().at)
        if wait_s <= 0:
            return None
        _log.warning("many unknown fobs: none is looked up for %.0f s", wait_s)
        return FobsPaused(visit, wait_s)

    def _count_unknown(self, code: str) -> None:
        """Count the code of a fob that no member has. Do not count the label of a tool, because it is not a guess."""
        if not self._knows_item(ItemCode(code)):
            self._fobs.unknown(code, self._clock().at)

    async def _by_link(self, visit: VisitId, linked: found.Linked, language: str) -> Account | Answer:
        credential: Credential
        match linked.remembered:
            case RememberedToken(token):
                credential = Renewal(token, linked.keeper)
            case RememberedPassword(name, secret):
                credential = Password(name, secret)
        answer = await self._opened(visit, credential, language, by_fob=True)
        if isinstance(answer, LinkDead | WrongSecret):
            await self._needed_vault().refused(linked.link)
            return LinkDead(visit)
        if not isinstance(answer, SignInAway):
            await self._needed_vault().succeeded(linked.link)
        return answer

    # --- a fob that is shown while the lending system is away ---

    async def pass_of(self, asked: TakeFob) -> LinkPass | Answer:
        """Return a pass for the link of this fob, or an answer that says why there is none. Send no request.

        Unknown fobs are counted as in `by_fob`, and the label of a tool gets no pass.
        """
        try:
            async with self._one_after_the_other:
                return await self._find_pass(asked, asked.fob.reveal())
        except LogBrokenError:
            return SignInAway(asked.visit)

    async def _find_pass(self, asked: TakeFob, code: str) -> LinkPass | Answer:
        if (paused := self._paused(asked.visit, code)) is not None:
            return paused
        if self._rules.fob is not FobLogin.LINKED or self._vault is None or self._knows_item(ItemCode(code)):
            return NotLinked(asked.visit)
        match await self._vault.pass_of(asked.fob):
            case LinkPass() as given:
                self._fobs.known(code)
                return given
            case found.LinkNeedsPin():
                return PinNeeded(asked.visit)
            case found.Expired():
                return LinkDead(asked.visit, expired=True)
            case found.Suspended():
                return LinkDead(asked.visit)
            case _:
                self._count_unknown(code)
                return NotLinked(asked.visit)

    async def by_pass(self, visit: VisitId, given: LinkPass, language: str) -> Account | Answer:
        """Return the account that this pass opens. If it opens no account, return an answer that says why.

        A link that is revoked, expired or suspended opens no account. Raises LogBrokenError.
        """
        what = await self._needed_vault().open_with(given)
        return await self._by_link(visit, what, language) if isinstance(what, found.Linked) else LinkDead(visit)

    async def by_password(self, asked: SignIn, language: str) -> Account | Answer:
        """Return the account of this name and password. If they open no account, return an answer that says why.

        After several wrong passwords, the next try must wait, so that nobody can guess passwords quickly.
        """
        now = self._clock().at
        wait_s = self._throttle.allowed(asked.name, now)
        if wait_s > 0:
            return Throttled(asked.visit, wait_s)
        answer = await self._opened(asked.visit, Password(asked.name, asked.secret), language, by_fob=False)
        if isinstance(answer, WrongSecret):
            self._throttle.failed(asked.name, now)
            wait_s = self._throttle.allowed(asked.name, now)
            return Throttled(asked.visit, wait_s) if wait_s > 0 else answer
        if not isinstance(answer, SignInAway):
            self._throttle.succeeded(asked.name)
            if self._rules.remember_password and not isinstance(answer, Answer):
                self._typed[asked.visit] = RememberedPassword(asked.name, asked.secret)
        return answer

    async def keep(self, asked: KeepLink, account: Account) -> LinkKept:
        """Link this fob to this account. Do not link the fob if its code is, or can be, the label of a tool.

        Return an answer that says if the fob is linked, or why it is not linked.
        """
        why = await self._why_not_kept(asked, account)
        if why is not None:
            return LinkKept(asked.visit, False, why)
        remembered = self._to_remember(asked.visit, account)
        if remembered is None or self._vault is None:
            return LinkKept(asked.visit, False, "no_token")
        member = account.member
        try:
            holder = Holder(member.reference, member.first_name[:1].upper())
            await self._vault.keep(asked.fob, remembered, holder, pin=asked.pin)
            linked = await self._vault.find(asked.fob, asked.pin)
            if isinstance(linked, found.Linked):
                account.keep_with(linked.keeper)
                _let_remember_cards(account, linked)
                await _catch_up(linked.keeper, remembered, account.renewable)
        except LogBrokenError:
            return LinkKept(asked.visit, False, "not_written")
        self._fobs.known(asked.fob.reveal())
        return LinkKept(asked.visit, True)

    async def _why_not_kept(self, asked: KeepLink, account: Account) -> str | None:
        code = asked.fob.reveal()
        problem = link_problem(asked.fob, rules=self._rules.codes, knows_item=self._knows_item)
        if problem is None and is_own_label(account, code):
            problem = LinkProblem.ITEM_CODE
        if problem is not None or asked.certain:
            return problem.value if problem is not None else None
        found = await is_label(account.searching, code)
        if found is None:
            return "not_checked"
        return LinkProblem.ITEM_CODE.value if found else None

    async def reset(self, asked: ResetPassword, language: str, tell: Callable[[Event], None]) -> None:
        """Ask the lending system to send the member a mail for a new password, and tell the visit the outcome."""
        tell(ResetAnswered(asked.visit, await self._mailed(asked.name, language)))

    async def _mailed(self, name: str, language: str) -> ResetOutcome:
        """Ask the lending system for the mail, unless the last mail for this name is too recent. Return the outcome.

        Requests for a name that no member has are counted, too. The outcome then does not show which names exist.
        """
        now = self._clock().at
        if self._mails.allowed(name, now) > 0:
            return ResetOutcome.TOO_OFTEN
        self._mails.failed(name, now)
        try:
            await self._backend.reset_password(name, language)
        except MisconfiguredError as wrong:
            _log.error("a mail for a new password cannot be asked for with these settings: %s", wrong)
        except LendingError as away:
            _log.warning("a mail for a new password: %s", away)
        else:
            return ResetOutcome.ASKED
        return ResetOutcome.AWAY

    def forget(self, visit: VisitId) -> None:
        """Forget the typed password of this visit, because the visit is over."""
        self._typed.pop(visit, None)

    def _to_remember(self, visit: VisitId, account: Account) -> Remembered | None:
        if self._rules.remember_password:
            return self._typed.pop(visit, None)
        return RememberedToken(account.renewable) if account.renewable is not None else None

    def _needed_vault(self) -> Vault:
        if self._vault is None:
            raise RuntimeError("a link without a vault")
        return self._vault

    async def _opened(self, visit: VisitId, credential: Credential, language: str, *, by_fob: bool) -> Account | Answer:
        try:
            return await self._backend.sign_in(credential, visit, language)
        except WrongLoginError as wrong:
            return WrongSecret(visit, wrong.words, by_fob)
        except RenewalRefusedError:
            return LinkDead(visit)
        except NotServedError as away:
            return TurnedAwayBy(visit, away.reason, away.words, away.url)
        except (ServerAwayError, SignInLostError) as away:
            _log.warning("sign-in: %s", away)
        except MisconfiguredError as wrong:
            _log.error("sign-in is not possible with these settings: %s", wrong)
        except LogBrokenError as broken:
            _log.error("sign-in: a rotated token could not be written (%s)", broken)
        return SignInAway(visit)


def _let_remember_cards(account: Account, linked: found.Linked) -> None:
    """Let the account store the member's cards for the digital systems, if there are any, in the link of the fob."""
    if account.joining is not None:
        account.joining.keep_cards_with(linked.cards)


async def _catch_up(keeper: SecretKeeper, remembered: Remembered, now: Secret | None) -> None:
    """Write the token `now` into the link if it differs from the token that was just stored there.

    The server can replace the token while the kiosk makes the slow hash of the fob's code.
    Raises LogBrokenError if the new token cannot be written.
    """
    if isinstance(remembered, RememberedToken) and now is not None and now != remembered.token:
        await keeper.rotated(now)


# --- codes that are a tool's label ---
# The label of a tool must not open an account. If it did, everybody who scans the tool would be logged in as the
# member.


def is_own_label(account: Account, code: str) -> bool:
    """Return True if the code is the label of a tool that the member has borrowed or has in a cart."""
    opening = account.opening
    found = (each.item for each in (*opening.earlier, *opening.other_carts))
    items = (*(each.item for each in opening.loans), *found)
    return any(_same(item.code, code) for item in items) or account.own_loan(ItemCode(code)) is not None


async def is_label(finder: Finder | None, code: str) -> bool | None:
    """Return True if a tool in the lending system has this label, and False if no tool has the label.

    Return None if no clear answer comes within _LABEL_SEARCH_S seconds. If the system has no search, return False. A
    longer label that contains the code is not this label.
    """
    if finder is None:
        return False
    try:
        async with asyncio.timeout(_LABEL_SEARCH_S):
            return await _searched(finder, code)
    except (TimeoutError, LendingError, LogBrokenError) as why:
        _log.info("nobody can say now whether a code is the label of a tool: %s", str(why) or "no answer in time")
        return None


async def _searched(finder: Finder, code: str) -> bool | None:
    offset = 0
    while offset < MOST_FOUND:
        results = await finder.search(Query(code, offset=offset))
        if any(_same(each.item.code, code) for each in results.found):
            return True
        if not results.more:
            return False
        offset += len(results.found) or PAGE  # a page can have fewer results than the kiosk asks for
    return None


def _same(label: str, code: str) -> bool:
    """Return True if both texts are the same label.

    Capital and small letters count as equal, because Caps Lock changes the letters that a reader types.
    """
    return " ".join(label.split()).casefold() == " ".join(code.split()).casefold()
