"""One kiosk setting of the library, as a row of the table."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.chain.scenes import Scene


@dataclass(frozen=True, kw_only=True, eq=False)
class Setting:
    """`first` and `second` are values of the setting; `seen` must be read with the first one only, `else_seen` with
    the second one only. `never`: scenes in which `seen` must not be read even so. `more`: lines of the settings file.
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
    """What stands where the pictures differ, if that is not the words themselves."""

    @property
    def title(self) -> str:
        """For the list of tests and the picture's file."""
        return f"{self.name}-{self.case}" if self.case else self.name
