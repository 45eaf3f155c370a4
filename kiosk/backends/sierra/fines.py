"""The money that a patron owes, from the patron's record and the list of fines. Nothing is paid at the kiosk."""

import logging
from collections.abc import Mapping
from decimal import Decimal

from kiosk.backends.clean import plain
from kiosk.backends.errors import MisconfiguredError
from kiosk.backends.json_answer import json_of, shaped
from kiosk.backends.sierra import reading
from kiosk.backends.sierra.loans import Loans
from kiosk.backends.sierra.paths import FINE_FIELDS, PAGE
from kiosk.backends.sierra.schema import FineAnswer, FinesAnswer
from kiosk.backends.sierra.service import RoleMissingError, Service
from kiosk.domain.model import Item
from kiosk.domain.money import NOTHING, Balance, Fine

_log = logging.getLogger("kiosk.sierra")
FINES = "fines"


class Fines:
    """The fines of one patron. kiosk.backends.protocol.OwingPart explains the method.

    `owed` is the balance in the patron's record, or None if the record has no balance.
    """

    def __init__(self, service: Service, loans: Loans, patron: str, owed: Decimal | None) -> None:
        self._service, self._loans, self._patron, self._owed = service, loans, patron, owed

    @property
    def is_known(self) -> bool:
        """Return True if the patron's record says how much the patron owes, or if the key may read the fines."""
        return self._owed is not None or FINES not in self._service.forbidden

    async def balance(self) -> Balance:
        """Return the money that the patron owes. If the patron's record has the balance 0, do not read the fines.

        If the record has a balance, return this balance, even if the sum of the fines is different.
        """
        if self._owed is not None and self._owed <= NOTHING:
            return Balance(NOTHING)
        try:
            found = await self._read()
        except RoleMissingError:
            self._service.forbidden.add(FINES)
            if self._owed is None:
                raise
            found = []
        except MisconfiguredError as why:
            if self._owed is None:
                raise
            _log.info("the fines could not be read: %s", why)
            found = []
        items = await self._loans.items_with({ident for each in found if (ident := _item_id(each))})
        fines = tuple(fine for each in found if (fine := _fine(each, items)).amount > NOTHING)
        return Balance(self._owed if self._owed is not None else sum((each.amount for each in fines), NOTHING), fines)

    async def _read(self) -> list[FineAnswer]:
        query = {"limit": str(PAGE), "offset": "0"}
        answer = await self._service.read_fields("fines", self._patron, FINE_FIELDS, (), query)
        return list(shaped(answer, json_of(answer), FinesAnswer).entries or ()) if answer is not None else []


def _fine(answer: FineAnswer, items: Mapping[str, Item]) -> Fine:
    """Return a fine with the title of its item, the reason for the fine, and the amount that is not paid yet."""
    parts = (answer.item_charge, answer.processing_fee, answer.billing_fee)
    amount = sum((part for part in parts if part is not None), NOTHING) - (answer.paid_amount or NOTHING)
    item = items.get(_item_id(answer))
    kind = plain(answer.charge_type.display) if answer.charge_type is not None else ""
    return Fine(item.name if item is not None else "", plain(answer.description) or kind, amount)


def _item_id(fine: FineAnswer) -> str:
    return reading.last_part(fine.item) if fine.item else ""
