"""The forms in which a member logs in, links a fob, enters a PIN or logs in again, and the page for typing a code."""

from datetime import timedelta
from typing import assert_never

from kiosk.domain.messages.intents import (
    Cancel,
    CodeTyped,
    ForgotPassword,
    FormSent,
    Link,
    LogInWithoutFob,
    No,
    ThatWasATool,
    TypeCode,
    Yes,
)
from kiosk.domain.visit.forms import opens_alone, wants_new_pin, wants_secret
from kiosk.domain.visit.lasting import Sheet
from kiosk.domain.visit.states import AskingSecret, FormError, Idle, Purpose, Serving, State, Tray
from kiosk.presenter.frame import contact, help_button
from kiosk.presenter.page_facts import PageFacts
from kiosk.presenter.server_words import without_tags
from kiosk.presenter.welcome import tray_cards
from kiosk.structs import replace
from kiosk.texts.translation import base
from kiosk.views.forms import TYPED_CODE, Field, FieldKind, Form, FormPage, Toggle
from kiosk.views.pieces import Banner, Button, Emphasis, Tone
from kiosk.views.welcome import StepView, TrayCard


def form_page(facts: PageFacts, asking: AskingSecret, *, waiting: bool = False) -> FormPage:
    """Return the form that asks for a secret. `waiting` is True if the form was sent and has no answer yet."""
    headline, lead = _headline(facts, asking)
    return FormPage(
        headline=headline,
        lead=lead,
        form=_form(facts, asking, waiting=waiting),
        steps=_steps(facts) if _links(facts, asking) else (),
        error=None if waiting else _banner(facts, asking),
        toggle=None if waiting else _toggle(facts, asking),
        tray=_tray_card(facts, asking.tray) or _kept_basket_card(facts, asking.kept),
        back=_back(facts, asking),
        others=_other_buttons(facts, asking, waiting=waiting),
        keyboard=base(facts.texts.language),
    )


def _headline(facts: PageFacts, asking: AskingSecret) -> tuple[str, str]:
    texts = facts.texts.forms
    if asking.resetting:
        return texts.forgot, texts.forgot_lead
    match asking.purpose:
        case Purpose.LINK:
            return (texts.link, texts.link_lead) if _links(facts, asking) else (texts.log_in, texts.once_lead)
        case Purpose.PASSWORD:
            return texts.log_in, texts.password_lead
        case Purpose.FORM:
            return texts.log_in, texts.log_in_lead
        case Purpose.PIN:
            return texts.pin, texts.pin_lead
        case Purpose.AGAIN:
            lead = texts.again_lead(len(asking.kept.lines) if asking.kept else 0)
            by_fob = asking.fob is not None and opens_alone(facts.lasting.house)
            return texts.again, f"{lead} {texts.again_fob}" if by_fob else lead
    assert_never(asking.purpose)


def _links(facts: PageFacts, asking: AskingSecret) -> bool:
    """Return True if sending this form links the fob, so that the member needs only the fob at the next visits."""
    is_link = asking.purpose is Purpose.LINK and not asking.resetting
    return is_link and asking.remember and facts.lasting.house.can_link


def _form(facts: PageFacts, asking: AskingSecret, *, waiting: bool) -> Form:
    return Form(
        ident=asking.form,
        fields=_fields(facts, asking),
        submit=_submit(facts, asking, waiting=waiting),
        show_secret="" if asking.purpose is Purpose.PIN else facts.texts.forms.show_password,
        waiting=waiting,
    )


def _fields(facts: PageFacts, asking: AskingSecret) -> tuple[Field, ...]:
    texts = facts.texts.forms
    if asking.resetting:
        return (Field("name", texts.field_mail, FieldKind.TEXT, asking.name),)
    if asking.purpose is Purpose.PIN:
        return (Field("pin", texts.field_pin, FieldKind.PIN),)
    secret = Field("secret", texts.field_password, FieldKind.PASSWORD)
    secrets = (secret,) if wants_secret(asking, facts.library) else ()
    if asking.purpose is Purpose.PASSWORD:
        return (secret,)  # the fob replaces the user name, and the code of the fob must not be shown
    name = Field("name", texts.field_name, FieldKind.TEXT, asking.name)
    new_pin = (Field("pin", texts.field_new_pin, FieldKind.PIN),) if wants_new_pin(asking, facts.lasting.house) else ()
    return (name, *secrets, *new_pin)


