"""The digital systems beside the main system. After the log-in, the kiosk signs the member in at each of them.

If a digital system does not answer or needs a card, only its own part of the page says so. No other part of the visit
waits for a digital system.
"""

from typing import assert_never

from kiosk.domain.digital import (
    CardRemembering,
    CardWanted,
    DigitalSystem,
    Joined,
    MemberFact,
    NotVouched,
    SystemProgress,
)
from kiosk.domain.messages.answers import CardDropped, SystemJoined
from kiosk.domain.messages.effects import DropCard, JoinSystem, ReadReservations
from kiosk.domain.messages.intents import EnterCard, ForgetCard, FormSent, RememberCard
from kiosk.domain.model import ItemCode, Loan, Secret
from kiosk.domain.visit.digital_states import CardForm, DigitalLoans
from kiosk.domain.visit.lasting import NoticeKey
from kiosk.domain.visit.states import Serving
from kiosk.domain.visit.times import JOIN_AGAIN_S
from kiosk.domain.visit.turn import Turn
from kiosk.structs import replace

AboutSystems = SystemJoined | EnterCard | FormSent | RememberCard | ForgetCard | CardDropped


def about_systems(serving: Serving, act: AboutSystems, turn: Turn) -> Serving:
    """Return the basket after the answer of a digital system, or after an act on the form for a card."""
    match act:
        case SystemJoined():
            return _answered(serving, act, turn)
        case EnterCard(key):
            return _form_opened(serving, key, turn)
        case FormSent():
            return _sent(serving, act, turn)
        case RememberCard(yes):
            return _chosen(serving, remember=yes)
        case ForgetCard(key):
            if any(system.key == key for system in serving.systems):
                turn.ask(DropCard(serving.visit, key))
            return serving
        case CardDropped():
            return _dropped(serving, act, turn)
        case _:
            assert_never(act)


def begin_joining(serving: Serving, systems: tuple[DigitalSystem, ...], turn: Turn) -> Serving:
    """Ask each of these digital systems to sign the member in."""
    for system in systems:
        turn.ask(JoinSystem(serving.visit, system.key))
    return replace(serving, systems=systems)


def join_again(serving: Serving, turn: Turn) -> Serving:
    """Ask each digital system that did not answer to sign the member in, if its time `retry_at` has come."""
    for system in serving.systems:
        if system.retry_at is not None and turn.now >= system.retry_at:
            turn.ask(JoinSystem(serving.visit, system.key))
            serving = _with(serving, replace(system, retry_at=None))
    return serving


def system_of(serving: Serving, code: ItemCode) -> str:
    """Return the key of the digital system to which this label belongs, or an empty text for the main system."""
    return next((system.key for system in serving.systems if system.owns(code)), "")


def with_main_loans(serving: Serving, loans: tuple[Loan, ...]) -> Serving:
    """Return the basket with `loans` instead of all loans of the main system that it had before.

    The loans of the digital systems stay.
    """
    return replace(serving, loans=(*loans, *(loan for loan in serving.loans if loan.system)))


def _with(serving: Serving, system: DigitalSystem) -> Serving:
    systems = tuple(system if each.key == system.key else each for each in serving.systems)
    return replace(serving, systems=systems)


def _answered(serving: Serving, answer: SystemJoined, turn: Turn) -> Serving:
    system = next((each for each in serving.systems if each.key == answer.system), None)
    if system is None:
        return serving
    match answer.outcome:
        case Joined(loans, tail, reserves, lists_all, remembered):
            here = replace(system, progress=SystemProgress.HERE, tail=tail, retry_at=None, lists_all=lists_all)
            here = replace(_without_card(here), dropped=False)
            here = replace(here, remembering=CardRemembering.DONE) if remembered else here
            others = (loan for loan in serving.loans if loan.system != system.key)
            serving = replace(_with(serving, here), loans=(*others, *loans), reserves=serving.reserves or reserves)
            if reserves:
                turn.ask(ReadReservations(serving.visit))
        case CardWanted(dropped=dropped):
            wanted = replace(system, progress=SystemProgress.CARD_WANTED, retry_at=None)
            serving = _with(serving, replace(_without_card(wanted), dropped=system.dropped or dropped))
        case NotVouched(lacks):
            is_card = lacks is MemberFact.CARD
            progress = SystemProgress.CARD_UNSEEN if is_card else SystemProgress.RECORD_LACKS
            serving = _with(serving, replace(system, progress=progress, retry_at=None))
        case None:
            away = replace(system, progress=SystemProgress.AWAY, retry_at=turn.now + JOIN_AGAIN_S)
            serving = _with(serving, away)
        case _:
            assert_never(answer.outcome)
    return _form_answered(serving, answer, turn)


