"""The check that the lending system answers, and that its settings let members use the kiosk.

The check also reads the server's clock, because kiosk.commands.checks.clock compares it with this machine's clock.
"""

import asyncio
import socket
import ssl
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from kiosk.app.clock import local_zone
from kiosk.app.settings_file import house_of
from kiosk.app.sites import network_of
from kiosk.app.systems import system_of
from kiosk.backends.errors import LogBrokenError, MisconfiguredError, ServerAwayError
from kiosk.backends.network import STRAIGHT, Network
from kiosk.backends.ports import ActEnd, ActId, ClockWatch, ItemMemo, PlannedWrite
from kiosk.backends.protocol import LendingBackend, ServerIdentity
from kiosk.backends.unanswered import not_trusted
from kiosk.commands.checks.result import CheckResult, note, ok, problem, warning
from kiosk.domain.library import Library
from kiosk.domain.model import ItemCode
from kiosk.domain.visit.times import IDLE_LEAST_S
from kiosk.exit_codes import ExitCode
from kiosk.settings.model import Backend, LibrarySettings, Settings
from kiosk.settings.text_values import is_safe
from kiosk.texts.translation import base, spoken_languages

_LONG_TIMEOUT_S = 20 * 60.0
MOST_LEFT_OUT = 20
_USUAL_END = {
    Backend.MYTURN: "[myturn] url usually ends with /library",
    Backend.SIERRA: "[sierra] url usually ends with /iii/sierra-api/v6",
    Backend.EHUB: "[ehub] url ends before the version, for example with /ep/api",
    Backend.OVERDRIVE: "most kiosks need no [overdrive.hosts]",
}


@dataclass(frozen=True, slots=True)
class ServerFacts:
    """The facts from the server's answers. If the server gave no usable answer, `trouble` says why.

    `ahead` says how far this machine's clock is ahead of the server's clock. It is None if the server sent no time.
    """

    library: Library | None = None
    probe: ServerIdentity | None = None
    ahead: timedelta | None = None
    took_s: float = 0.0
    left_out: tuple[str, ...] = ()
    """The values in the server's answers that the kiosk does not show to members, because they are probably wrong."""
    trouble: CheckResult | None = None


def backend_for(settings: Settings, watch: ClockWatch | None = None) -> LendingBackend:
    """Return a connection to the lending system of these settings. The connection can read but cannot write.

    Raises MisconfiguredError if the settings for this lending system cannot be used.
    """
    zone = local_zone(settings.kiosk.time_zone)
    connect = system_of(settings).connect
    return connect(settings, _WritesNothing(), _RemembersNothing(), lambda: datetime.now(zone), watch)


def wrong_site(settings: Settings) -> str:
    """Return the mistakes in the settings for the lending system that are not found when the settings file is loaded.

    Return an empty text if there are no such mistakes.
    """
    try:
        backend_for(settings)
    except MisconfiguredError as why:
        return str(why)
    return ""


def ask(settings: Settings) -> ServerFacts:
    """Send a few requests to the server, wait for the answers, and return the facts.

    For each request, the kiosk waits at most for the time in the settings. If the settings are wrong, send no request.
    """
    if wrong_site(settings):
        return ServerFacts(trouble=note("not asked: the settings file has to be put right first"))
    return asyncio.run(_ask(settings))


async def _ask(settings: Settings) -> ServerFacts:
    compared = _Compared()
    backend = backend_for(settings, compared)
    began = time.monotonic()
    try:
        probe = await backend.probe()
        took_s = time.monotonic() - began
        library = await backend.library(settings.kiosk.language)
    except MisconfiguredError as why:
        return ServerFacts(trouble=problem(ExitCode.CONFIG, str(why), why.remedy))
    except ServerAwayError as why:
        return ServerFacts(trouble=_away(settings, why))
    finally:
        await backend.aclose()
    return ServerFacts(library, probe, compared.ahead, took_s, backend.left_out())


