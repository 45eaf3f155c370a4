"""The whole app in the process of the test. A small server answers with the published examples of a lending system.

The clock of the app shows the day of the example.
"""

import json
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from kiosk.settings.load import load
from kiosk.settings.model import Settings
from tests.app.standing import SCANNERS, StandingKiosk
from tests.backends.ehub import desk as ehub
from tests.backends.listening import listening
from tests.backends.overdrive import desk as overdrive
from tests.backends.overdrive.published import CHECKOUTS, LOCATION
from tests.backends.sierra.desk import Answer, Desk
from tests.phone import read_codes

TITLES = {overdrive.ONE: "The Winter Garden", overdrive.TWO: "Chairs by Hand"}
EHUB_FILE = Path(__file__).parents[1] / "backends" / "ehub" / "published_checkout.json"
EHUB: dict[str, Any] = json.loads(EHUB_FILE.read_text(encoding="utf-8"))
EHUB_TITLE = "The Published Title"
MYTURN_FILE = Path(__file__).parents[1] / "backends" / "published_myturn.json"
MYTURN: dict[str, Any] = json.loads(MYTURN_FILE.read_text(encoding="utf-8"))
_KIOSK = """
[kiosk]
backend = "{backend}"
time_zone = "America/New_York"
state_dir = "{folder}/state"
display = "{size}"
[sound]
player = "off"
[library]
name = "Millbrook"
[login]
fob = "card"
"""
_OVERDRIVE = """
[overdrive]
library_id = 4425
website_id = 100300
authorization_name = "bend-ils"
client_file = "{folder}/key"
[overdrive.hosts]
oauth = "{url}"
oauth_patron = "{url}"
api = "{url}"
patron = "{url}"
"""
_EHUB = """
[ehub]
url = "{url}/ep/api"
site_id = "site-9"
consumer_id = 3
key_file = "{folder}/key"
trusted_cards = "2[0-9]{{13}}"
catalogue = "{folder}/titles.toml"
allow_delete = true
"""


_MYTURN = """
[kiosk]
language = "en"
time_zone = "America/Toronto"
state_dir = "{folder}/state"
display = "{size}"
[sound]
player = "off"
[myturn]
url = "{url}/library"
"""


class StandingPublished(StandingKiosk):
    """The whole app with one lending system. A subclass chooses the system and the answers of its server."""

    tables = ""
    backend = ""
    key = ""

    def __init__(self, folder: Path, noon: datetime, server: "Desk | ehub.ProviderDesk", size: str) -> None:
        super().__init__(folder)
        self.server, self._size = server, size
        self._listening: AbstractAsyncContextManager[int] = listening(server.serve)
        self.clock.wall_s = (noon - datetime.now(UTC)).total_seconds()

    async def __aenter__(self) -> Self:
        self._port = await self._listening.__aenter__()
        return await super().__aenter__()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await super().__aexit__(kind, error, trace)
        await self._listening.__aexit__(None, None, None)

    def _opened(self) -> Settings:
        facts = {
            "folder": self.folder,
            "url": f"http://127.0.0.1:{self._port}",
            "backend": self.backend,
            "size": self._size,
        }
        key = self.folder / "key"
        key.touch(0o600)
        key.write_text(self.key)
        path = self.folder / "kiosk.toml"
        path.write_text((self.tables + SCANNERS).format(**facts), encoding="utf-8")
        return load(path)

    def codes(self) -> list[str]:
        """Return the contents of the QR codes that a phone reads from the screen now."""
        return read_codes(self.program.window.grab().toImage())


class StandingOverDrive(StandingPublished):
    """The whole app with OverDrive. The clock shows six seconds after the beginning of the last published loan.

    If the app opens a loan, the server answers with the published example of a redirect.
    """

    tables, backend, key = _KIOSK + _OVERDRIVE, "overdrive", overdrive.KEY

    def __init__(self, folder: Path, *, size: str = "1280x800") -> None:
        answers: dict[str, Sequence[Answer]] = {
            overdrive.LOANS: [(200, CHECKOUTS)],
            overdrive.TITLES: [overdrive.titles(*(overdrive.title(each, name) for each, name in TITLES.items()))],
            **{overdrive.open_of(each): [overdrive.redirect(LOCATION)] for each in TITLES},
        }
        made = datetime(2021, 8, 13, 14, 41, 26, tzinfo=UTC)
        super().__init__(folder, made, Desk(overdrive.usual() | answers), size)

    async def enter(self) -> None:
        """Log the member in with the card and its PIN."""
        self.fobs.scan(overdrive.CARD)
        await self.fill("PIN", overdrive.PIN)
        await self.press("Log in")
        await self.sees("Digital loans, 2")


class StandingEHub(StandingPublished):
    """The whole app with a content provider of eHUB. The clock shows the day before the published loan ends.

    `between` is the text between "http:" and the host in each address of the loan. A correct address has two slashes
    there. The default is one slash, as in the documentation of eHUB.
    """

    tables, backend, key = _KIOSK + _EHUB, "ehub", ehub.KEY

    def __init__(self, folder: Path, *, between: str = "/", size: str = "1280x800") -> None:
        self.loan = json.loads(json.dumps(EHUB).replace("http:/localhost", f"http:{between}localhost"))
        label, record = "EH-1", "recordId_0"
        title = f'[[title]]\ncode = "{label}"\nrecord = "{record}"\ntitle = "{EHUB_TITLE}"\n'
        (folder / "titles.toml").write_text(title, encoding="utf-8")
        answers: dict[str, Sequence[Answer]] = {
            ehub.BORROW: [(200, self.loan)],
            ehub.loan_of(EHUB["id"]): [(200, self.loan)],
        }
        super().__init__(folder, datetime(2015, 12, 30, 17, tzinfo=UTC), ehub.ProviderDesk(answers), size)

    async def enter(self) -> None:
        """Log the member in with the card, and borrow the title."""
        self.fobs.scan(ehub.CARD)
        await self.sees("Digital loans")
        self.scan("EH-1")
        await self.sees(f"{EHUB_TITLE}, borrowed")

    def addresses(self, kind: str) -> list[str]:
        """Return the addresses of all formats of the loan, in order. Each format has a list with the name `kind`."""
        return [each["href"] for form in self.loan["formatMetadata"].values() for each in form[kind]]


class StandingMyTurn(StandingPublished):
    """The whole app with myTurn. The clock shows the last day of the loan in the published example of a cart.

    This cart exists already when the member logs in. It has a loan that is marked for return, and a line to borrow.
    """

    tables = _MYTURN

    def __init__(self, folder: Path) -> None:
        site, carts = "/library/api/v1.1", "/library/api/v1.1/self-checkout/carts"
        read = ("organization", "languages", "statuses", "locations", "items", "categories", "reservations", "projects")
        answers: dict[str, Sequence[Answer]] = {
            **{f"GET {site}/{name}": [(200, MYTURN[name])] for name in read},
            "POST /library/api/login": [(200, MYTURN["log_in"])],
            f"GET {carts}": [(200, MYTURN["carts"])],
            f"POST {carts}": [(200, MYTURN["cart"])],
            f"GET {carts}/43": [(200, MYTURN["cart"])],
        }
        super().__init__(folder, datetime(2017, 9, 15, 16, tzinfo=UTC), ehub.ProviderDesk(answers), "1280x800")
