"""The shapes of buttons, and their measures."""

from enum import Enum, auto

from msgspec import Struct

from kiosk.ui.theme import H2, SMALL_BOLD, SMALL_STRONG, STRONG, Sizes, Type


class Cut(Enum):
    """The shape of a button."""

    BLOCK = auto()
    BIG = auto()
    TOOL = auto()
    """An icon above a small word, without a border."""
    SQUARE = auto()
    """An icon only."""
    CHIP = auto()
    ROUND = auto()
    """An icon only, without a border, for example to remove a line."""
    RAIL = auto()
    """A block with smaller text."""


ICON_ONLY = (Cut.SQUARE, Cut.ROUND)
_TYPES = {Cut.BIG: H2, Cut.TOOL: SMALL_STRONG, Cut.CHIP: SMALL_BOLD, Cut.RAIL: SMALL_BOLD}


class Measure(Struct, frozen=True):
    """The measures of a button in pixels: size of the label and of the icon, space at the sides, and height."""

    kind: Type
    label: int
    icon: int
    pad: int
    height: int


def measure(cut: Cut, s: Sizes) -> Measure:
    """Return the measures of a button of this shape on a screen of these sizes."""
    kind = _TYPES.get(cut, STRONG)
    label = int(getattr(s, kind.size))
    less = max(64, round(s.tap * 0.82))
    match cut:
        case Cut.BIG:
            label = s.pick(50, 28, 23)
            return Measure(kind, label, round(label * 1.2), s.pick(38, 16, 10), s.big)
        case Cut.TOOL:
            return Measure(kind, max(20, s.pick(26, 20)), s.pick(44, 26), 4, max(s.tap, s.pick(0, 74, 64)))
        case Cut.CHIP:
            return Measure(kind, label, round(s.small * 1.25), round(s.small * 0.8), less)
        case Cut.ROUND:
            return Measure(kind, label, round(s.icon * 0.9), 0, less)
        case Cut.RAIL:
            return Measure(kind, label, round(s.icon * 0.9), round(s.pad * 0.7), s.tap)
        case Cut.BLOCK | Cut.SQUARE:
            return Measure(kind, label, s.icon, round(s.pad * 0.9), s.tap)
