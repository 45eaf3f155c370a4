"""The sentences that differ from library to library: about cards, PINs, scans that count at once, and lent things.

Every other module of this package speaks of key fobs, passwords, Finish, memberships and tools. If a library uses other
words, a table in this module or in `lent_items.py` has the sentences with these words. A voice replaces a sentence
before the voice translates the sentence.
"""

from collections.abc import Mapping
from functools import cache

from msgspec import Struct

from kiosk.domain.library import FoundThings, LoginKind
from kiosk.texts.found_titles import TITLES_ONLY, TOOLS_AND_TITLES
from kiosk.texts.lent_items import BY_ITEM

Instead = Mapping[str, str | tuple[str, str]]
"""A table of sentences to replace. The key is the English sentence in the code. The kiosk shows the value instead.

If a sentence has a singular and a plural, the key is the plural, and the value is a new singular and a new plural.
"""


class Wording(Struct, frozen=True):
    """Five facts about a library that decide which words the screen uses.

    `by_card`: members show a card and not a fob. `login`: the things that a member types to log in. `at_once`: each
    scan counts at once. `items`: the library also lends other things than tools. `finds`: the things that a search
    finds.
    """

    by_card: bool = False
    login: LoginKind = LoginKind.PASSWORD
    at_once: bool = False
    items: bool = False
    finds: FoundThings = FoundThings.THINGS


PLAIN = Wording()
"""The wording of the sentences in the code, which speak of key fobs, passwords, Finish and tools."""


def _(msgid: str) -> str:
    """Return the sentence unchanged. The call marks the sentence for the catalogue of translations."""
    return msgid


def _n(one: str, many: str) -> tuple[str, str]:
    """Return both sentences unchanged. The call marks the sentences for the catalogue of translations."""
    return one, many


AT_ONCE: Instead = {
    "Press Finish": _("Press Done"),
    "Finish": _("Done"),
    "Scan the label of the tool. It joins your basket.": _("Scan the label of the tool. It is lent to you at once."),
    "Press Finish, or hold up your fob again. Nothing is lent or returned before that.": _(
        "Every scan counts at once. Press Done, or hold up your fob again, and you see the receipt."
    ),
    "Added. Press Finish when you are done.": _("Got it. Press Done when you are ready."),
    "Added: {about}. Press Finish when you are done.": _("Got {about}. Press Done when you are ready."),
    "One tool was refused. Press Finish again to go on without it.": _(
        "One tool was refused. Press Done again to go on without it."
    ),
    "{about} was refused. Press Finish again to go on without it.": _(
        "{about} was refused. Press Done again to go on without it."
    ),
    "What was scanned after Finish is not part of this receipt.": _(
        "What was scanned after Done is not part of this receipt."
    ),
    "Finish, then start for the next person?": _("Done, and on to the next person?"),
    "Finish for {name}, then start for the next person?": _("Done for {name}, and on to the next person?"),
    "Finish and switch": _("Done, next person"),
    "Nothing will be recorded. Hold up the other fob again to say yes.": _(
        "What was scanned is recorded already. Hold up the other fob again to say yes."
    ),
    "Finish without {n} tools?": _n("Go on without {n} tool?", "Go on without {n} tools?"),
    "Leave without finishing?": _("Leave now?"),
    "Nothing in your basket will be lent or returned.": _("What is not confirmed yet may still be lent or returned."),
    "Nothing else in your basket will be lent or returned.": _(
        "What is not confirmed yet may still be lent or returned."
    ),
    "What you brought stays on your account until you finish.": _(
        "What you brought is off your account as soon as the library has said so."
    ),
    "Then we go on by ourselves. Nothing has been recorded yet.": _("Then we go on by ourselves."),
    "in your basket": _n("on your list", "on your list"),
    "In your basket": _("On your list"),
    "It goes into your basket.": _("It goes on your list."),
    "{about} goes into your basket.": _("{about} goes on your list."),
    "Already in your basket.": _("Already on your list."),
    "Already in your basket: {about}.": _("Already on your list: {about}."),
    "The tools go straight into your basket.": _n(
        "It counts as soon as you are logged in.", "They count as soon as you are logged in."
    ),
    "The library has ended your log-in. Your basket of {n} tools is kept.": _n(
        "The library has ended your log-in. Your list of {n} tool is kept.",
        "The library has ended your log-in. Your list of {n} tools is kept.",
    ),
    "Your basket stays here, but it cannot be recorded now. Please wait a moment or ask staff.": _(
        "Your list stays here, but nothing more can be recorded now. Please wait a moment or ask staff."
    ),
    "Then we go on by ourselves. Not everything on your list is recorded yet.": _("Then we go on by ourselves."),
}
"""The sentences for a lending system that records each scan at once.

With such a system, the button Finish is called Done, and shows only the receipt. The sentences say "list" and not
"basket", because members could think that the lines of a basket are not recorded yet.
"""

