"""The whole demo. It runs the real kiosk with a simulated server, pretended readers and the bench.

The simulated server runs in its own thread.
"""

import contextlib
import logging
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QWidget

from hardware.spec import Driver, Reads, ScannerSpec
from kiosk.app.launch import run_kiosk
from kiosk.app.program import Program
from kiosk.backends.protocol import Password
from kiosk.demo.bench import BenchWindow, Scannable, Switch
from kiosk.demo.pretend_readers import PretendReader
from kiosk.demo.story import Story, StoryFailedError
from kiosk.domain.model import Secret, VisitId
from kiosk.settings.model import (
    FeeSettings,
    KioskSettings,
    MyTurnSettings,
    PrinterSettings,
    ReturnSettings,
    Settings,
    ThemeName,
)
from kiosk.settings.text_values import Display
from kiosk.simulator import MEMBERS, Knobs, SimulatorThread
from kiosk.simulator.catalogue import read_catalogue
from kiosk.store.link_encryption import RememberedToken
from kiosk.store.vault import Holder
from kiosk.structs import replace

_log = logging.getLogger("kiosk.demo")

LINKED = 3
CONDITIONS = ("Needs a look", "Broken")
CARDS = ("CMD:FINISH", "CMD:CANCEL", "CMD:HELP", "CMD:LANGUAGE:fr", "CMD:LANGUAGE:en")


def play(*, size: str, theme: str, language: str, confirm: bool, printer: str | None = None) -> int:
    """Run the kiosk and the bench until somebody closes the kiosk's window, and return the exit code.

    If `confirm` is True, the kiosk shows the basket once more at Finish and asks the member to confirm the basket.
    """
    organization = {"skipKioskCheckinConfirmation": not confirm, "skipKioskCheckoutConfirmation": not confirm}
    with _made_up(Knobs(organization=organization)) as made:

        def beside(program: Program) -> QWidget:
            bench = _bench(made.library, made.fobs, made.items)
            bench.stand_beside(program.window)
            return bench

        settings = _settings(made.library.url, made.folder, size=size, theme=theme, language=language)
        settings = replace(settings, printer=PrinterSettings(queue=printer))
        return run_kiosk(settings, prepare=_link_fobs, beside=beside)


def play_story(
    *, size: str, theme: str, language: str, folder: Path, say: Callable[[str], None], pause_s: float
) -> tuple[int, int]:
    """Run the kiosk, and let a visit play by itself. Return the exit code and the number of screenshots in `folder`.

    `say` is called with a line of text for each step. Each step stays on the screen for `pause_s` seconds. Raises
    StoryFailedError if a step of the visit does not happen in time.
    """
    failed: list[StoryFailedError] = []
    told: list[Path] = []
    with _made_up(Knobs()) as made:

        async def prepare(program: Program) -> None:
            story = Story(program, made.library, made.fobs, made.items, folder, say, pause_s)

            async def tell() -> None:
                try:
                    await story.play()
                except StoryFailedError as why:
                    failed.append(why)
                told.extend(story.pictures)
                program.window.close()

            program.spawn(tell())

        settings = _settings(made.library.url, made.folder, size=size, theme=theme, language=language)
        code = run_kiosk(settings, prepare=prepare)
    for why in failed:
        raise why
    return code, len(told)


@dataclass(frozen=True, slots=True)
class _MadeUp:
    """The parts that one demo needs: the made-up library, a reader for fobs, a reader for tools, and a folder."""

    folder: Path
    library: SimulatorThread
    fobs: PretendReader
    items: PretendReader


@contextlib.contextmanager
def _made_up(knobs: Knobs) -> Iterator[_MadeUp]:
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="lending-kiosk-demo-")))
        library = stack.enter_context(SimulatorThread(knobs=knobs))
        fobs, items = PretendReader(folder / "fob-reader"), PretendReader(folder / "item-scanner")
        for reader in (fobs, items):
            reader.plug()
            stack.callback(reader.unplug)
        yield _MadeUp(folder, library, fobs, items)


def _settings(url: str, folder: Path, *, size: str, theme: str, language: str) -> Settings:
    width, _, height = size.partition("x")
    return Settings(
        kiosk=KioskSettings(
            station="demo",
            language=language,
            theme=ThemeName(theme),
            display=Display((int(width), int(height))),
            state_dir=folder / "state",
        ),
        myturn=MyTurnSettings(url=url),
        fees=FeeSettings(allow_owing=True),
        returns=ReturnSettings(condition_statuses=_conditions(language)),
        scanners=(
            _serial("fob", Reads.FOBS, folder / "fob-reader"),
            _serial("items", Reads.ITEMS, folder / "item-scanner"),
        ),
    )


def _conditions(language: str) -> tuple[str, ...]:
    """Return the names, in this language, of the conditions of a tool that members can report."""
    statuses = read_catalogue().statuses.values()
    return tuple(status.called(language) for status in statuses if status.name in CONDITIONS)


def _serial(name: str, reads: Reads, port: Path) -> ScannerSpec:
    return ScannerSpec(name=name, reads=reads, driver=Driver.SERIAL, port=str(port))


async def _link_fobs(program: Program) -> None:
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


def _bench(library: SimulatorThread, fobs: PretendReader, items: PretendReader) -> BenchWindow:
    tools = read_catalogue().tools.values()
    return BenchWindow(
        fobs=[
            Scannable(
                person.fob,
                f"{person.display or '(no name)'}{_linked(number)}",
                f"{person.username}, password {person.password}\n    {person.note}",
            )
            for number, person in enumerate(MEMBERS)
        ],
        tools=[Scannable(tool.code, f"{tool.code}  {tool.name}", f"{tool.brand} {tool.model}") for tool in tools],
        cards=CARDS,
        scan_fob=fobs.scan,
        scan_item=items.scan,
        plugs=[_plug("Fob reader", fobs), _plug("Item scanner", items)],
        faults=_faults(library),
    )


def _linked(number: int) -> str:
    return " (fob linked)" if number < LINKED else ""


def _plug(label: str, reader: PretendReader) -> Switch:
    return Switch(label, lambda on: reader.plug() if on else reader.unplug(), on=True)


def _faults(library: SimulatorThread) -> Sequence[Switch]:
    control = library.control

    def while_on(kind: str, **more: object) -> Callable[[bool], None]:
        def act(on: bool) -> None:  # noqa: FBT001 - a switch calls this function with one bool
            if on:
                control.fault("*", kind, count=None, **more)
            else:
                control.clear_faults("*")

        return act

    return (
        Switch("away", lambda on: control.go_away() if on else control.come_back()),
        Switch("slow: 3 s", while_on("delay", delay_s=3.0)),
        Switch("answers with web pages", while_on("html")),
        Switch("next Finish: done, answer lost", lambda _: _once(library, "drop", acts=True), once=True),
        Switch("next Finish: not done, answer lost", lambda _: _once(library, "drop", acts=False), once=True),
        Switch("next Finish: error 503", lambda _: _once(library, "status", status=503), once=True),
        Switch("log-ins end now", lambda _: control.expire_tokens(), once=True),
        Switch("linked fobs refused", lambda _: control.revoke_refresh_tokens(), once=True),
        Switch("a fresh morning", lambda _: control.reset(), once=True),
    )


def _once(library: SimulatorThread, kind: str, **more: object) -> None:
    library.control.fault("convert", kind, **more)
