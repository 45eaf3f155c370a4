"""The choice of an icon for a tool that has no photo.

The words in the tool's name, in one of our five languages, decide the icon.
"""

from functools import lru_cache

_WORDS = (
    ("sander", ("sand", "ponc", "lij", "schleif", "schuur")),
    ("drill", ("drill", "driver", "perceuse", "visseuse", "taladro", "atornillador", "bohr", "schraub", "boor")),
    ("jigsaw", ("jigsaw", "scie sauteuse", "sierra de calar", "stichsäge", "decoupeer")),
    ("handsaw", ("handsaw", "hand saw", "scie à main", "serrucho", "handsäge", "handzaag")),
    ("saw", ("saw", "scie", "sierra", "säge", "zaag")),
    ("ladder", ("ladder", "scaffold", "échelle", "escalera", "leiter")),
    ("clamp", ("clamp", "serre-joint", "sargento", "zwinge", "klem")),
    ("level", ("level", "laser", "measur", "niveau", "mesure", "nivel", "medici", "wasserwaage", "messen", "meten")),
    ("washer", ("washer", "clean", "nettoy", "hidrolavadora", "limpi", "reinig", "schoonmaak", "hogedruk")),
    ("trimmer", ("trimmer", "mower", "garden", "hedge", "jardin", "jardín", "garten", "tuin", "taille")),
    ("tiles", ("tile", "tiling", "carrel", "azulejo", "fliesen", "tegel")),
    ("reel", ("reel", "extension cord", "enrouleur", "alargador", "kabeltrommel", "haspel")),
    ("hammer", ("hammer", "nail", "marteau", "clou", "martillo", "clav", "nagel", "hamer")),
    ("wrench", ("wrench", "spanner", "socket", "clé", "llave", "schlüssel", "sleutel", "hand tools", "outils à main")),
)
_ANY = "box"


@lru_cache(maxsize=1024)
def icon_of(name: str, category: str = "") -> str:
    """Return the icon that fits the tool's name, or else the icon that fits `category`. If none fits, return a box."""
    for words in (name.casefold(), category.casefold()):
        for icon, parts in _WORDS:
            if any(part in words for part in parts):
                return icon
    return _ANY
