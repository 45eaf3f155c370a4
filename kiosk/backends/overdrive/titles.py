"""The class that reads the names, the media and the covers of titles. It changes nothing at OverDrive."""

import asyncio
import logging
from collections.abc import Iterable, Sequence

from kiosk.backends.errors import LendingError
from kiosk.backends.json_answer import json_of, shaped
from kiosk.backends.overdrive.paths import BATCH
from kiosk.backends.overdrive.reading import Described, described, title_id
from kiosk.backends.overdrive.schema import TitleAvailability, TitleMetadata, TitlesAvailable, TitlesDescribed
from kiosk.backends.overdrive.service import OverDriveService
from kiosk.backends.overdrive.tokens import AnyTokens

_log = logging.getLogger("kiosk.overdrive")
_MOST_KNOWN = 2000


class Titles:
    """Reads facts about titles, 25 titles with one call, and remembers them. These facts are not personal."""

    def __init__(self, service: OverDriveService, *, patience_s: float = 3.0) -> None:
        """Store the service. `patience_s` is the longest time in seconds that `available` waits for an answer."""
        self._service, self._patience_s = service, patience_s
        self.known: dict[str, Described] = {}
        """The facts that were read until now, by the id of the title."""
        self._has_availability = True
        """True until the server says that it has no call for the availability of several titles."""

    async def read(self, idents: Iterable[str], tokens: AnyTokens, collection: str) -> None:
        """Read and remember the facts about these titles, but do not read known titles again.

        If a call gets no usable answer, raise no error and stop. The facts about the titles of this call and of all
        later calls then stay unknown.
        """
        wanted = sorted(set(idents) - set(self.known) - {""})
        if not collection:
            return
        try:
            for begin in range(0, len(wanted), BATCH):
                query = {"reserveIds": ",".join(wanted[begin : begin + BATCH])}
                answer = await self._service.read("titles", tokens, collection=collection, query=query)
                if answer is not None:
                    self.learn(shaped(answer, json_of(answer), TitlesDescribed).metadata or ())
        except LendingError as why:
            _log.info("titles could not be read: %s", why)

    def learn(self, answers: Iterable[TitleMetadata]) -> None:
        """Remember the facts about these titles. If there are too many, forget the titles that were read first."""
        for each in answers:
            self.known[title_id(each.id)] = described(each)
        while len(self.known) > _MOST_KNOWN:
            del self.known[next(iter(self.known))]

    async def one(self, ident: str, tokens: AnyTokens, collection: str) -> TitleMetadata | None:
        """Read the description of one title, and return it. Return None if OverDrive has no such title.

        Raises ServerAwayError, SignInLostError, MisconfiguredError.
        """
        answer = await self._service.read("title", tokens, ident=ident, collection=collection)
        return shaped(answer, json_of(answer), TitleMetadata) if answer is not None else None

    async def available(
        self, idents: Sequence[str], tokens: AnyTokens, collection: str
    ) -> dict[str, TitleAvailability]:
        """Return OverDrive's answers about these titles, by title id. An answer says if its title can be borrowed now.

        Read them with one call, so `idents` can have at most BATCH titles. Leave out each title about which OverDrive
        says nothing. If no usable answer comes within `patience_s` seconds, return an empty dict.
        """
        if not self._has_availability or not idents:
            return {}
        query = {"products": ",".join(idents)}
        try:
            async with asyncio.timeout(self._patience_s):
                answer = await self._service.read("availability", tokens, collection=collection, query=query)
            if answer is None:
                self._has_availability = False
                return {}
            found = shaped(answer, json_of(answer), TitlesAvailable).availability or ()
        except (LendingError, TimeoutError) as why:
            _log.info("whether titles can be borrowed could not be read: %s", str(why) or "no answer in time")
            return {}
        return {title_id(each.reserve_id): each for each in found}