BY_PIN: Instead = {
    "With your library user name and password.": _("With your library card and its PIN."),
    "Log in with your library user name and password.": _("Log in with your library card and its PIN."),
    "Your name comes from your fob. Now your library password.": _(
        "Your card number comes from your fob. Now its PIN."
    ),
    "User name or membership ID": _("Card number"),
    "Password": _("PIN"),
    "Show password": _("Show the PIN"),
    "User name and password. Then scan as always.": _("Card number and PIN. Then scan as always."),
    "Forgot your password?": _("Forgot your PIN?"),
    "Staff can give you a new password.": _("Staff can help you with your PIN."),
    "Staff can give you a new password: {ways}": _("Staff can help you with your PIN: {ways}"),
    "You can log in with your user name and password. If it goes on, ask staff.": _(
        "You can log in with your card number and PIN. If it goes on, ask staff."
    ),
    "Your membership": _("Your library card"),
    "Your membership has ended.": _("Your library card has expired."),
    "Your membership ended on {day}.": _("Your library card expired on {day}."),
    "Your membership has ended. You can still bring tools back.": _(
        "Your library card has expired. You can still bring tools back."
    ),
}
"""The sentences of a library whose members log in with a card and its PIN."""

BY_NUMBER: Instead = dict(BY_PIN) | {
    "With your library user name and password.": _("With the number of your library card."),
    "Log in with your library user name and password.": _("Log in with the number of your library card."),
    "User name and password. Then scan as always.": _("Type the number of your card. Then scan as always."),
    "You can log in with your user name and password. If it goes on, ask staff.": _(
        "You can type the number of your card. If it goes on, ask staff."
    ),
}
"""The sentences of a library whose cards have no PIN."""

