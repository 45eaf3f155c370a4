# ruff: noqa: RUF001 - the sentences have typographic apostrophes
"""The sentences of notices and of refused lines. A notice answers an event in one short sentence."""

from typing import ClassVar, assert_never

from msgspec import Struct

from kiosk.domain.model import Direction, RefusalKind
from kiosk.domain.visit.lasting import NoticeKey
from kiosk.texts.translation import Sentence, TextGroup


def _(msgid: str) -> str:
    """Return the sentence unchanged. The call marks the sentence for the catalogue of translations."""
    return msgid


class Said(Struct, frozen=True):
    """The sentence of a notice, in two forms.

    The sentence `naming` contains a name, for example of the tool. If no name is known, `plain` is used.
    """

    plain: str
    naming: str = ""


NOTICES: dict[NoticeKey, Said] = {
    NoticeKey.ALREADY_LISTED: Said(_("Already in your basket."), _("Already in your basket: {about}.")),
    NoticeKey.ALREADY_RECORDED: Said(_("Already recorded."), _("Already recorded: {about}.")),
    NoticeKey.ALREADY_IN_TRAY: Said(_("Already in the tray."), _("Already in the tray: {about}.")),
    NoticeKey.NOW_SHOW_FOB: Said(_("Got it. Now show your fob."), _("Got {about}. Now show your fob.")),
    NoticeKey.SHOW_FOB_TO_FINISH: Said(_("Please show your fob first.")),
    NoticeKey.FOBS_NOT_USED: Said(_("Fobs are not used here. Please log in on the screen.")),
    NoticeKey.FOBS_PAUSED: Said(_("Too many unknown fobs. Please show yours again in a moment.")),
    NoticeKey.FOB_TAKEN: Said(_("We have seen your fob. What you brought will be taken off its account.")),
    NoticeKey.FOB_NOT_LINKED_HERE: Said(_("We cannot use this fob now. Staff will book your returns in.")),
    NoticeKey.FOB_NEEDS_PIN: Said(
        _("This fob needs its PIN, and we cannot check it now. Staff will book your returns in.")
    ),
    NoticeKey.CANNOT_REACH_YET: Said(
        _("Seen. We cannot reach the library yet."), _("Seen: {about}. We cannot reach the library yet.")
    ),
    NoticeKey.CANNOT_REACH_TRY_AGAIN: Said(_("We cannot reach the library. Please try again in a moment.")),
    NoticeKey.ONE_AFTER_THE_OTHER: Said(_("One after the other, please: your turn comes next.")),
    NoticeKey.ONE_MOMENT: Said(_("One moment, please."), _("One moment, please: {about}.")),
    NoticeKey.FILL_IN_FIELDS: Said(_("Please fill in every field.")),
    NoticeKey.FINDING_OUT: Said(_("We are still finding out about it."), _("We are still finding out: {about}.")),
    NoticeKey.CANNOT_FIND_OUT: Said(
        _("We cannot find out here what happened to it."), _("We cannot find out here what happened: {about}.")
    ),
    NoticeKey.SAME_ITEM: Said(
        _("That is the same tool. It is on your list once."),
        _("That is the same tool: {about}. It is on your list once."),
    ),
    NoticeKey.STILL_IN_CART: Said(
        _("It could not be taken out. It is still on your list."),
        _("It could not be taken out and is still on your list: {about}."),
    ),
    NoticeKey.ADDED_PRESS_FINISH: Said(
        _("Added. Press Finish when you are done."), _("Added: {about}. Press Finish when you are done.")
    ),
    NoticeKey.REFUSED_FINISH_AGAIN: Said(
        _("One tool was refused. Press Finish again to go on without it."),
        _("{about} was refused. Press Finish again to go on without it."),
    ),
    NoticeKey.NOTHING_SENT: Said(_("Nothing was sent. Please press Finish again.")),
    NoticeKey.NOTHING_RECORDED: Said(_("Nothing was recorded. Please press Finish again.")),
    NoticeKey.REST_NOT_RECORDED: Said(_("The rest was not recorded. Please press Finish again.")),
    NoticeKey.TITLES_STAY: Said(_("Borrowed digital titles stay borrowed.")),
    NoticeKey.NOT_FINISHED: Said(
        _("Not finished yet: a tool on your list is handed over already. Please look, and press Finish again.")
    ),
    NoticeKey.NOT_PART_OF_THIS: Said(
        _("Not part of this. Please scan it again afterwards."),
        _("Not part of this: {about}. Please scan it again afterwards."),
    ),
    NoticeKey.CANNOT_STOP: Said(_("That cannot be stopped any more. One moment, please.")),
    NoticeKey.SHOW_FOB_TO_GO_ON: Said(_("Seen. Show your fob to go on."), _("Seen: {about}. Show your fob to go on.")),
    NoticeKey.MISREAD: Said(_("That could not be read. Please scan again.")),
    NoticeKey.ODD_CONTROL: Said(
        _("That code holds signs that no label here has. Please scan our label."),
        _("No label here has such a code: {about}. Please scan our label."),
    ),
    NoticeKey.ODD_TOO_LONG: Said(
        _("That code is too long for a label of ours. Please scan our label, or ask staff."),
        _("Too long for a label of ours: {about}. Please scan our label."),
    ),
    NoticeKey.ODD_COMMAND: Said(
        _("This kiosk does not know that command card."), _("This kiosk does not know that command card: {about}.")
    ),
    NoticeKey.ODD_EMPTY: Said(_("That code was empty. Please scan again.")),
    NoticeKey.ODD_NOT_OURS: Said(_("That is no label or fob of ours. Please scan one of ours, or ask staff.")),
    NoticeKey.UNKNOWN_LANGUAGE: Said(
        _("The kiosk does not speak that language yet."), _("The kiosk does not speak that language yet: {about}.")
    ),
    NoticeKey.SAME_LANGUAGE: Said(_("The kiosk speaks this language already.")),
    NoticeKey.CANNOT_RECORD: Said(_("That cannot be recorded now. Please wait, or ask staff.")),
    NoticeKey.LINK_KEPT: Said(_("Next time the fob is enough.")),
    NoticeKey.LINK_NOT_KEPT: Said(
        _("This fob is not remembered. Next time, log in again."), _("This fob is not remembered. {about}")
    ),
    NoticeKey.NOT_IN_USE: Said(
        _("Seen. This kiosk is not in use just now. Please ask staff."),
        _("Seen: {about}. This kiosk is not in use just now. Please ask staff."),
    ),
    NoticeKey.WHOSE_TOOLS: Said(_("Whose tools are these? Please show your fob.")),
    NoticeKey.THAT_IS_A_FOB: Said(_("That is a fob, not a tool.")),
    NoticeKey.SERVER_BACK: Said(_("The library is back.")),
    NoticeKey.SLIP_PRINTING: Said(_("Your slip is being printed.")),
    NoticeKey.SLIP_FAILED: Said(_("The slip could not be printed.")),
    NoticeKey.ITEM_NOT_A_FOB: Said(
        _("That is a tool. Please show your fob."), _("That is a tool: {about}. Please show your fob.")
    ),
    NoticeKey.NOT_CHANGED: Said(
        _("The library does not answer. It stays as it was."),
        _("The library does not answer. It stays as it was: {about}."),
    ),
    NoticeKey.CHANGE_REFUSED: Said(
        _("The library says no. It stays as it was."), _("The library says no. It stays as it was: {about}.")
    ),
    NoticeKey.CHANGE_IN_DOUBT: Said(
        _("The answer was lost. The receipt will show what holds."),
        _("The answer was lost: {about}. The receipt will show what holds."),
    ),
    NoticeKey.RELEASED: Said(_("Cancelled."), _("Cancelled: {about}.")),
    NoticeKey.RELEASE_REFUSED: Said(
        _("The library does not cancel it here. Please ask staff."),
        _("The library does not cancel it here: {about}. Please ask staff."),
    ),
    NoticeKey.RELEASE_NOT_SENT: Said(
        _("The library does not answer. Nothing was cancelled."),
        _("The library does not answer. Not cancelled: {about}."),
    ),
    NoticeKey.RELEASE_IN_DOUBT: Said(
        _("The answer was lost. We ask what is kept for you now."),
        _("The answer was lost: {about}. We ask what is kept for you now."),
    ),
    NoticeKey.TITLE_ON_LOAN: Said(
        _("You have this title. There is nothing to bring back."),
        _("You have {about}. There is nothing to bring back."),
    ),
    NoticeKey.CARD_KEPT: Said(_("This card is remembered. Next time your fob is enough.")),
    NoticeKey.CARD_NOT_KEPT: Said(_("This card is not remembered. Next time, enter it again.")),
    NoticeKey.CARD_FORGOTTEN: Said(_("This card is forgotten. Next time, enter it again.")),
    NoticeKey.CARD_NOT_FORGOTTEN: Said(_("This card cannot be forgotten now. Please try again, or ask staff.")),
    NoticeKey.JOINS_BASKET: Said(_("It goes into your basket."), _("{about} goes into your basket.")),
    NoticeKey.NOT_UNDONE: Said(
        _("The library says no. It stays as it was."), _("The library says no. It stays as it was: {about}.")
    ),
    NoticeKey.CHANGE_WAITS: Said(_("The library has not answered the last change yet. Please press Finish again.")),
    NoticeKey.CHOOSE_PROJECT: Said(_("Please say first what the tools are for.")),
    NoticeKey.NO_PROJECTS: Said(_("The projects cannot be read just now. Please try again, or ask staff.")),
    NoticeKey.NOT_ALL_THAT_DAY: Said(_("Not every tool can stay until that day. Those keep their own.")),
    NoticeKey.ADDED_ELSEWHERE: Said(
        _("Another device put a tool on your list."), _("Another device put a tool on your list: {about}.")
    ),
    NoticeKey.SCANNED_EARLIER: Said(
        _("A tool was scanned before you came. Is it yours?"), _("Scanned before you came: {about}. Is it yours?")
    ),
    NoticeKey.TAKEN_OUT_ELSEWHERE: Said(
        _("Another device took a tool off your list."), _("Another device took a tool off your list: {about}.")
    ),
    NoticeKey.GONE_ELSEWHERE: Said(
        _("Another device took a tool off your list. It stays here."),
        _("Another device took a tool off your list: {about}. It stays here."),
    ),
    NoticeKey.RECORDED_ELSEWHERE: Said(
        _("Another device has recorded it already."), _("Another device has recorded it already: {about}.")
    ),
    NoticeKey.LIST_CHANGED: Said(
        _("Another device changed your list, so nothing was sent. Please look, and press Finish again.")
    ),
    NoticeKey.HANDED_OVER: Said(
        _("It was handed over before. Press Finish to record it."),
        _("Handed over before: {about}. Press Finish to record it."),
    ),
}


