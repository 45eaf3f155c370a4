"""A lending system in a CSV file with the columns code, name, member and due. Each act counts at once."""

import csv
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

from kiosk.backends import errors, ports, protocol
from kiosk.domain import model as m
from kiosk.domain.library import Library
from kiosk.structs import replace


class CsvAccount(protocol.Account):
    def __init__(self, shelf: "CsvBackend", who: str, visit: m.VisitId, loans: tuple[m.Loan, ...] = ()) -> None:
        self.member, self.opening = m.Member(who, who.title()), m.Opening(loans)
        self._shelf, self._who, self._visit = shelf, who, visit

    async def act(self, line: m.Line) -> m.LineOutcome:
        try:
            loans = self._shelf.loans(self._who)
            if line.direction is m.Direction.BORROW and line.code in {each.item.code for each in loans}:
                line = replace(line, direction=m.Direction.RETURN)
            act = ports.PlannedWrite.at_once(line, self._visit, self._who, self._shelf.now(), loans)
            row = await self._shelf.log.begin(act)
            answer = self._shelf.write(line, self._who)
        except errors.ServerAwayError:
            return m.NotSent()
        await self._shelf.log.end(row, ports.ActEnd.DONE if isinstance(answer, m.Recorded) else ports.ActEnd.REFUSED)
        return answer

    async def reconcile(self, lines: Sequence[m.Line], **_: object) -> m.Truth:
        loans = self._shelf.loans(self._who)
        due = {each.item.code: each.due for each in loans}
        done = [each for each in lines if (each.code in due) is (each.direction is m.Direction.BORROW)]
        proven = tuple(m.Proof(each.ident, due.get(each.code)) for each in done)
        return m.Truth(proven, frozenset(each.ident for each in lines if each not in done), loans)


class CsvBackend(protocol.LendingBackend):
    def __init__(self, path: Path, pins: Mapping[str, str], log: ports.WriteLog, now: Callable[[], datetime]) -> None:
        self._path, self._pins, self.log, self.now = path, pins, log, now

    async def library(self, language: str) -> Library:  # noqa: ARG002 - the file has one language
        return Library(name=f"{len(self._rows())} tools in a file", at_once=True)

    async def sign_in(self, who: protocol.Credential, visit: m.VisitId, language: str) -> CsvAccount:  # noqa: ARG002
        if not isinstance(who, protocol.Password) or self._pins.get(who.name) != who.secret.reveal():
            raise errors.WrongLoginError
        return CsvAccount(self, who.name, visit, self.loans(who.name))

    def account_for(self, reference: str, visit: m.VisitId, token: m.Secret | None) -> CsvAccount:  # noqa: ARG002
        return CsvAccount(self, reference, visit)

    def loans(self, who: str) -> tuple[m.Loan, ...]:
        mine = [(m.ItemCode(row[0]), row[1], date.fromisoformat(row[3])) for row in self._rows() if row[2] == who]
        return tuple(m.Loan(m.LoanId(code), m.Item(code, name), due=due) for code, name, due in mine)

    def write(self, line: m.Line, who: str) -> m.Recorded | m.Refused:
        rows, borrows = self._rows(), line.direction is m.Direction.BORROW
        row = next((each for each in rows if each[0] == line.code), None)
        if row is None:
            return m.Refused(m.Refusal(m.RefusalKind.ITEM_UNKNOWN))
        if row[2] != {m.Direction.BORROW: "", m.Direction.RETURN: who}.get(line.direction):
            return m.Refused(
                m.Refusal(m.RefusalKind.ON_LOAN if borrows else m.RefusalKind.NOT_ON_ACCOUNT, "Somebody else has it.")
            )
        due = self.now().date() + timedelta(days=14) if borrows else None
        row[2:] = [who if borrows else "", str(due or "")]
        with (new := self._path.with_suffix(".new")).open("w", newline="") as file:
            csv.writer(file).writerows(rows)
        new.replace(self._path)
        return m.Recorded(m.Item(line.code, row[1]), due, line.direction, m.LoanId(line.code))

    def _rows(self) -> list[list[str]]:
        try:
            with self._path.open(newline="") as file:
                return list(csv.reader(file))
        except OSError as why:
            raise errors.ServerAwayError(str(why)) from why
