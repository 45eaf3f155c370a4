"""The demo with the made-up Sierra, and with made-up digital systems beside it."""

from collections.abc import Sequence
from pathlib import Path

from kiosk.app.program import Program
from kiosk.demo.library import DigitalDemo
from kiosk.demo.scan_window import Scannable, ToScan
from kiosk.demo.several_story import SeveralStory
from kiosk.demo.sierra_demo import SierraDemo
from kiosk.demo.story import Story, StoryStage
from kiosk.settings.model import Settings
from kiosk.simulator.sierra import PATRONS


class SeveralDemo:
    """The made-up Sierra with digital systems beside it. kiosk.demo.library.DemoLibrary explains the methods."""

    def __init__(self, main: SierraDemo, digital: Sequence[DigitalDemo]) -> None:
        self._main, self._digital = main, digital

    def settings(self, plain: Settings, folder: Path) -> Settings:
        """Return these settings with Sierra and the digital systems."""
        settings = self._main.settings(plain, folder)
        for each in self._digital:
            settings = each.beside(settings, folder)
        return settings

    async def prepare(self, program: Program) -> None:
        """Do nothing, because a library card needs no link to open its accounts."""

    def to_scan(self) -> ToScan:
        """Return the library cards, the labels of the things, the labels on posters, and the faults of each server."""
        things = self._main.to_scan()
        return ToScan(
            fob=things.fob,
            fobs=[self._noted(card, person.key) for card, person in zip(things.fobs, PATRONS, strict=True)],
            labels={**things.labels, "poster": [poster for each in self._digital for poster in each.posters()]},
            faults={"Sierra": things.faults[""], **{each.name: each.faults() for each in self._digital}},
        )

    def _noted(self, card: Scannable, key: str) -> Scannable:
        """Return the card with a note about the digital loans of its member."""
        notes = [f"\n    {each.name}: {said}" for each in self._digital if (said := each.note(key))]
        return Scannable(card.code, card.title, card.note + "".join(notes))

    def story(self, stage: StoryStage) -> Story:
        """Return a visit in which a member borrows tools and digital titles with one card."""
        return SeveralStory(stage)
