"""The page for typing a label's code, if nothing reads labels."""

from kiosk.domain.messages import CodeTyped, TypeCode
from kiosk.domain.visit.state import Idle, Serving, Sheet, State
from kiosk.presenter.frame import help_button
from kiosk.presenter.scene import Surroundings
from kiosk.texts import base
from kiosk.views import TYPED_CODE, Button, Emphasis, Field, FieldKind, Form, FormPage


def is_typed(scene: Surroundings, state: State) -> bool:
    """Return True if the page for typing a code is open."""
    if scene.around.sheet is not Sheet.TYPING:
        return False
    return isinstance(state, Idle) or (isinstance(state, Serving) and not state.warned and state.question is None)


def typing_page(scene: Surroundings) -> FormPage:
    """Return the page with one field and the keyboard; the typed code is treated like a scan."""
    texts = scene.texts.readers
    return FormPage(
        headline=texts.type_headline,
        lead=texts.type_lead,
        form=Form(
            TYPED_CODE,
            (Field("code", texts.type_field, FieldKind.CODE),),
            Button(texts.type_add, CodeTyped(""), look=Emphasis.PRIMARY, name=texts.type_add),
        ),
        back=Button(scene.texts.forms.back, TypeCode(), "back", name=scene.texts.forms.back),
        others=(help_button(scene),),
        keyboard=base(scene.texts.language),
    )