def _away(settings: Settings, why: ServerAwayError) -> CheckResult:
    url, patience_s = settings.system.url, min(settings.system.request_timeout_s, 5.0)
    unreachable = why_unreachable(url, patience_s, network_of(settings))
    reason = unreachable or f"it answers, but not as it should ({why})"
    advice = "the kiosk starts all the same, with what it knew last, and tries on"
    if not unreachable and "HTTP 404" in str(why):
        advice = f"is the address right? {_USUAL_END.get(settings.kiosk.backend, '')}"
    return problem(ExitCode.UNAVAILABLE, f"no usable answer from {url}: {reason}", advice)


def check_server(settings: Settings, asked: ServerFacts) -> Iterator[CheckResult]:
    """Say what the server has answered, and what this means for members, for example that the kiosk is closed."""
    if asked.trouble is not None or asked.library is None or asked.probe is None:
        yield asked.trouble or problem(ExitCode.UNAVAILABLE, "the server was not asked")
        return
    yield ok(f"{settings.system.url} answers ({asked.took_s:.1f} s): {asked.probe.detail}")
    for lack in asked.probe.lacks:
        yield warning(lack.text, lack.remedy) if lack.remedy else note(lack.text)
    if network_of(settings).goes_through_proxy(settings.system.url):
        yield note(f"through the proxy {settings.network.proxy}")
    if not is_safe(settings.system.url):
        yield warning("passwords and tokens go there unencrypted (http, allow_http = true)", "use https://")
    library = asked.library
    yield _described(settings.library, library) if settings.library is not None else _open(library)
    yield _timeout(settings, library)
    yield from _languages(settings, library)
    for each in asked.left_out[:MOST_LEFT_OUT]:
        yield warning(f"odd in the server's answer, so it is not shown: {each}", "put it right at the lending system")
    overridden = ", ".join(settings.overrides.as_answered())
    if overridden:
        yield note(f"this file's [overrides] win over the server in: {overridden}")


def _described(table: LibrarySettings, library: Library) -> CheckResult:
    """Say that the settings file describes the library. This is needed because the lending system does not describe it.

    If a fact such as the opening hours is missing in the file, members do not see this fact. Name the missing facts.
    """
    missing = {"opening hours": bool(library.hours), "a phone number or e-mail": bool(table.phone or table.email)}
    without = [name for name, is_there in missing.items() if not is_there]
    text = f"the library is {library.name}, as [library] says"
    return (
        note(f"{text}, without {' and without '.join(without)}", "add what is missing there") if without else ok(text)
    )


def _open(library: Library) -> CheckResult:
    closed = {"kiosk mode (enableKioskMode)": library.kiosk_enabled, "self service": library.self_service}
    off = [name for name, is_on in closed.items() if not is_on]
    if off:
        where = "switch it on in the library's own settings at the lending system; the kiosk opens by itself then"
        return warning(f"{' and '.join(off)} switched off: the kiosk shows that it is closed", where)
    return ok("self service and kiosk mode are on")


def _timeout(settings: Settings, library: Library) -> CheckResult:
    said_s = library.logout_timeout * house_of(settings).minute_s
    idle_s = max(said_s, IDLE_LEAST_S)
    text = f"a visit that nobody touches ends after {_span(idle_s)}, with a warning {settings.visit.warn_s:g} s before"
    unit = f"logoutTimeout is {library.logout_timeout:g}, read as {settings.visit.logout_timeout_unit.value}"
    advice = "is [visit] logout_timeout_unit right?"
    if settings.library is not None:
        unit, advice = "[library] logout_timeout_s", "is [library] logout_timeout_s right?"
    if said_s < IDLE_LEAST_S:
        return warning(f"{text} ({unit}; never less than {IDLE_LEAST_S:g} s)", advice)
    if said_s > _LONG_TIMEOUT_S:
        return warning(f"{text} ({unit}): the next person would meet it", advice)
    return ok(f"{text} ({unit})")


