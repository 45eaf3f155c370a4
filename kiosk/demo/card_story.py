"""The steps that all stories with a library card can use. In these stories, each scan counts at once."""

from kiosk.demo.story import Story, count_of, lines_of
from kiosk.domain.messages.intents import CloseReceipt, Finish, RemoveLine
from kiosk.domain.model import Direction, Line, LineState
from kiosk.domain.visit.states import AskingSecret, Idle, Receipt, Serving


class CardStory(Story):
    """A visit with a library card, in which each scan counts at once. A subclass returns the parts of the visit."""

    async def _begin(self, what: str, card: str, pin: str) -> None:
        """Wait for the page Welcome, say the text `what` about this page, and log in with this card and this PIN."""
        await self._welcome()
        await self._told(what, "welcome")
        await self._scan(self._fobs, card)
        await self._until(lambda kiosk: isinstance(kiosk.state, AskingSecret), "the form")
        await self._told("A library card is scanned: the kiosk asks for its PIN.", "card")
        await self._fill("secret", pin)
        await self._told("The PIN is typed.", "pin")
        self._hand.type("\n")
        await self._until(lambda kiosk: isinstance(kiosk.state, Serving), "the greeting")

    async def _borrow_by(self, code: str) -> None:
        """Scan this label. Wait until the thing or title is lent, and its line in the basket shows its name."""
        await self._scan(self._items, code)

        def is_lent(line: Line) -> bool:
            return _is(line, code, Direction.BORROW) and line.item is not None and bool(line.item.name)

        await self._until(lambda kiosk: any(map(is_lent, lines_of(kiosk))), f"the loan of {code}")

    async def _returned(self, code: str = "") -> None:
        """Wait until the item with this label is taken back.

        If `code` is an empty text, wait until any item is taken back.
        """
        wanted = f"the return of {code}" if code else "the return"
        await self._until(lambda kiosk: any(_is(line, code, Direction.RETURN) for line in lines_of(kiosk)), wanted)

    async def _refused(self, code: str, what: str) -> None:
        """Scan a label that the lending system refuses. Say the text `what` about this, and remove the refused line."""
        await self._scan(self._items, code)
        await self._counted(LineState.REFUSED, 1)
        await self._told(what, "refused")
        refused = next(line.ident for line in lines_of(self._program.kiosk) if line.state is LineState.REFUSED)
        await self._tap(lambda intent: intent == RemoveLine(refused))
        await self._until(lambda kiosk: not count_of(kiosk, LineState.REFUSED), "the end of the refused line")

    async def _end(self, what: str) -> None:
        """Press Done, say the text `what` about the receipt, and close the receipt."""
        await self._tap(lambda intent: isinstance(intent, Finish))
        await self._until(lambda kiosk: isinstance(kiosk.state, Receipt), "the receipt")
        await self._told(what, "receipt")
        await self._tap(lambda intent: isinstance(intent, CloseReceipt))
        await self._until(lambda kiosk: isinstance(kiosk.state, Idle), "the end of the visit")
        await self._told("The next person sees nothing of the last one.", "welcome-again")


def _is(line: Line, code: str, direction: Direction) -> bool:
    """Return True if this line is done, its act is `direction`, and its label is `code`.

    If `code` is an empty text, every label fits.
    """
    return line.state is LineState.DONE and line.direction is direction and code in {line.code, ""}
