"""The calls to the provider. Each request has a new token, which names the kiosk's site and the member.

Only one write runs at a time, and a write is sent once. The logs name the operation and the provider's error code, but
no record, no title and no token.
"""

import asyncio
import logging
import re
from collections.abc import Callable
from datetime import datetime, timedelta, tzinfo
from typing import assert_never

import msgspec
from msgspec import Struct, field

from kiosk.backends.answer import MOVES, HttpAnswer, Received, away
from kiosk.backends.ehub.catalogue import LabelledTitle, TitleBook
from kiosk.backends.ehub.paths import GUESSES, EHubClaim, EHubGuesses, EHubPaths, LoansPer
from kiosk.backends.ehub.reading import EHubNo, no_of
from kiosk.backends.ehub.tokens import is_text, key_bytes, signed
from kiosk.backends.errors import MisconfiguredError, ServerAwayError
from kiosk.backends.http import JSON, READ_PAUSES_S, HttpCall, Wire
from kiosk.backends.network import STRAIGHT, Network
from kiosk.domain.library import Library
from kiosk.domain.messages.events import AwayReason
from kiosk.domain.model import Secret
from kiosk.structs import hiding

_log = logging.getLogger("kiosk.ehub")
_CLOCK_SLACK = timedelta(minutes=1)
_ADDRESS = "see [ehub] url and api_version: the kiosk adds the version and /records or /checkouts to the url"


class EHubPerson(Struct, frozen=True):
    """The facts that can name a member in a token. If a fact is not known, its text is empty.

    `patron_id` is the number or name that the main system gives to the member's account. `card` is the number of the
    card. `birth_date` has the form YYYY-MM-DD.
    """

    card: str = ""
    patron_id: str = ""
    email: str = ""
    birth_date: str = ""

    __repr__ = hiding("card", "patron_id", "email", "birth_date")

    @property
    def reference(self) -> str:
        """Return the numbers `card` and `patron_id` as one text, which the kiosk stores. `person_of` reads this text.

        The text does not contain the e-mail address and the birth date, because the kiosk never stores them.
        """
        return msgspec.json.encode(_Numbers(self.card, self.patron_id)).decode()

    @property
    def register_name(self) -> str:
        """Return the text that names this person in the store for the loans that were made at this kiosk."""
        return f"patron {self.patron_id}" if self.patron_id else f"card {self.card}" if self.card else self.email

    def claim(self, claim: EHubClaim) -> str:
        """Return the fact for this claim of a token, or an empty text if the fact is not known."""
        match claim:
            case EHubClaim.PATRON_ID:
                return self.patron_id
            case EHubClaim.LIBRARY_CARD:
                return self.card
            case EHubClaim.EMAIL:
                return self.email
            case EHubClaim.BIRTH_DATE:
                return self.birth_date
        assert_never(claim)


class _Numbers(Struct, frozen=True):
    card: str = ""
    patron_id: str = ""

    __repr__ = hiding("card", "patron_id")


def person_of(reference: str) -> EHubPerson | None:
    """Return the person with this reference, or None if the text is no reference of a person."""
    try:
        numbers = msgspec.json.decode(reference, type=_Numbers)
    except msgspec.MsgspecError:
        return None
    return EHubPerson(numbers.card, numbers.patron_id)


NOBODY = EHubPerson()


class EHubSite(Struct, frozen=True):
    """The settings for a content provider of eHUB. `key` is the secret key, written in base64.

    `library` contains everything about the library that the provider does not send, such as its hours and texts.
    """

    url: str
    site_id: str
    consumer_id: int
    key: Secret
    zone: tzinfo
    api_version: str = "v1"
    key_place: str = "[ehub] key_file"
    """Words for staff that say from which file or credential the kiosk has read the key."""
    token_expires_s: int = 0
    """The number of seconds for which a token is valid, or 0 if the token does not say when it ends."""
    claims: tuple[EHubClaim, ...] = (EHubClaim.LIBRARY_CARD,)
    """A token that names a member contains all these facts, and no other fact about the member."""
    vouched: bool = False
    """True if the provider stands beside a main system, which vouches for the members.

    If this is True, the kiosk does not trust the number of a card, and does not use `trusted_cards`.
    """
    loans: LoansPer = LoansPer.PRODUCT
    allow_delete: bool = False
    """True if members can give a title back before its loan ends."""
    remember_loans: bool = False
    """True if the kiosk remembers the loans that members make at this kiosk."""
    catalogue: tuple[LabelledTitle, ...] = ()
    items: "re.Pattern[str] | None" = None
    """The pattern of labels. The first group is the id of the record, and the second group is the id of the format."""
    trusted_cards: "re.Pattern[str] | None" = None
    """The pattern of the card numbers that the kiosk trusts. None means that the kiosk trusts no card."""
    timeout_s: float = 10.0
    library: Library = field(default_factory=Library)
    most_loans: int | None = None
    network: Network = STRAIGHT
    guesses: EHubGuesses = GUESSES


