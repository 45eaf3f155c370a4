"""One kiosk setting of the library, with the words that the screen must show."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.chain.scenes import Scene


@dataclass(frozen=True, kw_only=True, eq=False)
class Setting:
    """A setting with its values `first` and `second`.

    The screen must show `seen` only with the first value, and `else_seen` only with the second value. In the scenes
    `never`, the screen must not show `seen`, even with the first value. `more` is added to the settings file.
    """

    name: str
    first: object
    second: object
    scene: Scene
    seen: str
    else_seen: str = ""
    never: tuple[Scene, ...] = ()
    more: str = ""
    knobs: Mapping[str, object] = field(default_factory=dict)
    case: str = ""
    at: str = ""
    """The words at the place where the pictures differ. If `at` is empty, these words are `seen` and `else_seen`."""

    @property
    def title(self) -> str:
        """The name of this setting in the list of tests and in the file names of its pictures."""
        return f"{self.name}-{self.case}" if self.case else self.name
