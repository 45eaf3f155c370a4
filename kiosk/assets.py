"""The folder that holds the icons, the sounds, the texts and the example settings.

An installed wheel has this folder inside the package. A checkout of the source has this folder beside the package.
"""

from pathlib import Path

_PACKAGE = Path(__file__).parent
_IN_WHEEL = _PACKAGE / "_assets"
_IN_CHECKOUT = _PACKAGE.parent / "assets"


def asset(*parts: str) -> Path:
    """Return the path of a file or folder below assets/, for example icons/fob.svg.

    Raises FileNotFoundError if there is no such file or folder.
    """
    root = _IN_WHEEL if _IN_WHEEL.is_dir() else _IN_CHECKOUT
    path = root.joinpath(*parts)
    if not path.exists():
        raise FileNotFoundError(f"no such asset: {path}")
    return path
