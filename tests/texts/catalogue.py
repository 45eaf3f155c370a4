"""A script that brings assets/locale up to date with the sentences in the code: `python -m tests.texts.catalogue`.

The script needs babel. It takes the sentences from kiosk/texts, keeps the translations in each .po file, and adds new
sentences without a translation. It also writes the .mo files, which the kiosk reads, and prints the files that were not
up to date. With `--check`, it only prints these files, and changes nothing.
"""

import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from kiosk import texts
from kiosk.assets import asset
from kiosk.texts.translation import DOMAIN, SOURCE

PLURALS = dict.fromkeys(("de", "en", "es", "nl"), "nplurals=2; plural=(n != 1);")
PLURALS["fr"] = "nplurals=2; plural=(n > 1);"
"""The rule by which each language forms the plural.

Newer standards give French and Spanish a third form, for millions. The kiosk never shows millions, so the rules here
have only two forms.
"""
KEYWORDS: dict[str, tuple[int, ...] | None] = {"Sentence": None, "say": None, "count": (1, 2), "_": None, "_n": (1, 2)}
_HEADER = "# Every sentence that a person reads at the lending kiosk.\n"


def template() -> Catalog:
    """Return a catalogue of every sentence in kiosk/texts."""
    catalog = _empty(None)
    for source in sorted(Path(texts.__file__).parent.glob("*.py")):
        with source.open("rb") as file:
            for _line, message, comments, _context in extract("python", file, KEYWORDS):
                catalog.add(message, None, [(f"kiosk/texts/{source.name}", 0)], auto_comments=comments)
    for entry in catalog:
        if entry.id and "{" in str(entry.id):
            entry.flags.add("python-brace-format")
    return catalog


class _Ours(Catalog):
    """A catalogue with our own header. Unlike babel's header, it contains no day, no person and no version of babel."""

    def __iter__(self) -> Iterator[Message]:
        entries = super().__iter__()
        next(entries)  # skip babel's header
        yield Message("", "\n".join(_head(self)))
        yield from entries


def _head(catalog: Catalog) -> Iterator[str]:
    yield f"Project-Id-Version: {DOMAIN} 1"
    if catalog.locale_identifier:
        yield f"Language: {catalog.locale_identifier}"
        yield f"Plural-Forms: {catalog.plural_forms}"
    yield "MIME-Version: 1.0"
    yield "Content-Type: text/plain; charset=utf-8"
    yield "Content-Transfer-Encoding: 8bit"


def _empty(language: str | None) -> Catalog:
    catalog = _Ours(language, DOMAIN, _HEADER, fuzzy=False)
    if language:
        catalog.mime_headers = [("Plural-Forms", PLURALS[language])]
    return catalog


def po_file(language: str, root: Path) -> Path:
    """Return the path of the .po file of this language, which people edit."""
    return root / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def translated(language: str, root: Path, sentences: Catalog) -> Catalog:
    """Return a catalogue of `sentences`, with the translations that the .po file of this language has.

    A new or changed sentence gets no translation.
    """
    fresh, path = _empty(language), po_file(language, root)
    known = (
        read_po(io.BytesIO(path.read_bytes()), locale=language, domain=DOMAIN) if path.exists() else _empty(language)
    )
    for entry in sentences:
        if entry.id:
            former = known.get(entry.id)
            string = former.string if former and former.id == entry.id else None
            if isinstance(string, tuple | list):
                string = tuple(string)[: fresh.num_plurals]
            fresh.add(entry.id, string, entry.locations, entry.flags, entry.auto_comments)
    return fresh


def files(root: Path) -> dict[Path, bytes]:
    """Return the content that each file in the locale folder must have.

    Leave out languages without a .po file, except English, the language of the sentences in the code.
    """
    sentences = template()
    wanted = {root / f"{DOMAIN}.pot": _po(sentences)}
    languages = {path.parts[-3] for path in root.glob(f"*/LC_MESSAGES/{DOMAIN}.po")} | {SOURCE}
    for language in sorted(languages):
        catalog, path = translated(language, root, sentences), po_file(language, root)
        wanted[path] = _po(catalog)
        compiled = io.BytesIO()
        write_mo(compiled, catalog)
        wanted[path.with_suffix(".mo")] = compiled.getvalue()
    return wanted


def _po(catalog: Catalog) -> bytes:
    out = io.BytesIO()
    write_po(out, catalog, width=120, sort_by_file=True, include_lineno=False)
    return out.getvalue()


def stale(root: Path) -> list[Path]:
    """Return the files that are missing or not up to date."""
    return [path for path, held in files(root).items() if not path.exists() or path.read_bytes() != held]


def main(arguments: list[str]) -> int:
    """Update or check the files. The exit code is 1 if the check finds a file that is not up to date."""
    root = asset("locale")
    those = stale(root)
    for path, held in files(root).items():
        if path in those and "--check" not in arguments:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(held)
    sys.stdout.writelines(f"{path}\n" for path in those)
    return 1 if those and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
