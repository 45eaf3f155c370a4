"""myTurn's answers as the kiosk's own things: members, items, loans, lines, the library."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo

from kiosk.backends.clean import label, plain, rich
from kiosk.backends.myturn.schema import (
    CartAnswer,
    DayAnswer,
    ItemAnswer,
    LanguageAnswer,
    LineAnswer,
    LoanAnswer,
    LoginAnswer,
    MembershipAnswer,
    OrganizationAnswer,
)
from kiosk.domain.library import Contact, KioskTexts, Language, Library, OpeningHours
from kiosk.domain.model import Item, ItemCode, Loan, LoanId, Member, Missing

LONGEST_LOAN_DAYS = 3650


@dataclass(frozen=True, slots=True)
class CartLine:
    """A line to be borrowed, as the cart has it."""

    ref: str
    item: Item
    due: date | None
    choices: tuple[date, ...]
    committed: bool


@dataclass(frozen=True, slots=True)
class CartLoan:
    """A loan, and whether this cart brings it back."""

    loan: Loan
    returning: bool
    committed: bool


@dataclass(frozen=True, slots=True)
class Cart:
    """The member's cart: everything that is out, and what is to be borrowed."""

    ident: str
    loans: tuple[CartLoan, ...] = ()
    lines: tuple[CartLine, ...] = ()
    can_borrow: bool | None = None

    @property
    def is_empty(self) -> bool:
        """Nothing is to be borrowed or brought back."""
        return not self.lines and not any(each.returning for each in self.loans)


@dataclass(frozen=True, slots=True)
class Calendar:
    """The library's days. `zone` None: the machine's."""

    zone: tzinfo | None
    today: date

    def local_day(self, text: str | None) -> date | None:
        """The local day of an instant: 2017-09-16T03:59:00.000Z is 15 September on the American east coast."""
        if (day := _plain_day(text)) is not None:
            return day
        at = instant(text)
        try:
            return None if at is None else at.astimezone(self.zone).date()
        except OverflowError:
            return None

    def calendar_day(self, text: str | None) -> date | None:
        """A day of the calendar, however it is written: midnight UTC stands for the day itself and is not shifted."""
        at = instant(text)
        if at is not None and at.astimezone(UTC).time() == time(0):
            return at.astimezone(UTC).date()
        return self.local_day(text)


def instant(text: str | None) -> datetime | None:
    """An ISO instant; without an offset it is UTC."""
    try:
        at = datetime.fromisoformat((text or "").strip())
        return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def _plain_day(text: str | None) -> date | None:
    try:
        return date.fromisoformat((text or "").strip())
    except ValueError:
        return None


# --- what is lent ---------------------------------------------------------------------------------


def cart(answer: CartAnswer, calendar: Calendar) -> Cart:
    """A cart whose lists were sent."""
    return Cart(
        ident=str(answer.id),
        loans=tuple(_cart_loan(each, calendar) for each in answer.outstanding_loans or ()),
        lines=tuple(_cart_line(each, calendar) for each in answer.checkouts or ()),
        can_borrow=answer.can_checkout_items,
    )


def item(answer: ItemAnswer, calendar: Calendar) -> Item:
    """A tool. Its shelf: the shelf code, else the innermost place, else the place."""
    home = answer.home_location
    innermost = home.path[-1] if home and home.path else (home.name if home else None)
    place = plain(answer.location)
    code = label(str(answer.item_id))
    return Item(
        code=ItemCode(code),
        name=plain(answer.name) or code,
        ident="" if answer.id is None else str(answer.id),
        shelf=plain(answer.location_code) or plain(innermost) or place,
        place=place,
        loan_days=_days(answer.loan_length),
        max_due=calendar.calendar_day(answer.max_return_date),
        category=plain(next((each.name for each in answer.categories or ()), "")),
    )


def _days(length: float | None) -> int | None:
    """The sample's 0 cannot be a loan's length: it says nothing."""
    return int(length) if length is not None and 1 <= length <= LONGEST_LOAN_DAYS else None


def _cart_loan(answer: LoanAnswer, calendar: Calendar) -> CartLoan:
    due = calendar.local_day(answer.due_date)
    loan = Loan(
        ident=LoanId(str(answer.id)),
        item=item(answer.item, calendar),
        since=instant(answer.checkout_date),
        due=due,
        days_late=max(0, (calendar.today - due).days) if due else 0,
    )
    return CartLoan(loan, answer.returning is True, answer.committed is True)


def _cart_line(answer: LineAnswer, calendar: Calendar) -> CartLine:
    choices = (calendar.calendar_day(each) for each in answer.available_due_dates or ())
    return CartLine(
        ref=str(answer.id),
        item=item(answer.item, calendar),
        due=calendar.calendar_day(answer.due_date),
        choices=tuple(sorted(each for each in choices if each is not None)),
        committed=answer.committed is True,
    )


# --- who is here ----------------------------------------------------------------------------------