def _submit(facts: PageFacts, asking: AskingSecret, *, waiting: bool) -> Button:
    texts, intent = facts.texts.forms, FormSent(asking.form)
    if waiting:
        hint, label = texts.checking_hint, texts.checking
        return Button(label, intent, hint=hint, look=Emphasis.PRIMARY, name=label, enabled=False)
    label = texts.submit
    if asking.resetting:
        return Button(texts.submit_mail, intent, look=Emphasis.PRIMARY, name=texts.submit_mail)
    if asking.purpose is Purpose.PIN:
        label = texts.submit_pin
    elif _links(facts, asking):
        label = texts.submit_link
    if seconds := _throttled_s(facts, asking):
        hint = texts.wait_hint(seconds)
        return Button(label, intent, hint=hint, look=Emphasis.PRIMARY, name=label, enabled=False)
    return Button(label, intent, look=Emphasis.PRIMARY, name=label)


def _throttled_s(facts: PageFacts, asking: AskingSecret) -> int:
    return facts.left_s(asking.throttled_until) if asking.throttled_until is not None else 0


def _steps(facts: PageFacts) -> tuple[StepView, ...]:
    texts = facts.texts.forms
    return (StepView(texts.step_fob, done=True), StepView(texts.step_log_in, now=True), StepView(texts.step_linked))


def _banner(facts: PageFacts, asking: AskingSecret) -> Banner | None:
    """Return the banner that asks about another fob, if the kiosk asks this question now.

    If not, return the banner with the form's error, or None if there is no error.
    """
    texts = facts.texts.errors
    if asking.question is not None:
        yes = Button(texts.other_fob_yes, Yes(), facts.fob_icon, name=texts.other_fob_yes)
        no = Button(texts.other_fob_no, No(), name=texts.other_fob_no)
        return Banner(texts.other_fob, texts.other_fob_text, facts.fob_icon, Tone.WARN, (yes, no))
    return _error_banner(facts, asking, asking.error) if asking.error is not None else None


def _error_banner(facts: PageFacts, asking: AskingSecret, error: FormError) -> Banner | None:
    texts, words = facts.texts.errors, _library_words(facts, asking, error)
    match error:
        case FormError.INCOMPLETE:
            return Banner(texts.incomplete, texts.incomplete_text)
        case FormError.PIN_SHORT:
            return Banner(texts.pin_short, texts.pin_short_text)
        case FormError.WRONG:
            own = texts.wrong_text if len(_fields(facts, asking)) > 1 else texts.wrong_one_text
            return Banner(texts.wrong, words or own, "stop", Tone.BAD)
        case FormError.WRONG_PIN:
            return Banner(texts.wrong, words or texts.wrong_pin_text, "stop", Tone.BAD)
        case FormError.FOB_UNKNOWN:
            return Banner(texts.fob_unknown, words or texts.fob_unknown_text, facts.fob_icon, Tone.BAD)
        case FormError.AWAY:
            return Banner(texts.away, texts.away_text, "cloudoff")
        case FormError.THROTTLED:
            seconds = _throttled_s(facts, asking)
            return Banner(texts.throttled, texts.throttled_text(seconds), "clock") if seconds else None
        case FormError.FORGOT_ASK_LIBRARY:
            return Banner(texts.ask_library, _who_helps(facts), "hand")
        case FormError.RESET_ASKED:
            return Banner(texts.reset_asked, texts.reset_asked_text, "mail", Tone.PLAIN)
        case FormError.RESET_TOO_OFTEN:
            return Banner(texts.reset_too_often, texts.reset_too_often_text, "clock")
        case FormError.RESET_AWAY:
            return Banner(texts.reset_away, texts.reset_away_text, "cloudoff")
        case FormError.LINK_DEAD:
            return Banner(texts.link_dead, texts.link_dead_text, "fob")
        case FormError.LINK_EXPIRED:
            return Banner(texts.link_expired, texts.link_expired_text, "fob")
    assert_never(error)


def _who_helps(facts: PageFacts) -> str:
    """Say that staff can help, and how to reach them."""
    those = contact(facts)
    ways = " · ".join(filter(None, (those.phone, those.email)))
    return facts.texts.errors.ask_library_at(ways) if ways else facts.texts.errors.ask_library_text


