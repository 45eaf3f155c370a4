"""A main system and its digital systems behind one LendingBackend.

The main system signs the member in. Each digital system joins later: either it trusts the main system, or it wants a
card. The ids of loans and reservations of a digital system, and the addresses of its covers, begin with the key of the
system. The ids and addresses of the main system have no key. If a digital system does not answer, the other systems
work as usual.
"""

import asyncio
import logging
from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from kiosk.backends.errors import (
    LendingError,
    MisconfiguredError,
    NotVouchedError,
    RenewalRefusedError,
    ServerAwayError,
    SignInLostError,
    WrongLoginError,
)
from kiosk.backends.marked import AllReservations, DigitalAlone, together, unmarked
from kiosk.backends.ports import CardKeeper, RememberedCard, SecretKeeper
from kiosk.backends.protocol import (
    Account,
    Billing,
    Credential,
    DigitalPart,
    Finder,
    Lack,
    LendingBackend,
    Offering,
    OwingPart,
    Password,
    ReservingPart,
    Returning,
    ScannedFob,
    ServerIdentity,
    Staging,
    Vouched,
)
from kiosk.backends.remembered_cards import RememberedCards
from kiosk.backends.several_search import several_finder, with_titles
from kiosk.domain.digital import CardWanted, DigitalSystem, ItemFacts, Joined, NotVouched, OpeningRefused, TitleLink
from kiosk.domain.library import KioskTexts, Library
from kiosk.domain.model import (
    Item,
    ItemCode,
    Line,
    LineOutcome,
    Loan,
    LoanId,
    NotSent,
    Refusal,
    RefusalKind,
    Refused,
    Secret,
    Truth,
    VisitId,
)
from kiosk.structs import replace

_log = logging.getLogger("kiosk.several")
_TAIL = 4


class Beside(Struct, frozen=True):
    """A digital system beside the main system, and how members are signed in there.

    If `same_cards` is True, the system knows the cards and PINs of the main system. If `vouched` is True, the system
    trusts the main system and wants no card.
    """

    system: DigitalSystem
    backend: LendingBackend
    same_cards: bool = True
    vouched: bool = False


