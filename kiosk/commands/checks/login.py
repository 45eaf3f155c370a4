"""The check that members can log in with a fob or with a form, and that a fob can be linked to an account."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from hardware.spec import Reads
from kiosk.app.settings_file import fob_returns
from kiosk.commands.checks.result import CheckResult, note, ok, warning
from kiosk.domain.library import Library
from kiosk.settings.model import Backend, CardMemory, CardPin, Digital, FobRule, PinRule, Remember, Settings
from kiosk.store.fob_list import FobList
from kiosk.store.sqlite_file import StoreError
from kiosk.store.store import Store


def _typed(settings: Settings) -> str:
    """Return a text that says what a member without a fob types to log in."""
    if settings.card_pin is None:
        return "members type user name and password at each visit"
    pin = " and its PIN" if settings.card_pin is CardPin.REQUIRED else ""
    return f"members type the number of their card{pin} at each visit"


@dataclass(frozen=True, slots=True)
class Links:
    """Four numbers about linked fobs.

    `linked` is the number of all linked fobs. `used` is the number of linked fobs with which members have already
    logged in. `suspended` is the number of linked fobs that the server has refused. `cards` is the number of cards that
    the kiosk remembers with linked fobs for digital systems.
    """

    linked: int = 0
    used: int = 0
    suspended: int = 0
    cards: int = 0


def links_in(state_dir: Path) -> Links:
    """Count the linked fobs and return the numbers. The kiosk key is not needed for this.

    Return zeros if the vault cannot be read. The check of the storage reports the reason.
    """
    store = Store.beside(state_dir)
    try:
        fobs = FobList(store.vault, None).entries()
    except StoreError:
        return Links()
    finally:
        store.close()
    return Links(
        len(fobs),
        used=sum(fob.used is not None for fob in fobs),
        suspended=sum(fob.suspended is not None for fob in fobs),
        cards=sum(len(fob.cards) for fob in fobs),
    )


def check_login(settings: Settings, library: Library | None) -> Iterator[CheckResult]:
    """Check each way to log in. `library` has the settings from the server, or is None if the server gave no answer."""
    login = settings.login
    reads_fobs = any(scanner.reads is not Reads.ITEMS for scanner in settings.scanners)
    if library is not None:
        yield from _allowed(library, fobs=login.fob is not FobRule.OFF)
    if login.fob is FobRule.OFF:
        yield note(f'fobs are not used ([login] fob = "off"): {_typed(settings)}')
        return
    if not reads_fobs:
        advice = f'without one, {_typed(settings)}; else add a [[scanner]] with reads = "fobs"'
        yield warning("no reader is set up for fobs", advice)
    yield from _by_fob(settings)
    yield from _remembered_cards(settings)


def _allowed(library: Library, *, fobs: bool) -> Iterator[CheckResult]:
    ways = {"by fob": library.scan_login and fobs, "by form": library.form_login}
    allowed = [name for name, is_on in ways.items() if is_on]
    if not allowed:
        advice = "allowKioskScanLogin and allowKioskFormLogin are the lending system's; [login] fob is this file's"
        yield warning("nobody can log in: neither by fob nor by form; the kiosk shows that it is closed", advice)
    else:
        yield ok(f"members may log in {' and '.join(allowed)}")
    if fobs and not library.scan_login:
        yield warning("the library's settings forbid logging in by fob", "allowKioskScanLogin, at the lending system")


def _by_fob(settings: Settings) -> Iterator[CheckResult]:
    login = settings.login
    match login.fob:
        case FobRule.ASK_PASSWORD:
            yield ok("a fob only begins the log-in: the password is typed each time")
        case FobRule.ENDPOINT:
            host = urlsplit(login.endpoint_url or "").hostname
            yield note(f"fobs go to your vendor's call at {host}, which is not tried here", "try it with a real fob")
        case FobRule.CARD:
            if settings.card_pin is CardPin.REQUIRED:
                yield ok("a fob's code is the number of a library card, and the PIN of the card is typed each time")
            else:
                text = "a fob's code is the number of a library card, which logs in without a PIN"
                table = f"[{settings.kiosk.backend.value}]"
                which = f'{table} card_pin = "required" asks for the PIN'
                if settings.ehub is not None and settings.kiosk.backend is Backend.EHUB:
                    which = f"{table} trusted_cards says which cards may borrow ({settings.ehub.trusted_cards})"
                advice = f"whoever finds a card can use its account; {which}"
                yield note(text, advice)
        case FobRule.LINKED:
            yield from _linked(settings, links_in(settings.kiosk.state_dir))
        case FobRule.OFF:
            return


def _remembered_cards(settings: Settings) -> Iterator[CheckResult]:
    """Say if members can let the kiosk remember a card for OverDrive.

    Say nothing if OverDrive does not stand beside a main system, or if the settings do not want remembered cards.
    """
    overdrive = settings.overdrive
    if overdrive is None or Digital.OVERDRIVE not in settings.kiosk.digital:
        return
    if overdrive.remember is CardMemory.SESSION:
        return
    if settings.login.fob is FobRule.LINKED:
        cards = links_in(settings.kiosk.state_dir).cards
        counted = f"{cards} {'is' if cards == 1 else 'are'} remembered" if cards else "none is remembered yet"
        text = f"members can let the kiosk remember their card for OverDrive with a linked fob, sealed ({counted})"
        yield note(text, '[overdrive] remember = "session" forgets these cards at the next start')
    else:
        advice = 'set [login] fob = "linked", or [overdrive] remember = "session"'
        yield warning('[overdrive] remember = "password" has no effect: only a linked fob can remember a card', advice)


def _linked(settings: Settings, links: Links) -> Iterator[CheckResult]:
    login = settings.login
    counted = f"{links.linked} linked, {links.used} of them used since" if links.linked else "none is linked yet"
    if login.remember is Remember.PASSWORD:
        yield ok(f"a fob can be linked: the password is kept sealed, and no token is needed ({counted})")
    elif links.used:
        yield ok(f"a fob can be linked: the server gives tokens that can be renewed ({counted})")
    else:
        how = (
            "log in once at the kiosk and let it remember the fob: it says whether that worked. If the server gives no"
        )
        yield note(
            "whether a fob can be linked is known only after a log-in: it takes a token that can be renewed",
            f'{how} such token, choose [login] remember = "password" or fob = "ask-password"',
        )
    if links.suspended:
        text = f"{links.suspended} of {links.linked} linked fobs were refused by the server: they must log in anew"
        yield warning(text, "if it is most of them, something at the server has changed: ask your vendor")
    if login.logout_call and login.remember is Remember.REFRESH_TOKEN:
        yield warning("[login] logout_call = true: on some sites each log-out ends the link of the fob")
    words = {
        PinRule.NEVER: "never",
        PinRule.FIRST_VISIT_OF_DAY: "on the first visit of a day",
        PinRule.ALWAYS: "always",
    }
    yield note(f"a link lasts {login.link_expires_days} days; its PIN is asked for: {words[login.pin]}")
    if fob_returns(settings):
        text = (
            "while the system does not answer, a linked fob can be shown with returns: the kiosk keeps the right to "
            "use its account, sealed with the kiosk key, until they are booked and for 24 hours at most"
        )
        yield note(text, "[offline] returns = false switches such returns off; a link with a PIN is left to staff")