BY_CARD: Instead = {
    "Hold up your fob at any time. What you have given back stays given back.": _(
        "Scan your card at any time. What you have given back stays given back."
    ),
    "What you brought will be taken off the account of the fob that was shown.": _(
        "What you brought will be taken off the account of the card that was shown."
    ),
    "If you have used your fob here before, hold it up: then what you brought is taken off your account.": _(
        "If you have used your card here before, scan it: then what you brought is taken off your account."
    ),
    "We have seen your fob. What you brought will be taken off its account.": _(
        "We have seen your card. What you brought will be taken off its account."
    ),
    "We cannot use this fob now. Staff will book your returns in.": _(
        "We cannot use this card now. Staff will book your returns in."
    ),
    "This fob needs its PIN, and we cannot check it now. Staff will book your returns in.": _(
        "This card needs its PIN, and we cannot check it now. Staff will book your returns in."
    ),
    "Hold your key fob to the reader": _("Scan your library card"),
    "Hold up your fob": _("Scan your card"),
    "Picture: hold your key fob to the reader": _("Picture: hold your library card to the reader"),
    "Log in without a fob": _("Log in without a card"),
    "This card is remembered. Next time your fob is enough.": _("This card is remembered. Next time it is enough."),
    "Remember this card with my fob": _("Remember this card"),
    "Stored only on this kiosk, locked with your fob. If this is off, we ask again next time.": _(
        "Stored only on this kiosk, and locked. If this is off, we ask again next time."
    ),
    "Your fob opens your loans here. You need not enter this card again.": _(
        "Your card opens your loans here. You need not enter this card again."
    ),
    "Got it. Now your key fob, please": _("Got it. Now your library card, please"),
    "The fob reader is unplugged": _("The card reader is unplugged"),
    "Fobs cannot be read just now. Everything else works. Staff have been told, and it starts again by itself.": _(
        "Cards cannot be read just now. Everything else works. Staff have been told, and it starts again by itself."
    ),
    "Fobs work again in a moment": _("Cards work again in a moment"),
    "Several unknown fobs were shown. Please try again in {n} seconds.": _n(
        "Several unknown cards were scanned. Please try again in {n} second.",
        "Several unknown cards were scanned. Please try again in {n} seconds.",
    ),
    "Several unknown fobs were shown. Please try again in {n} seconds, or log in on this screen.": _n(
        "Several unknown cards were scanned. Please try again in {n} second, or log in on this screen.",
        "Several unknown cards were scanned. Please try again in {n} seconds, or log in on this screen.",
    ),
    "We are looking up your fob.": _("We are looking up your card."),
    "This kiosk is opened by fobs only. Staff can tell you what is wrong with yours.": _(
        "This kiosk is opened by library cards only. Staff can tell you what is wrong with yours."
    ),
    "Hold your key fob to the reader.": _("Scan your library card."),
    "You can scan a tool first. It waits in the tray until your fob is read.": _(
        "You can scan a tool first. It waits in the tray until your card is read."
    ),
    "Press Finish, or hold up your fob again. Nothing is lent or returned before that.": _(
        "Press Finish, or scan your card again. Nothing is lent or returned before that."
    ),
    "Every scan counts at once. Press Done, or hold up your fob again, and you see the receipt.": _(
        "Every scan counts at once. Press Done, or scan your card again, and you see the receipt."
    ),
    "Nothing will be recorded. Hold up the other fob again to say yes.": _(
        "Nothing will be recorded. Scan the other card again to say yes."
    ),
    "What was scanned is recorded already. Hold up the other fob again to say yes.": _(
        "What was scanned is recorded already. Scan the other card again to say yes."
    ),
    "{n} tools will be recorded. Hold up the other fob again to say yes.": _n(
        "{n} tool will be recorded. Scan the other card again to say yes.",
        "{n} tools will be recorded. Scan the other card again to say yes.",
    ),
    "Take it from its shelf, show your fob and scan its label: then it is in your basket.": _(
        "Take it from its shelf, scan your card and then its label: then it is in your basket."
    ),
    "Show your fob, then scan its label to borrow it.": _("Scan your card, then its label to borrow it."),
    "{n} tools wait: show your fob to go on": _n(
        "{n} tool waits: scan your card to go on", "{n} tools wait: scan your card to go on"
    ),
    "Your name comes from your fob. Now your library password.": _(
        "Your name comes from your card. Now your library password."
    ),
    "Your card number comes from your fob. Now its PIN.": _("Your card is read. Now its PIN, please."),
    "We have not met this fob before. Please log in.": _("We have not met this card before. Please log in."),
    "Your fob is enough: show it once more.": _("Your card is enough: scan it once more."),
    "The library does not know this fob": _("The library does not know this card"),
    "Log in with this fob instead?": _("Log in with this card instead?"),
    "Use this fob": _("Use this card"),
    "Got it. Now show your fob.": _("Got it. Now scan your card."),
    "Got {about}. Now show your fob.": _("Got {about}. Now scan your card."),
    "Please show your fob first.": _("Please scan your card first."),
    "Fobs are not used here. Please log in on the screen.": _("Cards are not read here. Please log in on the screen."),
    "Too many unknown fobs. Please show yours again in a moment.": _(
        "Too many unknown cards. Please scan yours again in a moment."
    ),
    "Seen. Show your fob to go on.": _("Seen. Scan your card to go on."),
    "Seen: {about}. Show your fob to go on.": _("Seen: {about}. Scan your card to go on."),
    "That is no label or fob of ours. Please scan one of ours, or ask staff.": _(
        "That is no label or card of ours. Please scan one of ours, or ask staff."
    ),
    "Whose tools are these? Please show your fob.": _("Whose tools are these? Please scan your card."),
    "That is a fob, not a tool.": _("That is a card, not a tool."),
    "That is a tool. Please show your fob.": _("That is a tool. Please scan your card."),
    "That is a tool: {about}. Please show your fob.": _("That is a tool: {about}. Please scan your card."),
}
"""The sentences of a library whose members use library cards as fobs.

Some keys are not in the code. They are sentences with which a table above has replaced a sentence of the code.
"""

_BY_FOUND: Mapping[FoundThings, Instead] = {
    FoundThings.THINGS: {},
    FoundThings.TITLES: TITLES_ONLY,
    FoundThings.BOTH: TOOLS_AND_TITLES,
}
_BY_LOGIN: Mapping[LoginKind, Instead] = {LoginKind.CARD_AND_PIN: BY_PIN, LoginKind.CARD: BY_NUMBER}


@cache
def replaced(wording: Wording) -> Instead:
    """Return the table of replaced sentences for a library with this wording.

    The tables BY_CARD and then BY_ITEM are used last, because they also replace sentences of the other tables.
    """
    those = dict(_BY_LOGIN.get(wording.login, {})) | (dict(AT_ONCE) if wording.at_once else {})
    those |= _BY_FOUND[wording.finds]
    if wording.by_card:
        those = _then(those, BY_CARD)
    return _then(those, BY_ITEM) if wording.items else those


def _then(first: Instead, second: Instead) -> dict[str, str | tuple[str, str]]:
    """Return one table that does the work of two: `first` replaces a sentence, then `second` replaces the result."""
    both = {said: second.get(other if isinstance(other, str) else other[1], other) for said, other in first.items()}
    return dict(second) | both