class SeveralAccount(Account):
    """The account of a member at the main system, and at each digital system that has joined."""

    def __init__(
        self,
        main: Account,
        systems: tuple[Beside, ...],
        *,
        typed: Password | None,
        card: Secret | None = None,
        visit: VisitId,
        language: str,
    ) -> None:
        self._main, self._visit, self._language = main, visit, language
        self._beside = {each.system.key: each for each in systems}
        self._typed = dict.fromkeys(self._beside, typed)
        """For each digital system, the card and PIN with which the member has logged in at the main system.

        An entry is removed when the kiosk tries the card at the digital system.
        """
        self._vouched: Vouched | None = replace(main.vouched, card=card)
        """The main system's facts about who the member is, or None after the member has signed out."""
        self._entered: dict[str, Credential] = {}
        """For each digital system, the log-in that was used there last. A refused log-in is deleted at once."""
        self._cards = RememberedCards(each.system for each in systems)
        self._accounts: dict[str, DigitalAlone] = {}
        self._locks = {key: asyncio.Lock() for key in self._beside}
        """One lock for each digital system. It prevents a second sign-in there before the first sign-in has ended."""
        self.member, self.opening = main.member, main.opening

    # --- the parts of the main system ---

    @property
    def renewable(self) -> Secret | None:
        """Return the main system's token that the kiosk can remember, or None if there is no such token."""
        return self._main.renewable

    @property
    def staging(self) -> Staging | None:
        """Return the part of the main system that uses a cart, or None if the main system acts at once."""
        return self._main.staging

    @property
    def billing(self) -> Billing | None:
        """Return the part of the main system that knows the costs, or None if there is no such part."""
        return self._main.billing

    @property
    def offering(self) -> Offering | None:
        """Return the part of the main system for projects and conditions, or None if there is no such part."""
        return self._main.offering

    @property
    def owing(self) -> OwingPart | None:
        """Return the part that says what the member owes at the main system, or None if there is no such part."""
        return self._main.owing

    @property
    def searching(self) -> Finder | None:
        """Return the search of all systems, or None if no system has a search.

        If the member is signed in at a digital system, the search there uses this log-in.
        """
        signed_in = {key: account.inside.searching for key, account in self._accounts.items()}
        return several_finder(self._main.searching, self._backends(), self._language, signed_in)

    def _backends(self) -> dict[str, LendingBackend]:
        return {key: each.backend for key, each in self._beside.items()}

    def keep_with(self, keeper: SecretKeeper) -> None:
        """Let `keeper` store each new token of the main system."""
        self._main.keep_with(keeper)

    # --- all systems ---

    @property
    def joining(self) -> "SeveralAccount":
        """Return the part that signs the member in at the digital systems. This account itself is the part."""
        return self

    @property
    def reserving(self) -> ReservingPart | None:
        """Return the part for the reservations of all systems, or None if no system has this part."""
        parts = {"": self._main.reserving}
        parts |= {key: account.inside.reserving for key, account in self._accounts.items()}
        there = {key: part for key, part in parts.items() if part is not None}
        return AllReservations(there) if there else None

    @property
    def digital(self) -> DigitalPart:
        """Return the part that opens the digital loans of all systems. This account itself is the part."""
        return self

    def speak(self, language: str) -> None:
        """Ask all systems for answers in this language."""
        self._language = language
        for account in (self._main, *self._accounts.values()):
            account.speak(language)

    def own_loan(self, code: ItemCode) -> Loan | None:
        """Return the member's loan of the item with this label at any system, or None."""
        digital = (account.own_loan(code) for account in self._accounts.values())
        return self._main.own_loan(code) or next((loan for loan in digital if loan is not None), None)

    async def title_links(self, loan: LoanId) -> tuple[TitleLink, ...] | OpeningRefused:
        """Return the addresses that open this loan now. Raises ServerAwayError, SignInLostError, MisconfiguredError."""
        key, ident = unmarked(loan, self._beside)
        if not key:
            digital = self._main.digital
            return await digital.title_links(LoanId(ident)) if digital else OpeningRefused(Refusal(RefusalKind.OTHER))
        account = await self._joined(key)
        try:
            return await account.title_links(loan)
        except SignInLostError:
            return await (await self._joined_again(key)).title_links(loan)

    async def act(self, line: Line) -> LineOutcome:
        """Send the act to the system of the line, and return the outcome.

        If a digital system has ended the log-in, sign in there and send the act again. If a digital system does not
        answer or refuses the log-in, return NotSent. Raises LogBrokenError. Raises SignInLostError only for the main
        system.
        """
        if not line.system:
            return await self._main.act(line)
        if line.system not in self._beside:
            return Refused(Refusal(RefusalKind.ITEM_UNKNOWN))
        try:
            return await self._act(line)
        except NotVouchedError:
            return Refused(Refusal(RefusalKind.NOT_VOUCHED))
        except LendingError as why:
            _log.warning("an act at the digital system %s was not sent: %s", line.system, why)
            return NotSent()

    async def _act(self, line: Line) -> LineOutcome:
        account = await self._joined(line.system)
        try:
            return await account.act(line)
        except SignInLostError:
            return await (await self._joined_again(line.system)).act(line)

    async def titles(self, items: Sequence[Item]) -> tuple[ItemFacts, ...]:
        """Read facts about these items, each at the system to which its label belongs.

        If a digital system does not answer, or the member is not signed in there, leave out its items. Raises
        ServerAwayError, SignInLostError and MisconfiguredError, but only for the main system.
        """
        by_system: dict[str, list[Item]] = {}
        for item in items:
            key = next((each.system.key for each in self._beside.values() if each.system.owns(item.code)), "")
            by_system.setdefault(key, []).append(item)
        found = list[ItemFacts]()
        for key, account in self._accounts.items():
            try:
                found += await account.titles(by_system.get(key, ()))
            except LendingError as why:
                _log.info("the names of titles at the digital system %s could not be read: %s", key, why)
        return (*(await self._main.titles(by_system[""]) if "" in by_system else ()), *found)

    async def reconcile(
        self, lines: Sequence[Line], *, finished: datetime, before: frozenset[LoanId] | None = None
    ) -> Truth:
        """Read the loans of the systems to which these lines belong.

        If a digital system does not answer, the result says nothing about its lines. Raises SignInLostError
        only for the main system. Raises ServerAwayError if the main system does not answer, or if no system answers.
        """
        by_system: dict[str, list[Line]] = {}
        for line in lines:
            by_system.setdefault(line.system if line.system in self._beside else "", []).append(line)
        truths: list[Truth] = []
        if "" in by_system:
            truths.append(await self._main.reconcile(by_system[""], finished=finished, before=before))
        for key in [key for key in by_system if key]:
            try:
                account = await self._joined(key)
                truths.append(await account.reconcile(by_system[key], finished=finished, before=before))
            except LendingError as why:
                _log.info("the loans at the digital system %s could not be read: %s", key, why)
                self._accounts.pop(key, None)
        if not truths and lines:
            raise ServerAwayError("no digital system has answered")
        return together(truths)

    async def sign_out(self) -> None:
        """Sign out at all systems, and forget what the member has typed."""
        self._typed, self._entered, self._vouched = {}, {}, None
        self._cards.end()
        accounts, self._accounts = tuple(self._accounts.values()), {}
        await asyncio.gather(*(account.sign_out() for account in (self._main, *accounts)))

    # --- to join a digital system ---

    @property
    def systems(self) -> tuple[DigitalSystem, ...]:
        """Return the digital systems. `remembering` of a system says if the kiosk can now remember a card for it."""
        return tuple(self._cards.offered(each.system) for each in self._beside.values())

    def keep_cards_with(self, keeper: CardKeeper) -> None:
        """From now on, remember cards in `keeper`, because the fob of the visit is linked."""
        self._cards.keep_with(keeper)

    async def join(
        self, key: str, card: Secret | None, pin: Secret | None, *, remember: bool = False
    ) -> Joined | CardWanted | NotVouched:
        """Sign the member in at this digital system. Raises ServerAwayError, MisconfiguredError, NotServedError.

        If the system trusts the main system, ignore `card`. If the system refuses the remembered card, forget the
        remembered card, and try the card that was typed for the main system.
        """
        beside = self._beside.get(key)
        if beside is None:
            raise MisconfiguredError(f"there is no digital system {key!r}")
        entered = RememberedCard(card, pin) if card is not None and not beside.vouched else None
        if entered is not None:
            self._cards.replaced(key)
        credential = _login(entered) if entered is not None else await self._known_credential(beside)
        if credential is None:
            return CardWanted()
        try:
            async with self._locks[key]:
                account = await self._signed_in(beside, credential)
        except (WrongLoginError, RenewalRefusedError) as why:
            words = why.words if isinstance(why, WrongLoginError) and entered is not None else ""
            return await self._refused(key, CardWanted(wrong=entered is not None, words=words))
        except NotVouchedError as why:
            _log.warning("the digital system %s does not know the member: %s", key, why)
            return NotVouched(why.lacks)
        if remember and entered is not None:
            await self._cards.remember(key, entered)
        tail = credential.name[-_TAIL:] if isinstance(credential, Password) else ""
        reserves = account.inside.reserving is not None
        opening, is_kept = account.opening, self._cards.is_in_use(key)
        return Joined(opening.loans, tail if tail.isdigit() else "", reserves, opening.lists_all, remembered=is_kept)

    async def _refused(self, key: str, wanted: CardWanted) -> Joined | CardWanted | NotVouched:
        """Forget the log-in that the system has refused, and return the result. Usually the result is `wanted`.

        There is one exception. If the log-in was a remembered card, try to join with the card that was typed for the
        main system, and return the result of this try.
        """
        self._entered.pop(key, None)
        if not await self._cards.refused(key):
            return wanted
        found = await self.join(key, None, None)
        return replace(found, dropped=True) if isinstance(found, CardWanted) else found

    async def _known_credential(self, beside: Beside) -> Credential | None:
        """Return a log-in for this system that the kiosk knows already. Return None if the member must enter a card.

        The card with which the member has logged in at the main system is tried only once at this system.
        """
        key = beside.system.key
        if key in self._entered:
            return self._entered[key]
        if beside.vouched:
            return self._vouched
        card = await self._cards.card_for(key)
        if card is not None:
            return _login(card)
        return self._typed.pop(key, None) if beside.same_cards else None

    async def forget_card(self, key: str) -> bool:
        """Forget the remembered card for this system. Return True when the card is deleted on disk, else False."""
        return await self._cards.forget(key)

    # --- the accounts at the digital systems ---

    async def _signed_in(self, beside: Beside, credential: Credential) -> DigitalAlone:
        """Sign in at the digital system, and return the account.

        If the system does not answer, keep the log-in for the next try.
        """
        key = beside.system.key
        self._entered[key] = credential
        found = await beside.backend.sign_in(credential, self._visit, self._language)
        account = DigitalAlone(key, found)
        self._accounts[key] = account
        return account

    async def _joined(self, key: str) -> DigitalAlone:
        """Return the account at this digital system. If there is no account now, sign the member in once more.

        Raises ServerAwayError if the member never signed in there, or if the system refuses the log-in now. Raises
        LendingError if the sign-in fails in another way.
        """
        async with self._locks[key]:
            account, credential = self._accounts.get(key), self._entered.get(key)
            if account is not None:
                return account
            if credential is None:
                raise ServerAwayError(f"the member is not signed in at {key}")
            try:
                return await self._signed_in(self._beside[key], credential)
            except (WrongLoginError, RenewalRefusedError) as why:
                self._entered.pop(key, None)
                await self._cards.refused(key)
                raise ServerAwayError(f"{key} no longer accepts the log-in") from why

    async def _joined_again(self, key: str) -> DigitalAlone:
        """Sign in at the digital system once more, because its log-in has ended. Raises LendingError."""
        self._accounts.pop(key, None)
        return await self._joined(key)