# --- cards that the kiosk remembers with the fob ---


def fob_is_linked(serving: Serving) -> Serving:
    """Return the basket after the fob was linked. From now on, the kiosk can remember cards with this fob.

    The member decides for each card whether the kiosk remembers it.
    """
    offered = (
        replace(system, remembering=CardRemembering.OFFERED)
        if system.remembering is CardRemembering.WITH_LINK
        else system
        for system in serving.systems
    )
    return replace(serving, systems=tuple(offered))


def _without_card(system: DigitalSystem) -> DigitalSystem:
    """Return the system, marked so that the kiosk remembers no card for it now.

    If the kiosk may remember cards for this system, the member can let it remember the next card.
    """
    return replace(system, remembering=CardRemembering.OFFERED) if system.can_remember else system


def _dropped(serving: Serving, answer: CardDropped, turn: Turn) -> Serving:
    system = next((each for each in serving.systems if each.key == answer.system), None)
    turn.say(NoticeKey.CARD_FORGOTTEN if answer.ok else NoticeKey.CARD_NOT_FORGOTTEN)
    return _with(serving, _without_card(system)) if system is not None and answer.ok else serving


# --- the form for a card ---


def form_of(serving: Serving) -> CardForm | None:
    """Return the form for a card that is shown instead of the basket, or None if no such form is shown."""
    return serving.side_page if isinstance(serving.side_page, CardForm) else None


def with_scanned_card(
    serving: Serving, form: CardForm, card: Secret, turn: Turn, *, maybe_tool: bool = False
) -> Serving:
    """Return the basket with a new form, which contains the number of the scanned card.

    `maybe_tool` is True if the number could also be the label of a tool.
    """
    fresh = CardForm(form.system, turn.number(), card.reveal(), remember=form.remember, maybe_tool=maybe_tool)
    return replace(serving, side_page=fresh)


def _chosen(serving: Serving, *, remember: bool) -> Serving:
    """Return the basket after the member has chosen on the form whether the kiosk remembers the card."""
    form = form_of(serving)
    if form is None or form.is_waiting or not _can_remember(serving, form):
        return serving
    return replace(serving, side_page=replace(form, remember=remember))


def _can_remember(serving: Serving, form: CardForm) -> bool:
    return any(system.key == form.system and system.can_remember for system in serving.systems)


def _form_opened(serving: Serving, key: str, turn: Turn) -> Serving:
    if all(system.key != key or system.progress is not SystemProgress.CARD_WANTED for system in serving.systems):
        return serving
    form = CardForm(key, turn.number())
    return replace(serving, side_page=form, panel=None, question=None, question_until=None)


def _sent(serving: Serving, sent: FormSent, turn: Turn) -> Serving:
    form = form_of(serving)
    if form is None or form.form != sent.form or form.is_waiting:
        return serving
    if form.wait_until is not None and turn.now < form.wait_until:
        return serving
    system = next((each for each in serving.systems if each.key == form.system), None)
    name = sent.name.strip()
    if system is None or not name or (system.has_pin and not sent.secret):
        return replace(serving, side_page=replace(form, is_incomplete=True))
    remember, pin = form.remember and system.can_remember, sent.secret if system.has_pin else None
    turn.ask(JoinSystem(serving.visit, form.system, Secret(name), pin, remember))
    asked = CardForm(form.system, form.form, name, is_waiting=True, remember=remember)
    return replace(serving, side_page=replace(asked, maybe_tool=form.maybe_tool and name == form.name))


def _form_answered(serving: Serving, answer: SystemJoined, turn: Turn) -> Serving:
    """Close the form, or show what is wrong with the entered card.

    The form closes if the digital system has accepted the card, or if the system cannot know who the member is
    (NotVouched). In all other cases, the form stays open and says what is wrong, and its field for the PIN is empty.
    """
    form = form_of(serving)
    if form is None or form.system != answer.system or not form.is_waiting:
        return serving
    fresh = CardForm(form.system, turn.number(), form.name, remember=form.remember, maybe_tool=form.maybe_tool)
    match answer.outcome:
        case Joined(remembered=remembered):
            if form.remember:
                turn.say(NoticeKey.CARD_KEPT if remembered else NoticeKey.CARD_NOT_KEPT)
            return replace(serving, side_page=DigitalLoans())
        case CardWanted(wait_s=wait_s) as wanted:
            until = turn.now + wait_s if wait_s > 0 else None
            return replace(serving, side_page=replace(fresh, wanted=wanted, wait_until=until))
        case NotVouched():
            return replace(serving, side_page=DigitalLoans())
        case None:
            return replace(serving, side_page=replace(fresh, is_away=True))
        case _:
            assert_never(answer.outcome)
