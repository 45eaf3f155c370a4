"""The code that reads loans, items and titles from Sierra. It changes nothing at Sierra."""

import logging
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import partial

from kiosk.backends.answer import HttpAnswer
from kiosk.backends.errors import LendingError
from kiosk.backends.json_answer import json_of, shaped
from kiosk.backends.sierra import reading
from kiosk.backends.sierra.paging import whole_list
from kiosk.backends.sierra.paths import BIB_FIELDS, ITEM_FIELDS, LOAN_EXTRAS, LOAN_FIELDS, PAGE, VOLUME_FIELDS
from kiosk.backends.sierra.reading import Shelved
from kiosk.backends.sierra.schema import (
    BibsAnswer,
    CheckoutAnswer,
    CheckoutsAnswer,
    ItemAnswer,
    ItemsAnswer,
    LinksAnswer,
    VolumesAnswer,
)
from kiosk.backends.sierra.service import Service, UnknownFieldError
from kiosk.domain.model import Item, ItemCode, Loan, LoanAct

_log = logging.getLogger("kiosk.sierra")
_MOST_PAGES = 40
_MOST_IN_A_BATCH = 50


class Loans:
    """Reads loans with their titles. `can` contains the acts that the kiosk's key allows for a loan.

    `learn` is called with the moments at which the loans are due. These moments show in which time zone the library is.
    """

    def __init__(
        self,
        service: Service,
        can: frozenset[LoanAct],
        learn: Callable[[Iterable[datetime]], None] = lambda _: None,
    ) -> None:
        self._service, self._can, self._learn = service, can, learn
        self._expands = True
        """True until the server refuses to send loans together with their items. A Sierra of version 5 refuses this."""
        self._titles: dict[str, Shelved] = {}

    async def all(self, patron: str) -> tuple[Loan, ...]:
        """Return all loans of this patron. Read as many pages as needed. Raises ServerAwayError, MisconfiguredError."""
        found = await whole_list(partial(self._page, patron), lambda each: reading.last_part(each.id), _MOST_PAGES)
        self._learn(reading.day_moments(found))
        known = await self._shelved(found)
        return tuple(reading.loan(each, known, self._service.site.zone, can=self._can) for each in found)

    async def _page(self, patron: str, offset: int) -> list[CheckoutAnswer]:
        query = {"limit": str(PAGE), "offset": str(offset)} | ({"expand": "item"} if self._expands else {})
        try:
            answer = await self._service.read_fields("checkouts", patron, LOAN_FIELDS, LOAN_EXTRAS, query)
        except UnknownFieldError:
            if not self._expands:
                raise
            self._expands = False
            return await self._page(patron, offset)
        return list(shaped(answer, json_of(answer), CheckoutsAnswer).entries or ()) if answer is not None else []

    async def one(self, ident: str) -> CheckoutAnswer | None:
        """Return the loan with this id, or None if the loan cannot be read now."""
        try:
            answer = await self._service.read_fields("checkout_of", ident, LOAN_FIELDS, LOAN_EXTRAS)
            return shaped(answer, json_of(answer), CheckoutAnswer) if answer is not None else None
        except LendingError as why:
            _log.info("a new loan could not be read: %s", why)
            return None

    def without_title(self, answer: CheckoutAnswer) -> Loan:
        """Return the loan with the facts that are already known about its item. No request is sent."""
        return reading.loan(answer, self._titles, self._service.site.zone, can=self._can)

    async def with_title(self, answer: CheckoutAnswer) -> Loan:
        """Return the loan with the title of its item, or without a title if the title cannot be read now."""
        known = await self._shelved([answer])
        return reading.loan(answer, known, self._service.site.zone, can=self._can)

    async def items_with(self, idents: set[str]) -> dict[str, Item]:
        """Return the items with these ids, with their labels and titles. The keys of the result are the ids.

        Leave out items that cannot be read now.
        """
        try:
            found = await self._items(ident for ident in idents if not reading.is_partners(ident))
        except LendingError as why:
            _log.info("items could not be read: %s", why)
            return {}
        titles = await self.titles_of({_bib(item) for item in found} - {""})
        items = {reading.last_part(each.id): reading.item(each, titles.get(_bib(each), "")) for each in found}
        named = {ident: item for ident, item in items.items() if item.name}
        self._titles |= {ident: Shelved(item.name, item.shelf, item.place) for ident, item in named.items()}
        return items

    async def titles_of(self, bibs: set[str]) -> dict[str, str]:
        """Return the titles with these ids. The keys of the result are the ids.

        Leave out titles that cannot be read now.
        """
        try:
            return await self._bibs(bibs)
        except LendingError as why:
            _log.info("titles could not be read: %s", why)
            return {}

    async def volumes_of(self, idents: set[str]) -> dict[str, str]:
        """Return the titles of the volumes with these ids. The keys of the result are the ids.

        A title ends with the number or name of the volume.
        Leave out volumes that cannot be read now, or that the kiosk's key cannot read.
        """
        try:
            found = [
                volume
                for answer in await self._batches("volumes", sorted(idents), VOLUME_FIELDS)
                for volume in shaped(answer, json_of(answer), VolumesAnswer).entries or ()
            ]
            bibs = {reading.last_part(each.id): reading.last_part(next(iter(each.bibs or ()), "")) for each in found}
            titles = await self._bibs(set(bibs.values()) - {""})
        except LendingError as why:
            _log.info("volumes could not be read: %s", why)
            return {}
        named = {reading.last_part(each.id): reading.title(each.volume) for each in found}
        return {ident: ", ".join(filter(None, (titles.get(bibs[ident], ""), named[ident]))) for ident in bibs}

    async def item(self, ident: str) -> ItemAnswer | None:
        """Return the item with this id. Raises ServerAwayError, MisconfiguredError."""
        if reading.is_partners(ident):
            return None
        answer = await self._service.read_fields("item", ident, ITEM_FIELDS)
        return shaped(answer, json_of(answer), ItemAnswer) if answer is not None else None

    async def item_with(self, code: ItemCode) -> str | None:
        """Return the id of the item with this label, or None. Raises ServerAwayError, MisconfiguredError."""
        asked = {
            "target": {"record": {"type": "item"}, "field": {"tag": "b"}},
            "expr": {"op": "equals", "operands": [code]},
        }
        answer = await self._service.ask("find_item", asked, query={"offset": "0", "limit": "1"})
        if not 200 <= answer.status < 300:
            return None
        links = shaped(answer, json_of(answer), LinksAnswer).entries or ()
        return next((reading.last_part(each.link) for each in links), None)

    async def described(self, found: ItemAnswer, code: ItemCode) -> Item:
        """Return this item, whose label is `code`, with its title. The title is empty if it cannot be read now."""
        ident, bib = reading.last_part(found.id), _bib(found)
        try:
            titles = await self._bibs({bib} - {""})
        except LendingError as why:
            _log.info("a title could not be read: %s", why)
            titles = {}
        place = found.location.name.strip() if found.location is not None else ""
        return Item(code, titles.get(bib, ""), ident, reading.call_number(found.call_number), place)

    async def _shelved(self, loans: Sequence[CheckoutAnswer]) -> dict[str, Shelved]:
        """Return the title and the place of each loan's item.

        One call reads many items, and one call reads many titles. Titles and places that cannot be read now are left
        out.
        """
        inside = {reading.item_id(each): item for each in loans if (item := reading.item_of(each)) is not None}
        bare = {reading.item_id(each) for each in loans} - set(inside) - set(self._titles) - {""}
        try:
            bare_items = await self._items(ident for ident in bare if not reading.is_partners(ident))
            items = {**inside, **{reading.last_part(each.id): each for each in bare_items}}
            titles = await self._bibs({_bib(item) for ident, item in items.items() if ident not in self._titles} - {""})
        except LendingError as why:
            _log.info("titles could not be read: %s", why)
            return self._titles
        for ident, item in items.items():
            place = item.location.name.strip() if item.location is not None else ""
            was = self._titles.get(ident, Shelved())
            name = titles.get(_bib(item)) or was.name
            self._titles[ident] = Shelved(name, reading.call_number(item.call_number), place)
        return self._titles

    async def _items(self, idents: Iterable[str]) -> list[ItemAnswer]:
        return [
            item
            for answer in await self._batches("items", sorted(idents), ITEM_FIELDS)
            for item in shaped(answer, json_of(answer), ItemsAnswer).entries or ()
        ]

    async def _bibs(self, idents: set[str]) -> dict[str, str]:
        return {
            reading.last_part(bib.id): reading.title(bib.title)
            for answer in await self._batches("bibs", sorted(idents), BIB_FIELDS)
            for bib in shaped(answer, json_of(answer), BibsAnswer).entries or ()
        }

    async def _batches(self, operation: str, idents: Sequence[str], fields: tuple[str, ...]) -> list[HttpAnswer]:
        answers = []
        for begin in range(0, len(idents), _MOST_IN_A_BATCH):
            batch = idents[begin : begin + _MOST_IN_A_BATCH]
            query = {"id": ",".join(batch), "limit": str(len(batch))}
            answer = await self._service.read_fields(operation, "", fields, (), query)
            if answer is not None:
                answers.append(answer)
        return answers


def _bib(item: ItemAnswer) -> str:
    return reading.last_part(next(iter(item.bib_ids or ()), ""))