def _library_words(facts: PageFacts, asking: AskingSecret, error: FormError) -> str:
    """Return the library's own text for this kind of failed log-in.

    If the library has no such text, return the words that the lending system's server sent.
    """
    form, scan = facts.own.form_login_error, facts.own.scan_login_error
    match error:
        case FormError.FOB_UNKNOWN:
            own = scan
        case FormError.WRONG if asking.purpose is Purpose.PASSWORD:
            own = scan or form
        case FormError.WRONG:
            own = form if asking.fob is None else form or scan
        case _:
            own = ""
    return without_tags(own) or without_tags(asking.words)


def _toggle(facts: PageFacts, asking: AskingSecret) -> Toggle | None:
    if asking.purpose is not Purpose.LINK or asking.resetting or not facts.lasting.house.can_link:
        return None
    ends = facts.lasting.moment.today + timedelta(days=facts.lasting.house.link_days)
    texts = facts.texts.forms
    text = texts.remember_text(facts.formats.full_date(ends))
    return Toggle(texts.remember, text, asking.remember, Link(yes=not asking.remember))


def _back(facts: PageFacts, asking: AskingSecret) -> Button:
    texts = facts.texts.forms
    label, icon = texts.back, "back"
    if asking.purpose is Purpose.LINK and not asking.resetting:
        label = texts.not_now
    elif asking.purpose is Purpose.AGAIN and not asking.resetting:
        label, icon = texts.leave, "logout"
    return Button(label, Cancel(), icon, name=label)


def _other_buttons(facts: PageFacts, asking: AskingSecret, *, waiting: bool) -> tuple[Button, ...]:
    """Return at most one useful button, and Help after it. There is no room for more buttons beside the keyboard.

    The purpose of the form and its last error decide which button is the most useful.
    """
    texts = facts.texts.forms
    without = facts.texts.welcome.log_in_without_fob
    tool = Button(texts.was_a_tool, ThatWasATool(), "scan", name=texts.was_a_tool)
    typing = Button(without, LogInWithoutFob(), "user", name=without)
    forgot = Button(texts.forgot, ForgotPassword(), "lock", name=texts.forgot)
    knows_who_helps = asking.error is FormError.FORGOT_ASK_LIBRARY
    has_secret = asking.purpose is not Purpose.PIN and wants_secret(asking, facts.library)
    forgets = has_secret and not knows_who_helps
    by_name = asking.purpose is Purpose.PASSWORD and facts.library.form_login
    offered = (
        (tool, asking.unclassified),
        (forgot, forgets and asking.error is FormError.WRONG),
        (typing, by_name),
        (forgot, forgets and asking.purpose is not Purpose.LINK),
    )
    wanted = [] if waiting or asking.resetting else [button for button, useful in offered if useful]
    return (*wanted[:1], help_button(facts))


def _tray_card(facts: PageFacts, tray: Tray) -> tuple[TrayCard, ...]:
    """Return a card for the newest item in the tray. The card also says how many other items the tray has.

    The fields and the keyboard leave no space for more cards.
    """
    cards = tray_cards(facts, tray[:1])
    texts = facts.texts.welcome
    text = texts.tray_more(len(tray) - 1) if tray[1:] else texts.waiting_unnamed
    return tuple(replace(card, text=text) for card in cards)


def _kept_basket_card(facts: PageFacts, kept: Serving | None) -> tuple[TrayCard, ...]:
    """Return a card with the tools of the basket that waits until its member logs in again."""
    titles = [facts.line_title(line) for line in kept.lines] if kept is not None else []
    return (TrayCard(titles[0], facts.formats.join(titles[1:])),) if titles else ()


# --- typing a label's code ---


def types_a_code(facts: PageFacts, state: State) -> bool:
    """Return True if the page for typing a code is open."""
    if facts.lasting.sheet is not Sheet.TYPING:
        return False
    return isinstance(state, Idle) or (isinstance(state, Serving) and not state.warned and state.question is None)


def typing_page(facts: PageFacts) -> FormPage:
    """Return the page on which a person types the code of a label. The typed code is treated like a scan."""
    texts = facts.texts.readers
    return FormPage(
        headline=texts.type_headline,
        lead=texts.type_lead,
        form=Form(
            TYPED_CODE,
            (Field("code", texts.type_field, FieldKind.CODE),),
            Button(texts.type_add, CodeTyped(""), look=Emphasis.PRIMARY, name=texts.type_add),
        ),
        back=Button(facts.texts.forms.back, TypeCode(), "back", name=facts.texts.forms.back),
        others=(help_button(facts),),
        keyboard=base(facts.texts.language),
    )