def _login(card: RememberedCard) -> Password:
    return Password(card.number.reveal(), card.pin or Secret(""))


class SeveralBackend(LendingBackend):
    """The main system and its digital systems. kiosk.backends.protocol.LendingBackend explains the methods."""

    def __init__(self, main: LendingBackend, systems: Sequence[Beside], lacks: Sequence[Lack] = ()) -> None:
        """Store the systems. `lacks` says which digital systems are left out, because their settings are wrong."""
        self._main, self._systems, self._lacks = main, tuple(systems), tuple(lacks)
        self._beside = {each.system.key: each for each in self._systems}

    @property
    def systems(self) -> tuple[Beside, ...]:
        """Return the digital systems."""
        return self._systems

    @property
    def returning(self) -> Returning | None:
        """Return the part of the main system that takes items back. Digital loans have no thing to bring back."""
        return self._main.returning

    async def probe(self) -> ServerIdentity:
        """Find out which systems answer. Raises LendingError if the main system fails.

        If a digital system fails, raise no error, because the other systems still work. The result has a Lack (a text
        for staff) about this system.
        """
        main = await self._main.probe()
        found = [(each, await _probed(each)) for each in self._systems]
        lacks = tuple(lack for _, (_, some) in found for lack in some)
        details = "; ".join(filter(None, (main.detail, *(detail for _, (detail, _) in found))))
        return ServerIdentity(details, (*main.lacks, *self._lacks, *lacks))

    async def library(self, language: str) -> Library:
        """Return the library's settings from the main system. Raises ServerAwayError, MisconfiguredError.

        The settings of the main system say who can search. If the main system has no search, anyone can search for the
        titles of the digital systems.
        """
        return with_titles(await self._main.library(language), self._backends(), language)

    def _backends(self) -> dict[str, LendingBackend]:
        return {key: each.backend for key, each in self._beside.items()}

    async def texts(self, language: str) -> KioskTexts:
        """Return the library's own texts from the main system. Raises ServerAwayError, MisconfiguredError."""
        return await self._main.texts(language)

    async def sign_in(self, credential: Credential, visit: VisitId, language: str) -> SeveralAccount:
        """Sign the member in at the main system only. The digital systems join later."""
        main = await self._main.sign_in(credential, visit, language)
        typed = credential if isinstance(credential, Password) else None
        # The main system accepts a scanned card without a PIN, so the digital systems get the card without a PIN, too.
        if isinstance(credential, ScannedFob):
            typed = Password(credential.code.reveal(), Secret(""))
        card = Secret(typed.name.strip()) if typed is not None and typed.name.strip() else None
        return SeveralAccount(main, self._systems, typed=typed, card=card, visit=visit, language=language)

    def account_for(self, reference: str, visit: VisitId, token: Secret | None) -> Account | None:
        """Return the account with this reference, or None if the account cannot be read.

        The key in the reference says at which system the account is.
        """
        key, rest = unmarked(reference, self._beside)
        if not key:
            return self._main.account_for(reference, visit, token)
        account = self._beside[key].backend.account_for(rest, visit, token)
        return DigitalAlone(key, account) if account is not None else None

    async def reset_password(self, name: str, language: str) -> None:
        """Ask the main system to mail this member a link for a new password."""
        await self._main.reset_password(name, language)

    def left_out(self) -> tuple[str, ...]:
        """Return one line of text for each odd value that was left out of an answer of any system."""
        digital = (f"{each.system.key}: {text}" for each in self._systems for text in each.backend.left_out())
        return (*self._main.left_out(), *digital)

    def searching(self, language: str) -> Finder | None:
        """Return one search for all systems that can search without an account, or None if no system can."""
        return several_finder(self._main.searching(language), self._backends(), language)

    async def picture(self, address: str) -> bytes:
        """Return the picture at this address from its system. Raises ServerAwayError."""
        key, rest = unmarked(address, self._beside)
        return await (self._beside[key].backend if key else self._main).picture(rest)

    async def aclose(self) -> None:
        """Close the connections of all systems."""
        await asyncio.gather(*(each.aclose() for each in (self._main, *(one.backend for one in self._systems))))


async def _probed(beside: Beside) -> tuple[str, tuple[Lack, ...]]:
    try:
        found = await beside.backend.probe()
    except LendingError as why:
        remedy = why.remedy if isinstance(why, MisconfiguredError) else ""
        usual = "only its own part of the page says so; the kiosk tries again at each log-in"
        return "", (Lack(f"{beside.system.label or beside.system.key} does not work now: {why}", remedy or usual),)
    return found.detail, found.lacks