NOT_KEPT: dict[str, str] = {
    "command": _("Its code is that of a command card."),
    "shop-code": _("Its code looks like a shop’s code."),
    "item-code": _("Its code looks like the label of a tool."),
    "too-short": _("Its code is too short to be safe."),
    "no-number": _("Its code is no number of a fob."),
    "random-uid": _("It shows another number each time."),
    "not-renewable": _("The library does not offer it for this log-in."),
    "no_token": _("The library does not offer it for this log-in."),
    "not_checked": _("It may be a tool’s label, and the library does not answer."),
    "not_written": _("It could not be kept just now."),
}
"""The sentences that say why a fob is not remembered. Each key is a possible value of `LinkKept.why`."""


class NoticeTexts(TextGroup):
    """The sentences of notices. Only one notice is shown at a time."""

    def why_not_kept(self, why: str) -> str:
        """Return the sentence for the reason `why`, or an empty text if NOT_KEPT has no such reason."""
        return self.voice.say(NOT_KEPT[why]) if why in NOT_KEPT else ""

    def of(self, key: NoticeKey, about: str = "") -> str:
        """Return the sentence of a notice. `about` is a title, a code or another word that is no secret."""
        said = NOTICES[key]
        if about and said.naming:
            return self.voice.say(said.naming, about=about)
        return self.voice.say(said.plain)


