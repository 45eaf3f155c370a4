"""The demo with the made-up myTurn, which has fobs and a cart."""

from pathlib import Path

from kiosk.app.program import Program
from kiosk.backends.protocol import Password
from kiosk.demo.cart_story import CartStory
from kiosk.demo.library import lost_answers, morning, server_switches
from kiosk.demo.scan_window import Scannable, Switch, ToScan
from kiosk.demo.story import Story, StoryStage
from kiosk.domain.model import Secret, VisitId
from kiosk.settings.model import Backend, FeeSettings, MyTurnSettings, ReturnSettings, Settings
from kiosk.simulator import MEMBERS, SimulatorThread
from kiosk.simulator.catalogue import read_catalogue
from kiosk.store.link_encryption import RememberedToken
from kiosk.store.vault import Holder
from kiosk.structs import replace

LINKED = 3
CONDITIONS = ("Needs a look", "Broken")


class MyTurnDemo:
    """The made-up myTurn. kiosk.demo.library.DemoLibrary explains the methods."""

    def __init__(self, server: SimulatorThread) -> None:
        self._server = server

    def settings(self, plain: Settings, folder: Path) -> Settings:
        """Return these settings with the address of the server, and with the conditions that members can report."""
        return replace(
            plain,
            kiosk=replace(plain.kiosk, backend=Backend.MYTURN),
            myturn=MyTurnSettings(url=self._server.url),
            fees=FeeSettings(allow_owing=True),
            returns=ReturnSettings(condition_statuses=_conditions(plain.kiosk.language)),
        )

    async def prepare(self, program: Program) -> None:
        """Link the fobs of the first members to their accounts.

        For each member, log in with the password, and store the server's token for the fob. A real visit does the same.
        """
        serving = program.serving
        if serving is None or serving.vault is None:
            return
        for number, person in enumerate(MEMBERS[:LINKED]):
            credential = Password(person.username, Secret(person.password))
            account = await serving.backend.sign_in(credential, VisitId(-1 - number), "en")
            if account.renewable is not None:
                holder = Holder(account.member.reference, account.member.first_name[:1])
                await serving.vault.keep(Secret(person.fob), RememberedToken(account.renewable), holder)
            await account.sign_out()

    def to_scan(self) -> ToScan:
        """Return the fobs, the tools and the faults."""
        levers, tools = self._server.control, read_catalogue().tools.values()
        return ToScan(
            fob="fob",
            fobs=[
                Scannable(
                    person.fob,
                    f"{person.display or '(no name)'}{_linked(number)}",
                    f"{person.username}, password {person.password}\n    {person.note}",
                )
                for number, person in enumerate(MEMBERS)
            ],
            labels={
                "tool": [
                    Scannable(tool.code, f"{tool.code}  {tool.name}", f"{tool.brand} {tool.model}") for tool in tools
                ]
            },
            faults={
                "": (
                    *server_switches(levers),
                    *lost_answers(levers, "Finish", "convert"),
                    Switch("log-ins end now", lambda _: levers.expire_tokens(), once=True),
                    Switch("linked fobs refused", lambda _: levers.revoke_refresh_tokens(), once=True),
                    morning(levers),
                )
            },
        )

    def story(self, stage: StoryStage) -> Story:
        """Return a visit in which a new fob is linked and the answer to Finish is lost."""
        return CartStory(stage, self._server.control)


def _conditions(language: str) -> tuple[str, ...]:
    """Return the names, in this language, of the conditions of a tool that members can report."""
    statuses = read_catalogue().statuses.values()
    return tuple(status.called(language) for status in statuses if status.name in CONDITIONS)


def _linked(number: int) -> str:
    return " (fob linked)" if number < LINKED else ""
