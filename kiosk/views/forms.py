"""The views of forms, in which a person logs in by typing."""

from enum import StrEnum, auto

from msgspec import Struct

from kiosk.domain.messages.intents import Intent
from kiosk.structs import hiding
from kiosk.views.pieces import Banner, Button
from kiosk.views.welcome import StepView, TrayCard


class FieldKind(StrEnum):
    """The kind of text that a field accepts. It decides which keyboard is shown, and if the typed text is hidden."""

    TEXT = auto()
    PASSWORD = auto()
    PIN = auto()
    CODE = auto()
    """The code on a tool's label."""


TYPED_CODE = -1
"""The id of the form in which the code of a label is typed. The ids of all other forms are larger."""


class Field(Struct, frozen=True):
    """One field of a form, in which a person types. `ident` is `name`, `secret`, `pin` or `code`."""

    ident: str
    label: str
    kind: FieldKind = FieldKind.TEXT
    value: str = ""
    """The text that is in the field when the form appears, such as a name typed before. It is never a secret."""


class Form(Struct, frozen=True):
    """A form with an id. When the id changes, the typed text is deleted, and each field gets its `Field.value`."""

    ident: int
    fields: tuple[Field, ...]
    submit: Button
    """The button that sends the form. Its intent is not used, because the window sends a `FilledForm` instead."""
    show_secret: str = ""
    """The text that a screen reader says for the button with the eye. The button shows the typed password."""
    waiting: bool = False


class FilledForm(Struct, frozen=True):
    """The typed text of a form, as the window sends it. The repr does not show the text, which can be a secret."""

    form: int
    values: tuple[tuple[str, str], ...]

    __repr__ = hiding("values")

    def value(self, ident: str) -> str:
        """Return the text of this field, or an empty text if the form has no such field."""
        return dict(self.values).get(ident, "")


class Toggle(Struct, frozen=True):
    """A row that works as a switch."""

    label: str
    text: str
    on: bool
    intent: Intent


class FormPage(Struct, frozen=True):
    """The page of a form in which a person logs in, links a fob, or types the code of a label."""

    headline: str
    lead: str
    form: Form
    steps: tuple[StepView, ...] = ()
    error: Banner | None = None
    toggle: Toggle | None = None
    tray: tuple[TrayCard, ...] = ()
    back: Button | None = None
    others: tuple[Button, ...] = ()
    """More buttons, such as "That was a tool"."""
    keyboard: str = "en"
    """The language of the keyboard's layout."""