# --- refusals ---


class RefusalTexts(TextGroup):
    """One sentence for each kind of refusal. It says why the line was refused, and what the member can do.

    If the server has sent its own words, the screen can show them after this sentence.
    """

    look_for_label = Sentence("Not known here. Look for our label.")
    shop_code = Sentence("That is the shop’s code. Look for our label.")
    not_available = Sentence("It cannot be lent just now.")
    reserved = Sentence("Reserved for another member.")
    membership_expired = Sentence("Your membership has ended. You can still bring tools back.")
    may_not_borrow = Sentence("Your account cannot borrow just now. You can still bring tools back. Please ask staff.")
    not_on_account = Sentence("Not on your account. Please show it to staff.")
    agreement = Sentence("Please sign the agreement first, on the library’s web site.")
    details = Sentence("Some of your details are missing. Please fill them in on the library’s web site.")
    payment = Sentence("A way to pay is missing. Please add one on the library’s web site, or ask staff.")
    unpaid = Sentence("A staff member must hand this out. Please leave it here, or see staff.")
    due_date = Sentence("The library has no date for it. Please ask staff.")
    project = Sentence("The library needs a project for it. Please ask staff.")
    staff_only = Sentence("A staff member must hand this out. Please ask.")
    not_recorded = Sentence("Not recorded. Scan it again.")
    still_listed = Sentence("You gave it back here, but it is still on your account.")
    not_listed = Sentence("The library said yes, but it is not on your account.")
    no_renewal = Sentence("It cannot be kept longer. Please bring it back in time.")
    on_loan = Sentence("On loan to another member. Please show it to staff.")
    already_yours = Sentence("You have it on loan. Open it in your library’s app.")
    format_needed = Sentence("This label does not say in which form you want the title. Please ask staff.")
    not_vouched = Sentence("We cannot borrow this for you here. Please ask staff.")
    other = Sentence("The library said no.")
    other_return = Sentence("The library did not take it back. Please show it to staff.")
    other_renew = Sentence("The library did not give more time. Please bring it back in time.")
    put_back = Sentence("Please put it back on its shelf.")

    def limit(self, n: int | None) -> str:
        """Say that the member cannot have more than `n` tools at a time. `n` is None if this number is not known."""
        if n is None:
            return self.voice.say("You have as many tools as you can have at a time. Bring one back first.")
        return self.voice.count(
            "You have {n} tool, the most at a time. Bring it back first.",
            "You have {n} tools, the most at a time. Bring one back first.",
            n,
        )

    def put_back_on(self, shelf: str) -> str:
        return self.voice.say("Please put it back on shelf {shelf}.", shelf=shelf)

    def quoted(self, words: str) -> str:
        """Return the library's own words in quotation marks."""
        return self.voice.say("“{words}”", words=words)

    by_kind: ClassVar[dict[RefusalKind, Sentence]] = {
        RefusalKind.ITEM_UNKNOWN: look_for_label,
        RefusalKind.SHOP_CODE: shop_code,
        RefusalKind.NOT_AVAILABLE: not_available,
        RefusalKind.RESERVED: reserved,
        RefusalKind.MEMBERSHIP_EXPIRED: membership_expired,
        RefusalKind.MAY_NOT_BORROW: may_not_borrow,
        RefusalKind.NOT_ON_ACCOUNT: not_on_account,
        RefusalKind.AGREEMENT_MISSING: agreement,
        RefusalKind.DETAILS_MISSING: details,
        RefusalKind.PAYMENT_MISSING: payment,
        RefusalKind.UNPAID: unpaid,
        RefusalKind.DUE_DATE: due_date,
        RefusalKind.PROJECT_NEEDED: project,
        RefusalKind.STAFF_ONLY: staff_only,
        RefusalKind.ON_LOAN: on_loan,
        RefusalKind.NOT_RECORDED: not_recorded,
        RefusalKind.STILL_LISTED: still_listed,
        RefusalKind.NOT_LISTED: not_listed,
        RefusalKind.NO_RENEWAL: no_renewal,
        RefusalKind.ALREADY_YOURS: already_yours,
        RefusalKind.FORMAT_NEEDED: format_needed,
        RefusalKind.NOT_VOUCHED: not_vouched,
    }

    def why(self, kind: RefusalKind, direction: Direction, most: int | None) -> str:
        """Say in the kiosk's own words why a line was refused.

        `most` is the largest number of loans that the member can have at a time, or None if the number is not known.
        """
        if kind is RefusalKind.LIMIT_REACHED:
            return self.limit(most)
        if kind is RefusalKind.OTHER:
            return self._other(direction)
        return self.voice.say(self.by_kind[kind].msgid)

    def _other(self, direction: Direction) -> str:
        match direction:
            case Direction.BORROW:
                return self.other
            case Direction.RETURN:
                return self.other_return
            case Direction.RENEW:
                return self.other_renew
        assert_never(direction)