def member(answer: LoginAnswer, membership: MembershipAnswer | None, named: str) -> Member:
    """Who signed in; `named` is the name they gave, where the answer has none."""
    may = membership or MembershipAnswer()
    limit = may.may_borrow_max
    return Member(
        reference=label(answer.username or named),
        first_name=plain(answer.first_name, longest=60) or _first_word(answer.display_name),
        may_borrow=may.may_borrow,
        may_use_kiosk=may.may_use_kiosk,
        is_expired=may.is_expired,
        expires=_plain_day((may.expiration or "")[:10]),
        # Whether 0 means none or no limit is not documented; the server decides, line by line.
        max_loans=int(limit) if limit is not None and 1 <= limit <= 100_000 else None,
        missing=frozenset(_missing(may)),
        is_staff=answer.is_admin is True,
        membership=plain(may.name),
    )


def _first_word(name: str | None) -> str:
    return next(iter(plain(name, longest=60).split()), "")


def _missing(may: MembershipAnswer) -> Sequence[Missing]:
    flags = {
        Missing.AGREEMENT: may.missing_agreements,
        Missing.DETAILS: may.missing_user_fields,
        Missing.PAYMENT_METHOD: may.missing_payment_method,
    }
    return [what for what, flag in flags.items() if flag]


# --- the library ----------------------------------------------------------------------------------


def library(answer: OrganizationAnswer, languages: Sequence[LanguageAnswer]) -> Library:
    """The organisation, its texts made harmless. What it does not say keeps the kiosk's default."""
    usual, address = Library(), answer.address
    street = ", ".join(filter(None, (plain(address.street1), plain(address.street2)))) if address else ""
    return Library(
        name=plain(answer.name),
        kiosk_enabled=_or(answer.enable_kiosk_mode, usual.kiosk_enabled),
        self_service=_or(answer.self_serve_enabled, usual.self_service),
        scan_login=_or(answer.allow_kiosk_scan_login, usual.scan_login),
        form_login=_or(answer.allow_kiosk_form_login, usual.form_login),
        logout_timeout=_timeout(answer.logout_timeout, usual.logout_timeout),
        confirm_returns=not _or(answer.skip_kiosk_checkin_confirmation, not usual.confirm_returns),
        confirm_borrows=not _or(answer.skip_kiosk_checkout_confirmation, not usual.confirm_borrows),
        confirm_logout=not _or(answer.skip_kiosk_logout_confirmation, not usual.confirm_logout),
        two_phase=_or(answer.use_two_phase_commit_on_kiosk, usual.two_phase),
        sounds=_or(answer.play_sounds, usual.sounds),
        hide_money=_or(answer.hide_money, usual.hide_money),
        projects=_or(answer.projects_supported, usual.projects),
        locale=plain(answer.locale, longest=35) or usual.locale,
        currency=plain(answer.currency_code, longest=3) or usual.currency,
        renew_url=_web_address(answer.renew_membership_url),
        contact=Contact(
            phone=plain(address.phone) if address else "",
            email=plain(answer.email),
            street=street,
            city=plain(address.city) if address else "",
        ),
        hours=_hours(answer.hours or []),
        languages=tuple(_languages(answer.languages if answer.languages is not None else languages)),
        texts=_texts(answer),
    )


def _or(flag: bool | None, usual: bool) -> bool:  # noqa: FBT001 - a value, not a switch
    return usual if flag is None else flag


def _timeout(said: float | None, usual: float) -> float:
    return said if said is not None and 0 < said <= 86_400 else usual


def _web_address(text: str | None) -> str:
    """Shown as a QR code, never opened here."""
    address = plain(text, longest=1000)
    return address if address.startswith(("https://", "http://")) else ""


def _languages(answers: Sequence[LanguageAnswer]) -> list[Language]:
    known: dict[str, Language] = {}
    for each in answers:
        code = plain(each.code, longest=35)
        native = plain(each.native, longest=60) or plain(each.name, longest=60) or code
        if code:
            known.setdefault(code, Language(code, native, is_default=each.is_default is True))
    return list(known.values())


def _hours(days: Sequence[DayAnswer]) -> tuple[OpeningHours, ...]:
    """Seven days from Monday; a list of another length, or with an unreadable time, says nothing certain."""
    if len(days) != 7:
        return ()
    try:
        return tuple(_one_day(each) for each in days)
    except ValueError:
        return ()


def _one_day(day: DayAnswer) -> OpeningHours:
    if day.closed or not day.open_time or not day.close_time:
        return OpeningHours()
    return OpeningHours(_time(day.open_time), _time(day.close_time))


def _time(text: str) -> time:
    return time.fromisoformat(text.strip()).replace(tzinfo=None)


def _texts(answer: OrganizationAnswer) -> KioskTexts:
    return KioskTexts(
        welcome=rich(answer.kiosk_welcome_text),
        home=rich(answer.kiosk_home_text),
        check_in=rich(answer.kiosk_check_in_text),
        check_out=rich(answer.kiosk_check_out_text),
        post_check_in=rich(answer.kiosk_post_check_in_text),
        post_check_out=rich(answer.kiosk_post_check_out_text),
        scan_login_error=rich(answer.kiosk_scan_login_error_text),
        form_login_error=rich(answer.kiosk_form_login_error_text),
    )