class EHubService:
    """Signs and sends calls. `now` returns the present time, which each token contains.

    Raises MisconfiguredError if the key is not written in base64.
    """

    def __init__(
        self,
        site: EHubSite,
        wire: Wire,
        now: Callable[[], datetime],
        pauses_s: tuple[float, ...] = READ_PAUSES_S,
    ) -> None:
        self.site, self.paths, self.book = site, EHubPaths(site.url, site.api_version), TitleBook(site.catalogue)
        self._wire, self._now, self._pauses_s = wire, now, pauses_s
        self._writing = asyncio.Lock()
        try:
            self._key = key_bytes(site.key, as_text=site.guesses.key_as_text)
            self.key_is_text = is_text(key_bytes(site.key))
        except ValueError as why:
            raise MisconfiguredError(f"{site.key_place}: {why}: write the key as the provider gave it") from None

    async def read(self, operation: str, person: EHubPerson, ident: str) -> HttpAnswer | EHubNo:
        """Return the answer to a call that only reads, or the error code with which the provider refuses the call.

        If no useful answer comes, the call is sent again with a new token. Raises ServerAwayError, MisconfiguredError.
        """
        loop = asyncio.get_running_loop()
        ends = loop.time() + self.site.timeout_s
        for pause_s in (*self._pauses_s, None):
            received = await self._wire.exchange(self._call(operation, person, ident))
            if isinstance(received, HttpAnswer):
                no = self.no_of(received)
                if no is not None:
                    _log.info("%s: refused: %s", operation, no.said)
                    return no
                if 200 <= received.status < 300 and received.can_be_json and received.body.strip():
                    return received
                if received.status in self.site.guesses.token_refused and not received.is_page:
                    raise self.token_refused(received)
            if pause_s is None or loop.time() + pause_s > ends:
                raise _away(operation, received)
            await asyncio.sleep(pause_s)
        raise AssertionError("the last try returns or raises")

    async def send(self, operation: str, person: EHubPerson, ident: str = "", body: object = None) -> Received:
        """Send a write once, with a new token."""
        async with self._writing:
            return await self._wire.exchange(self._call(operation, person, ident, body))

    def no_of(self, received: Received) -> EHubNo | None:
        """Return the provider's error in an answer. Return None if no answer came, or if the answer contains no error.

        Return None also if the answer refuses the kiosk's token, because such an answer says nothing about the member.
        """
        no = no_of(received, self.site.guesses.in_between)
        is_about_token = isinstance(received, HttpAnswer) and received.status in self.site.guesses.token_refused
        return None if no is None or (is_about_token and not no.is_published) else no

    def token_refused(self, answer: HttpAnswer) -> MisconfiguredError:
        """Return the error for an answer that refuses the kiosk's token. The error's text is for staff.

        Each token contains the kiosk's time. If the clocks of the kiosk and the provider differ, the text says so.
        """
        why = f"the provider refuses the kiosk's token (HTTP {answer.status})"
        names = f"are site_id and consumer_id right, and is the key in {self.site.key_place} the provider's?"
        ahead = self._now() - answer.date if answer.date is not None else None
        if ahead is None:
            return MisconfiguredError(why, f"{names} Is the clock of this machine right?")
        if abs(ahead) <= _CLOCK_SLACK:
            return MisconfiguredError(why, names)
        side = "ahead of" if ahead > timedelta() else "behind"
        minutes = abs(ahead) / timedelta(minutes=1)
        doubt = f"the clock of this machine is {minutes:.0f} minutes {side} the provider's"
        return MisconfiguredError(f"{why}, and {doubt}", f"set the clock first. If that does not help: {names}")

    def _call(self, operation: str, person: EHubPerson, ident: str, body: object = None) -> HttpCall:
        target = self.paths.target(operation, ident)
        content = msgspec.json.encode(body) if body is not None else b""
        return HttpCall(
            operation,
            target.verb,
            target.url,
            content,
            JSON if content else "",
            token=signed(self._claims(person), self._key),
            fresh=operation != "record",
            refuses_with_500=True,
            redirects=True,  # A redirect is never followed, and its address must not be logged.
        )

    def _claims(self, person: EHubPerson) -> dict[str, str | int]:
        site, at = self.site, int(self._now().timestamp())
        claims: dict[str, str | int] = {"iss": site.site_id, "iat": at}
        if site.token_expires_s:
            claims["exp"] = at + site.token_expires_s
        claims["ehubConsumerId"] = site.consumer_id
        return claims if person == NOBODY else claims | {each.value: person.claim(each) for each in site.claims}


def _away(operation: str, received: Received) -> ServerAwayError | MisconfiguredError:
    if not isinstance(received, HttpAnswer):
        return ServerAwayError(f"{operation}: no answer")
    if received.status in MOVES:
        return ServerAwayError(f"{operation}: HTTP {received.status}: a redirect", reason=AwayReason.MOVED)
    if received.status == 404 and received.can_be_json:
        return MisconfiguredError(f"{operation}: the provider has no such call (HTTP 404)", _ADDRESS)
    return away(operation, received)
