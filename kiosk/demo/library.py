"""The made-up library on which a demo runs. Each lending system has its own class in its own module."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from kiosk.app.program import Program
from kiosk.demo.scan_window import Scannable, Switch
from kiosk.demo.story import Story, StoryStage
from kiosk.settings.model import Settings


@dataclass(frozen=True, slots=True)
class ToScan:
    """The things of one library that the user can click in the scan window.

    `fob` is the word for the thing that members hold to the reader: "fob" or "library card".
    """

    fob: str
    fobs: Sequence[Scannable]
    tools: Sequence[Scannable]
    cards: Sequence[str]
    faults: Sequence[Switch]


class DemoLibrary(Protocol):
    """A made-up library with its server. It knows everything that the demo needs to know about its lending system."""

    def settings(self, plain: Settings, folder: Path) -> Settings:
        """Return these settings with the tables of the lending system added. The tables can name files in `folder`."""
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


class Levers(Protocol):
    """Functions that let a simulated server fail, and work again. Every simulated server has these functions."""

    def fault(self, operation: str, kind: str, **more: object) -> object:
        """Let later calls of this operation fail. `kind` is the kind of the fault."""
        ...

    def clear_faults(self, operation: str | None = None) -> None:
        """Remove the planned faults of this operation, or all planned faults if `operation` is None."""
        ...

    def go_away(self) -> None:
        """Close all connections, and refuse new connections."""
        ...

    def come_back(self) -> None:
        """Accept connections again."""
        ...

    def expire_tokens(self) -> None:
        """End all tokens, so that the server no longer knows who has logged in."""
        ...

    def reset(self) -> None:
        """Bring the server back into the state in which it started."""
        ...


def server_switches(levers: Levers) -> tuple[Switch, ...]:
    """Return the switches with which a whole server goes away, becomes slow, or answers with web pages."""

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


def lost_answers(levers: Levers, what: str, operation: str) -> tuple[Switch, ...]:
    """Return the buttons that let the next call of this operation fail. The buttons show `what` as its name."""

    def once(kind: str, **more: object) -> Callable[[bool], None]:
        def act(_on: bool) -> None:  # noqa: FBT001 - a switch calls this function with one bool
            levers.fault(operation, kind, **more)

        return act

    return (
        Switch(f"next {what}: done, answer lost", once("drop", acts=True), once=True),
        Switch(f"next {what}: not done, answer lost", once("drop", acts=False), once=True),
        Switch(f"next {what}: error 503", once("status", status=503), once=True),
    )


def morning(levers: Levers) -> Switch:
    """Return the button that brings the made-up library back into the state in which it started."""
    return Switch("a fresh morning", lambda _: levers.reset(), once=True)
