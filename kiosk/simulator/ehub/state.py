"""The state of the simulated eHUB provider, with everything that can change while the simulator runs."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import count
from secrets import token_hex

from kiosk.simulator.clock import LibraryClock
from kiosk.simulator.ehub.catalogue import ProviderTitle, ehub_catalogue
from kiosk.simulator.ehub.errors import ProviderAnswerError
from kiosk.simulator.ehub.knobs import EhubKnobs
from kiosk.simulator.ehub.people import EHUB_PEOPLE, ProviderPerson
from kiosk.simulator.ehub.records import (
    ContentLink,
    ProviderAct,
    ProviderActFact,
    ProviderLoan,
    ProviderLoanFact,
    SignedTokenFact,
)
from kiosk.simulator.ehub.signed_tokens import CONSUMER_ID, IDENTITY_CLAIMS, SECRET_KEY, CallerClaims
from kiosk.simulator.knobs import knobs_changed
from kiosk.simulator.served_state import ServedState


class EhubState(ServedState):
    """The people, titles, loans, links, planned faults and calls of the provider, with one lock.

    Any thread can call the methods for tests and the demo. A caller of the methods below the comment "records" must
    hold the lock.
    """

    knobs: EhubKnobs

    def __init__(self, knobs: EhubKnobs, clock: LibraryClock) -> None:
        super().__init__(clock)
        self.titles = ehub_catalogue()
        self._first_knobs = knobs
        # These numbers are never reset, because an old id must not mean another loan after a reset.
        self._numbers = count(7301)
        self.reset()

    def reset(self) -> None:
        """Go back to the state at the start.

        The knobs and the secret key get their first values, and all links, faults and calls are removed.
        """
        with self.lock:
            self.begin_again()
            self.knobs = self._first_knobs
            self.secret_key = SECRET_KEY
            self.people: dict[str, ProviderPerson] = {each.key: each for each in EHUB_PEOPLE}
            self.loans: dict[str, ProviderLoan] = {}
            self.refused_titles: dict[str, str] = {}
            self.agreed: set[str] = set()
            self._strangers: dict[tuple[int, str, str], str] = {}
            self._links: dict[str, ContentLink] = {}
            self._agreements: dict[str, str] = {}
            self._acts: list[ProviderActFact] = []
            self._tokens: list[SignedTokenFact] = []
            self._seed()

    def turn(self, changes: Mapping[str, object]) -> None:
        """Change some knobs while the server runs. Raises WrongKnobError if a name or a value is wrong."""
        with self.lock:
            self.knobs = knobs_changed(self.knobs, changes)

    # --- methods for tests and the demo ------------------------------------------------------------

    def loans_of(self, key: str) -> tuple[ProviderLoanFact, ...]:
        """Return frozen copies of the loans that the person with this key has now, the oldest loan first.

        The first person whom the provider does not know gets the key "stranger-1", the second one "stranger-2".
        """
        with self.lock:
            return tuple(
                ProviderLoanFact(one.id, one.key, one.title.id, one.title.title, one.format_id, one.out, one.ends)
                for one in self.loans_with(key)
            )

    def acts(self, act: ProviderAct | None = None) -> tuple[ProviderActFact, ...]:
        """Return all acts that the provider has carried out since the last reset.

        If `act` is given, return only acts of this kind.
        """
        with self.lock:
            return tuple(each for each in self._acts if act in (None, each.act))

    def tokens(self) -> tuple[SignedTokenFact, ...]:
        """Return the tokens that were accepted since the last reset, without the values of their claims.

        There is one token for each call of the API.
        """
        with self.lock:
            return tuple(self._tokens)

    def epoch_s(self) -> float:
        """Return the time of the clock in seconds since the year 1970."""
        return self.clock.now().timestamp()

    # --- records, for the provider's rules (the caller holds the lock) -----------------------------

    def title_named(self, record_id: str) -> ProviderTitle:
        """Return the title with this record id. Raises KeyError if there is no such title."""
        return self.titles[record_id]

    def person(self, key: str) -> ProviderPerson:
        """Return the person with this key. If the key is unknown, return a new person with the usual limit of loans."""
        return self.people.get(key) or ProviderPerson(key=key, patron_id="", card="", email="", note="")

    def key_of_caller(self, claims: CallerClaims) -> str:
        """Return the key of the person for whom a request is made.

        Raises ProviderAnswerError if no claim identifies a person, or if the provider refuses the person.
        """
        claim, value = self._identity(claims)
        known = claims.consumer == CONSUMER_ID
        for each in self.people.values() if known else ():
            if each.identity(claim) == value:
                if each.refused:
                    raise ProviderAnswerError("INVALID_PATRON")
                return each.key
        if self.knobs.strangers == "refused":
            raise ProviderAnswerError("INVALID_PATRON")
        stranger = (claims.consumer, claim, value)
        return self._strangers.setdefault(stranger, f"stranger-{len(self._strangers) + 1}")

    def _identity(self, claims: CallerClaims) -> tuple[str, str]:
        wanted = self.knobs.identified_by
        others = IDENTITY_CLAIMS if self.knobs.no_identity == "next claim" else ()
        for claim in (wanted, *others):
            if value := claims.people.get(claim):
                return claim, value
        raise ProviderAnswerError("INVALID_PATRON")

    def is_active(self, loan: ProviderLoan) -> bool:
        """Return True if the loan was not ended early and its time is not over."""
        return not loan.ended and loan.ends > self.clock.now()

    def loans_with(self, key: str) -> list[ProviderLoan]:
        """Return the loans that the person with this key has now, the oldest loan first."""
        return [each for each in self.loans.values() if each.key == key and self.is_active(each)]

    def lent(self, title: ProviderTitle | None = None) -> int:
        """Return the number of loans that all people have now. If `title` is given, count only loans of this title."""
        return sum(title in (None, each.title) and self.is_active(each) for each in self.loans.values())

    def lend(self, key: str, title: ProviderTitle, format_id: str | None) -> ProviderLoan:
        """Lend a title to the person with this key, and return the loan."""
        now = self.moment()
        return self._keep(key, title, format_id, now, now + timedelta(days=title.days))

    def moment(self) -> datetime:
        """Return the time now in UTC, without parts of a second."""
        return self.clock.now().replace(microsecond=0)

    def note(self, act: ProviderAct, key: str, title: ProviderTitle | None = None) -> None:
        """Add an act that the provider has carried out to the list that `acts` returns."""
        self._acts.append(ProviderActFact(act, key, title.id if title else "", self.clock.seconds()))

    def note_token(self, claims: CallerClaims) -> None:
        """Add an accepted token to the list that `tokens` returns."""
        self._tokens.append(SignedTokenFact(claims.names, claims.issued, claims.ends))

    # --- links -------------------------------------------------------------------------------------

    def link_code(self, loan: ProviderLoan, part: str) -> str:
        """Return the secret code in the link to this part of a loan.

        If the knob links_each_time is "new", each call makes a new code. If the knob is "same", the code of a link
        stays the same until the link ends.
        """
        if self.knobs.links_each_time == "same":
            for code, link in self._links.items():
                if (link.loan_id, link.part) == (loan.id, part) and not self._is_over(link):
                    return code
        code, lifetime_s = token_hex(16), self.knobs.link_lifetime_s
        self._links[code] = ContentLink(loan.id, part, self.clock.seconds() + lifetime_s if lifetime_s else None)
        return code

    def opened(self, code: str) -> ProviderLoan | None:
        """Return the loan that a link with this code opens now, or None if it does not open a loan any more."""
        link = self._links.get(code)
        if link is None or self._is_over(link):
            return None
        loan = self.loans[link.loan_id]
        return loan if self.is_active(loan) else None

    def _is_over(self, link: ContentLink) -> bool:
        return link.ends is not None and self.clock.seconds() >= link.ends

    def agreement_code(self, key: str) -> str:
        """Return a new secret code for the address of the page on which the person with this key can agree."""
        code = token_hex(16)
        self._agreements[code] = key
        return code

    def agreeing(self, code: str) -> str | None:
        """Return the key of the person for whom `agreement_code` made this code, or None if the code is unknown."""
        return self._agreements.get(code)

    # --- the start ---------------------------------------------------------------------------------

    def _keep(
        self, key: str, title: ProviderTitle, format_id: str | None, out: datetime, ends: datetime
    ) -> ProviderLoan:
        number = next(self._numbers)
        id_ = f"co-{number}" if self.knobs.checkout_ids == "plain" else f"lån/{number} 50%?ø"
        made = ProviderLoan(id_, key, title, format_id, out, ends)
        self.loans[id_] = made
        return made

    def _seed(self) -> None:
        now = self.moment()
        for person in EHUB_PEOPLE:
            for seed in person.loans:
                title = self.titles[seed.record_id]
                format_id = title.formats[0] if self.knobs.loan_mode == "LPF" else None
                out, ends = now - timedelta(hours=seed.out_h), now + timedelta(hours=seed.left_h)
                self._keep(person.key, title, format_id, out, ends)
