"""The people whom the simulated eHUB provider knows, with their loans at the start.

They are the patrons of the simulated Sierra. A provider checks neither cards nor PINs: it trusts its caller, and
identifies people by a claim of the token.
"""

from dataclasses import dataclass, field

from kiosk.simulator.sierra import people


@dataclass(frozen=True, slots=True)
class ProviderLoanSeed:
    """A loan that exists at the start. It began `out_h` hours ago and ends in `left_h` hours.

    If `left_h` is negative, the time of the loan is over.
    """

    record_id: str
    out_h: float
    left_h: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderPerson:
    """A made-up person. If `refused` is True, the provider refuses every request for this person.

    `patron_id`, `card` and `email` are the claims that can identify the person. An email can be empty.
    """

    key: str
    patron_id: str = field(repr=False)
    card: str = field(repr=False)
    email: str = field(repr=False)
    note: str
    """A few words about the special case that this person shows, for people who try the simulator."""
    refused: bool = False
    limit: int = 10
    loans: tuple[ProviderLoanSeed, ...] = ()

    def identity(self, claim: str) -> str:
        """Return the value that the claim with this name has for the person."""
        return {"patronId": self.patron_id, "libraryCard": self.card, "email": self.email}[claim]


_LOANS: dict[str, tuple[ProviderLoanSeed, ...]] = {
    "marta": (
        ProviderLoanSeed("mb-1002", 334, 2),
        ProviderLoanSeed("au-2001", 200, 304),
        ProviderLoanSeed("mag/bench/2026-11", 30, 138),
    ),
    "jamal": (ProviderLoanSeed("isbn/978-0-00-000010-4", 48, 288), ProviderLoanSeed("mix-3001", 5, 331)),
    "greta": (ProviderLoanSeed("mb-1020", 100, 236), ProviderLoanSeed("vid-4001", 20, 28)),
    "owes": (ProviderLoanSeed("mb-1003", 350, -14), ProviderLoanSeed("mb-1001", 335.25, 0.75)),
    "mononym": (ProviderLoanSeed("100% wool", 60, 276),),
    "busy": tuple(
        ProviderLoanSeed(record_id, 40 + place, 296 - place)
        for place, record_id in enumerate(
            (
                "mb-1001",
                "mb-1002",
                "mb-1003",
                "films & books/12",
                "Ærø/Øst 7",
                "本-0042",
                "what?#now",
                "plus+and;more=1",
                "urn:nbn:se:mb-77",
                "au/2003/vol 1",
                "au-2006",
                "mag-harbour-48",
            )
        )
    ),
}
_LIMITS = {"greta": 2, "busy": 20}
_NOTES = {
    "marta": "three loans: one ends in 2 hours, one is an audio book of 24 parts",
    "jamal": "two loans: one has a record id with slashes, one has three formats",
    "ines": "nothing out",
    "theo": "nothing out",
    "bao": "refused by the provider (INVALID_PATRON)",
    "greta": "limit of 2 reached; has the only copy of a title",
    "owes": "a loan whose time is over, and one that ends in 45 minutes",
    "mononym": "a loan with supplements; its record id has a percent sign",
    "busy": "12 loans, many with odd record ids",
}
EHUB_PEOPLE: tuple[ProviderPerson, ...] = tuple(
    ProviderPerson(
        key=each.key,
        patron_id=str(each.id),
        card=each.barcode,
        email=each.email,
        note=_NOTES.get(each.key, "nothing out"),
        refused=each.key == "bao",
        limit=_LIMITS.get(each.key, 10),
        loans=_LOANS.get(each.key, ()),
    )
    for each in people.PATRONS
    if not each.deleted
)
