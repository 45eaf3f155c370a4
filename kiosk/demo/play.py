"""The whole demo. It runs the real kiosk with a simulated server, pretended readers and the scan window.

The simulated server runs in its own thread.
"""

import contextlib
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QWidget

from hardware.spec import Driver, Reads, ScannerSpec
from kiosk.app.launch import run_kiosk
from kiosk.app.program import Program
from kiosk.demo.library import DemoLibrary
from kiosk.demo.pretend_readers import PretendReader
from kiosk.demo.scan_window import ScanWindow, Switch
from kiosk.demo.story import StoryFailedError, StoryStage
from kiosk.settings.model import KioskSettings, PrinterSettings, Settings, ThemeName
from kiosk.settings.text_values import Display


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The demo that the user asks for.

    `system` is one of the names in kiosk.commands.demo. If `confirm` is True, the kiosk shows the basket once more at
    Finish and asks the member to confirm the basket. `printer` is the name of a print queue, or None.
    """

    system: str
    size: str
    theme: str
    language: str
    confirm: bool = False
    printer: str | None = None


def play(wanted: Wanted) -> int:
    """Run the kiosk and the scan window until somebody closes the kiosk's window, and return the exit code."""
    with _made_up(wanted) as made:

        def beside(program: Program) -> QWidget:
            beside = _scan_window(made)
            beside.stand_beside(program.window)
            return beside

        return run_kiosk(_settings(made, wanted), prepare=made.library.prepare, beside=beside)


def play_story(wanted: Wanted, *, folder: Path, say: Callable[[str], None], pause_s: float) -> tuple[int, int]:
    """Run the kiosk, and let a visit play by itself. Return the exit code and the number of screenshots in `folder`.

    `say` is called with a line of text for each step. Each step stays on the screen for `pause_s` seconds. Raises
    StoryFailedError if a step does not happen in time, or if a screenshot cannot be saved.
    """
    failed: list[StoryFailedError] = []
    told: list[Path] = []
    with _made_up(wanted) as made:

        async def prepare(program: Program) -> None:
            story = made.library.story(StoryStage(program, made.fobs, made.items, folder, say, pause_s))

            async def tell() -> None:
                try:
                    await story.play()
                except StoryFailedError as why:
                    failed.append(why)
                told.extend(story.pictures)
                program.window.close()

            program.spawn(tell())

        code = run_kiosk(_settings(made, wanted), prepare=prepare)
    for why in failed:
        raise why
    return code, len(told)


@dataclass(frozen=True, slots=True)
class _MadeUp:
    """The parts that one demo needs: the made-up library, a reader for fobs, a reader for tools, and a folder."""

    folder: Path
    library: DemoLibrary
    fobs: PretendReader
    items: PretendReader


@contextlib.contextmanager
def _made_up(wanted: Wanted) -> Iterator[_MadeUp]:
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="lending-kiosk-demo-")))
        library = _library(wanted, stack)
        fobs, items = PretendReader(folder / "fob-reader"), PretendReader(folder / "item-scanner")
        for reader in (fobs, items):
            reader.plug()
            stack.callback(reader.unplug)
        yield _MadeUp(folder, library, fobs, items)


def _library(wanted: Wanted, stack: contextlib.ExitStack) -> DemoLibrary:
    """Start the made-up library, and return it. When `stack` closes, the library's servers end.

    Each demo needs only some of the lending systems, so this function imports only the modules of these systems.
    """
    match wanted.system:
        case "sierra":
            from kiosk.demo.sierra_demo import SierraDemo
            from kiosk.simulator.sierra import SierraThread

            return SierraDemo(stack.enter_context(SierraThread()))
        case "overdrive":
            from kiosk.demo.overdrive_demo import OverdriveDemo
            from kiosk.simulator.overdrive import OverdriveThread

            return OverdriveDemo(stack.enter_context(OverdriveThread()))
        case "ehub":
            from kiosk.demo.ehub_demo import EhubDemo
            from kiosk.simulator.ehub import EhubKnobs, EhubThread

            knobs = EhubKnobs(identified_by="libraryCard")
            return EhubDemo(stack.enter_context(EhubThread(knobs=knobs)))
        case "all":
            from kiosk.demo.ehub_demo import EhubDemo
            from kiosk.demo.overdrive_demo import OverdriveDemo
            from kiosk.demo.several_demo import SeveralDemo
            from kiosk.demo.sierra_demo import SierraDemo
            from kiosk.simulator.ehub import EhubThread
            from kiosk.simulator.overdrive import OverdriveThread
            from kiosk.simulator.sierra import SierraThread

            main = SierraDemo(stack.enter_context(SierraThread()))
            overdrive = OverdriveDemo(stack.enter_context(OverdriveThread()))
            return SeveralDemo(main, [overdrive, EhubDemo(stack.enter_context(EhubThread()))])
        case _:
            from kiosk.demo.myturn_demo import MyTurnDemo
            from kiosk.simulator import Knobs, SimulatorThread

            asks = dict.fromkeys(("skipKioskCheckinConfirmation", "skipKioskCheckoutConfirmation"), not wanted.confirm)
            return MyTurnDemo(stack.enter_context(SimulatorThread(knobs=Knobs(organization=asks))))


def _settings(made: _MadeUp, wanted: Wanted) -> Settings:
    width, _, height = wanted.size.partition("x")
    plain = Settings(
        kiosk=KioskSettings(
            station="demo",
            language=wanted.language,
            theme=ThemeName(wanted.theme),
            display=Display((int(width), int(height))),
            state_dir=made.folder / "state",
        ),
        printer=PrinterSettings(queue=wanted.printer),
        scanners=(
            _serial("fob", Reads.FOBS, made.folder / "fob-reader"),
            _serial("items", Reads.ITEMS, made.folder / "item-scanner"),
        ),
    )
    return made.library.settings(plain, made.folder)


def _serial(name: str, reads: Reads, port: Path) -> ScannerSpec:
    return ScannerSpec(name=name, reads=reads, driver=Driver.SERIAL, port=str(port))


def _scan_window(made: _MadeUp) -> ScanWindow:
    things = made.library.to_scan()
    plugs = [_plug(f"Reader for a {things.fob}", made.fobs), _plug("Item scanner", made.items)]
    return ScanWindow(things, scan_fob=made.fobs.scan, scan_item=made.items.scan, plugs=plugs)


def _plug(label: str, reader: PretendReader) -> Switch:
    return Switch(label, lambda on: reader.plug() if on else reader.unplug(), on=True)
