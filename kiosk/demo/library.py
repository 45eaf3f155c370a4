"""The made-up library on which a demo runs. Each lending system has its own class in its own module."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from kiosk.app.program import Program
from kiosk.demo.scan_window import Scannable, Switch, ToScan
from kiosk.demo.story import Story, StoryStage
from kiosk.settings.model import FobRule, LibrarySettings, LoginSettings, Settings
from kiosk.settings.rules import DAYS
from kiosk.simulator.levers import CommonLevers
from kiosk.structs import replace


class DemoLibrary(Protocol):
    """A made-up library with its server. It knows everything that the demo needs to know about its lending system."""

    def settings(self, plain: Settings, folder: Path) -> Settings:
        """Return these settings with the lending system added. The method can write files for them into `folder`."""
        ...

    async def prepare(self, program: Program) -> None:
        """Bring the kiosk into the state in which the demo begins. This runs before the readers start."""
        ...

    def to_scan(self) -> ToScan:
        """Return the things to click in the scan window."""
        ...

    def story(self, stage: StoryStage) -> Story:
        """Return the visit that plays by itself."""
        ...


class DigitalDemo(DemoLibrary, Protocol):
    """A made-up library of digital titles. It can also stand beside another made-up library."""

    name: str
    """The name of the digital system."""

    def beside(self, others: Settings, folder: Path) -> Settings:
        """Return these settings with this digital system added beside the main system."""
        ...

    def posters(self) -> list[Scannable]:
        """Return the labels on posters, each with the name of its title."""
        ...

    def faults(self) -> tuple[Switch, ...]:
        """Return the switches for the faults of the server."""
        ...

    def note(self, key: str) -> str:
        """Return a few words about the digital loans of one person, or an empty text. `key` names the person."""
        ...


def with_cards(plain: Settings) -> Settings:
    """Return these settings, changed for a library whose members scan library cards as fobs.

    The code on a card is its number. The settings also get the name, the address and the hours of the made-up library,
    because the lending systems that use cards do not know them.
    """
    library = LibrarySettings(
        name="Millbrook Library of Things",
        phone="555 0100",
        email="desk@library.example",
        street="1 Mill Lane",
        city="Millbrook",
        hours=dict.fromkeys(DAYS[:6], "10:00-18:00"),
    )
    return replace(plain, library=library, login=LoginSettings(fob=FobRule.CARD))


def key_file(folder: Path, name: str, key: str) -> Path:
    """Write the kiosk's key for a lending system into a new file that only this user can read, and return its path."""
    path = folder / name
    path.touch(0o600)
    path.write_text(f"{key}\n", encoding="utf-8")
    return path


def server_switches(levers: CommonLevers[Any]) -> tuple[Switch, ...]:
    """Return the switches that let a whole server give no answer, become slow, or answer with web pages."""

    def while_on(kind: str, **more: object) -> Callable[[bool], None]:
        def act(on: bool) -> None:  # noqa: FBT001 - a switch calls this function with one bool
            if on:
                levers.fault("*", kind, count=None, **more)
            else:
                levers.clear_faults("*")

        return act

    return (
        Switch("away", lambda on: levers.go_away() if on else levers.come_back()),
        Switch("slow: 3 s", while_on("delay", delay_s=3.0)),
        Switch("answers with web pages", while_on("html")),
    )


def lost_answers(levers: CommonLevers[Any], what: str, operation: str) -> tuple[Switch, ...]:
    """Return three buttons that each disturb the next call of this operation.

    `what` is the name of the operation in the text on the buttons.
    With the first button, the server does the act, but its answer is lost. With the second button, the server does
    nothing, and no answer comes. With the third button, the server answers with the error 503.
    """

    def once(kind: str, **more: object) -> Callable[[bool], None]:
        def act(_on: bool) -> None:  # noqa: FBT001 - a switch calls this function with one bool
            levers.fault(operation, kind, **more)

        return act

    return (
        Switch(f"next {what}: done, answer lost", once("drop", acts=True), once=True),
        Switch(f"next {what}: not done, answer lost", once("drop", acts=False), once=True),
        Switch(f"next {what}: error 503", once("status", status=503), once=True),
    )


def morning(levers: CommonLevers[Any]) -> Switch:
    """Return the button that brings the made-up library back into its state at the start of the demo."""
    return Switch("a fresh morning", lambda _: levers.reset(), once=True)