def _span(seconds: float) -> str:
    if seconds < 120:
        return f"{seconds:g} s"
    return f"{seconds / 60:.3g} minutes"


def _languages(settings: Settings, library: Library) -> Iterator[CheckResult]:
    spoken = spoken_languages()
    own = settings.kiosk.language
    if own not in spoken:
        known = ", ".join(sorted(spoken))
        yield warning(f"the kiosk does not speak {own!r}: its screens are in English", f"[kiosk] language: {known}")
    offered = {base(language.code): language.native for language in library.languages}
    if not offered:
        yield note("the server names no languages: members are offered none to choose from")
        return
    both = [native for code, native in offered.items() if code in spoken]
    missing = [native for code, native in offered.items() if code not in spoken]
    yield ok(f"languages to choose from: {', '.join(both) or 'none'}")
    if missing:
        yield note(f"offered by the server, but not spoken by the kiosk: {', '.join(missing)}")


class _Compared:
    """A listener that gets the server's time from each answer.

    It stores how far this machine's clock is ahead of the server's time.
    """

    ahead: timedelta | None = None

    def heard(self, server: datetime) -> None:
        self.ahead = datetime.now(UTC) - server

    def unsure_s(self) -> float | None:
        return None


class _WritesNothing:
    """A write log that raises an error at every write, because the check must not change anything on the server."""

    async def begin(self, act: PlannedWrite) -> ActId:
        raise LogBrokenError(f"a check writes nothing ({act.kind})")

    async def end(self, act: ActId, end: ActEnd, note: str = "") -> None:
        raise LogBrokenError(f"a check writes nothing ({act}, {end}{note})")


class _RemembersNothing:
    """A memory for items that is always empty, because the check does not need to remember items."""

    def recall(self, code: ItemCode) -> ItemMemo | None:  # noqa: ARG002 - the protocol has this argument
        return None

    def remember(self, code: ItemCode, memo: ItemMemo) -> None:
        """Do nothing."""


# --- the reason why a server does not answer ---
# The functions below find out which of three reasons is the right one: the server's name is not known, no connection is
# possible, or the server's certificate is not valid.

_USUAL_PORTS = {"http": 80, "https": 443}


def why_unreachable(url: str, timeout_s: float, network: Network = STRAIGHT) -> str:
    """Return the reason, in words for staff, why no connection to the server is possible.

    Return an empty text if a connection is possible. If the kiosk uses a proxy for this server, try only the connection
    to the proxy. In this case the kiosk itself never connects to the server, because the proxy does this.
    """
    if network.goes_through_proxy(url):
        wrong = _why_no_connection(network.proxy, timeout_s, network)
        return wrong and f"the proxy ([network] proxy) cannot be reached: {wrong}"
    return _why_no_connection(url, timeout_s, network)


def _why_no_connection(url: str, timeout_s: float, network: Network) -> str:
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or _USUAL_PORTS.get(parts.scheme, 443)
    try:
        socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except socket.gaierror as why:
        return f"the name {host} is not known here ({why.strerror}): is the network up, and the name right?"
    try:
        with socket.create_connection((host, port), timeout_s) as connection:
            return _why_not_trusted(connection, host, network) if parts.scheme == "https" else ""
    except ConnectionRefusedError:
        return f"{host} refuses connections on port {port}: the server there does not run, or the port is wrong"
    except TimeoutError:
        return f"{host} does not answer on port {port}: is the network up, does a firewall stand between?"
    except OSError as why:
        return f"{host} cannot be reached: {why.strerror or type(why).__name__}"


def _why_not_trusted(connection: socket.socket, host: str, network: Network) -> str:
    try:
        with network.tls().wrap_socket(connection, server_hostname=host):
            return ""
    except ssl.SSLCertVerificationError as why:
        return f"{host}: {not_trusted(why, datetime.now(UTC)).words}"
    except (OSError, ValueError) as why:
        return f"{host} does not speak TLS as it should ({type(why).__name__}): are https:// and the port right?"
