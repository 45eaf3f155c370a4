"""The form in which a member enters a card for a digital system. The form does not change the basket."""

from kiosk.domain.messages.intents import CloseSidePage, FormSent, RememberCard, ThatWasATool
from kiosk.domain.visit.digital_states import CardForm
from kiosk.domain.visit.states import Serving
from kiosk.presenter.basket import Counts
from kiosk.presenter.frame import help_button
from kiosk.presenter.page_facts import PageFacts
from kiosk.presenter.server_words import clean, without_tags
from kiosk.texts.translation import base
from kiosk.views.forms import Field, FieldKind, Form, FormPage, Toggle
from kiosk.views.pieces import Banner, Button, Emphasis, Tone
from kiosk.views.welcome import TrayCard


def card_form_page(facts: PageFacts, serving: Serving, form: CardForm) -> FormPage:
    """Return the form for the card of a digital system."""
    texts = facts.texts.digital
    system = next((each for each in serving.systems if each.key == form.system), None)
    label = clean(system.label) if system is not None else ""
    secrets = (Field("secret", texts.field_pin, FieldKind.PASSWORD),) if system is None or system.has_pin else ()
    n = Counts(serving.lines).all
    return FormPage(
        headline=texts.card,
        lead=texts.card_lead(label) if label else texts.card_lead_plain,
        form=Form(
            form.form,
            (Field("name", texts.field_card, FieldKind.TEXT, form.name), *secrets),
            _submit(facts, form),
            show_secret=texts.show_pin,
            waiting=form.is_waiting,
        ),
        error=None if form.is_waiting else _banner(facts, form, label),
        toggle=_toggle(facts, form) if system is not None and system.can_remember and not form.is_waiting else None,
        tray=(TrayCard(f"{n} {facts.texts.basket.in_basket(n)}", texts.basket_stays),) if n else (),
        back=Button(facts.texts.forms.not_now, CloseSidePage(), "back", name=facts.texts.forms.not_now),
        others=(*_was_a_tool(facts, form), help_button(facts)),
        keyboard=base(facts.texts.language),
    )


def _toggle(facts: PageFacts, form: CardForm) -> Toggle:
    texts = facts.texts.digital
    return Toggle(texts.remember_card, texts.remember_card_text, form.remember, RememberCard(yes=not form.remember))


def _was_a_tool(facts: PageFacts, form: CardForm) -> tuple[Button, ...]:
    """Return the button "That was a tool" if the scanned number could also be the label of a tool.

    Return nothing if the number cannot be a label, or while the kiosk waits for an answer about the card.
    """
    label = facts.texts.forms.was_a_tool
    useful = form.maybe_tool and not form.is_waiting
    return (Button(label, ThatWasATool(), "scan", name=label),) if useful else ()


def _submit(facts: PageFacts, form: CardForm) -> Button:
    texts, intent = facts.texts.forms, FormSent(form.form)
    if form.is_waiting:
        hint = facts.texts.frame.please_wait
        return Button(texts.checking, intent, hint=hint, look=Emphasis.PRIMARY, name=texts.checking, enabled=False)
    label = facts.texts.digital.show_loans
    seconds = facts.left_s(form.wait_until) if form.wait_until is not None else 0
    if seconds:
        hint = texts.wait_hint(seconds)
        return Button(label, intent, hint=hint, look=Emphasis.PRIMARY, name=label, enabled=False)
    return Button(label, intent, look=Emphasis.PRIMARY, name=label)


def _banner(facts: PageFacts, form: CardForm, label: str) -> Banner | None:
    """Return a banner that says why the last entry has not worked, or None if there is nothing to say."""
    texts, errors = facts.texts.digital, facts.texts.errors
    if form.is_incomplete:
        return Banner(errors.incomplete, errors.incomplete_text)
    if form.is_away:
        return Banner(texts.system_away(label), errors.away_text, "cloudoff")
    if form.wait_until is not None and (seconds := facts.left_s(form.wait_until)):
        return Banner(errors.throttled, errors.throttled_text(seconds), "clock")
    if form.wanted is None:
        return None
    return Banner(errors.wrong, without_tags(form.wanted.words) or texts.wrong_card, "stop", Tone.BAD)
