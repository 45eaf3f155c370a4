"""Functions that make a Library (the library's settings for its kiosks) from myTurn's answer about the organisation."""

from collections.abc import Sequence
from datetime import time

from kiosk.backends.clean import plain, rich
from kiosk.backends.myturn.schema import DayAnswer, LanguageAnswer, OrganizationAnswer
from kiosk.domain.library import Contact, KioskTexts, Language, Library, OpeningHours


def library(answer: OrganizationAnswer, languages: Sequence[LanguageAnswer]) -> Library:
    """Return the library, with texts that are harmless to show. Fields that the server does not send get defaults."""
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
    """Return the text if it is a web address, and "" if not. The kiosk only shows the address as a QR code."""
    address = plain(text, longest=1000)
    return address if address.startswith(("https://", "http://")) else ""


def _languages(answers: Sequence[LanguageAnswer]) -> list[Language]:
    """Return the library's languages. The default language comes first."""
    known: dict[str, Language] = {}
    for each in answers:
        code = plain(each.code, longest=35)
        native = plain(each.native, longest=60) or plain(each.name, longest=60) or code
        if code:
            known.setdefault(code, Language(code, native, is_default=each.is_default is True))
    return sorted(known.values(), key=lambda language: not language.is_default)


def _hours(days: Sequence[DayAnswer]) -> tuple[OpeningHours, ...]:
    """Return the opening hours of the seven weekdays, beginning with Monday.

    Return () if the answer does not have seven days, or if a time cannot be read.
    """
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
