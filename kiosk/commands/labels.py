"""The codes to print on labels: one per line, a title after a tab. An error names the line, never the code."""

from kiosk.domain.frozen import dataclass
from kiosk.domain.meaning import COMMAND_PREFIX, LONGEST_CODE
from kiosk.views.sheets import PrintedCode, SheetLabel


class WrongLabelsError(Exception):
    """An error for lines that cannot become labels; the text names each line."""


@dataclass(frozen=True, slots=True, repr=False)
class LabelLine:
    """One line of the input. It has no repr, because the code may be a fob's. `place` names the line for people."""

    place: str
    code: str
    title: str


def read_labels(text: str, what: str) -> tuple[LabelLine, ...]:
    """Return the labels in `text`, without its empty lines. Raises WrongLabels."""
    found, wrong, seen = [], [], set[str]()
    for number, line in enumerate(text.splitlines(), start=1):
        code, _, title = line.partition("\t")
        code, title = code.strip(" "), " ".join(title.split())
        if not code and not title:
            continue
        place = f"{what}, line {number}"
        problem = _problem(code) or ("the same code as before" if code in seen else "")
        if problem:
            wrong.append(f"{place}: {problem}")
        seen.add(code)
        found.append(LabelLine(place, code, title))
    if wrong:
        raise WrongLabelsError("\n".join(wrong))
    if not found:
        raise WrongLabelsError(f"{what}: no codes")
    return tuple(found)


def label_of(line: LabelLine, *, secret: bool = False) -> SheetLabel:
    """Return the label of a line; the code of a secret label is not written in letters."""
    return SheetLabel(line.title, PrintedCode(line.code, "" if secret else line.code))


def _problem(code: str) -> str:
    """Return why the kiosk would not understand a label with this code, or an empty text if it would."""
    if not code:
        return "a title without a code"
    if not code.isprintable():
        return "signs that no label can have"
    if len(code) > LONGEST_CODE:
        return f"more than {LONGEST_CODE} signs"
    if code.upper().startswith(COMMAND_PREFIX):
        return f"{COMMAND_PREFIX} is for command cards"
    return ""
