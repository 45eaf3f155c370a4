"""The JSON that the simulated eHUB provider sends about records and loans, with the links that open the content."""

from datetime import datetime, timedelta, timezone
from urllib.parse import quote

from kiosk.simulator.ehub.asked import EhubCall
from kiosk.simulator.ehub.records import ProviderLoan
from kiosk.simulator.shapes import Json, Object

_ELSEWHERE = "https://content.ehub.example"
_TWO_HOURS = timezone(timedelta(hours=2))


def record(asked: EhubCall, id_: str, formats: list[str]) -> Object:
    """Return a record with these formats."""
    listed: list[Json] = [_more(asked, {"id": each}) for each in formats]
    return _more(asked, {"id": id_, "formats": listed})


def checkout(asked: EhubCall, loan: ProviderLoan) -> Object:
    """Return a loan. The knob loan_mode decides if it has one format or all formats."""
    found: Object = {"id": loan.id}
    if asked.knobs.loan_mode == "LPF":
        found |= _format(asked, loan, loan.format_id or loan.title.formats[0])
    else:
        formats = {"all": loan.title.formats, "without first": loan.title.formats[1:], "empty": ()}
        told = formats[asked.knobs.format_metadata]
        found["formatMetadata"] = {each: _more(asked, _format(asked, loan, each)) for each in told}
    return _more(asked, found | {"expirationDate": moment(loan.ends, asked.knobs.dates)})


def moment(instant: datetime, form: str) -> str:
    """Return an instant in one of the four forms of ISO 8601 that providers use. `form` is the value of a knob."""
    local = instant.astimezone(_TWO_HOURS)
    match form:
        case "milliseconds":
            return f"{instant:%Y-%m-%dT%H:%M:%S.000Z}"
        case "+02:00":
            return f"{local:%Y-%m-%dT%H:%M:%S}+02:00"
        case "+0200":
            return f"{local:%Y-%m-%dT%H:%M:%S}+0200"
        case _:
            return f"{instant:%Y-%m-%dT%H:%M:%SZ}"


def _format(asked: EhubCall, loan: ProviderLoan, format_id: str) -> Object:
    contents: list[Json] = [
        _more(asked, {"href": _content(asked, loan, f"{format_id}/content_{number}")})
        for number in range(loan.title.parts)
    ]
    if contents and asked.knobs.agreement and loan.key not in asked.state.agreed:
        contents[0] = {"href": _link(asked, f"agreement/{asked.state.agreement_code(loan.key)}")}
    supplements: list[Json] = [
        _more(asked, {"name": name, "href": _content(asked, loan, f"{format_id}/supplement_{number}")})
        for number, name in enumerate(loan.title.supplements)
    ]
    found: Object = {}
    for name, links in (("contentLinks", contents), ("supplementLinks", supplements)):
        if links or asked.knobs.empty_links == "list":
            found[name] = links
    return found


def _content(asked: EhubCall, loan: ProviderLoan, part: str) -> str:
    return _link(asked, f"content/{asked.state.link_code(loan, part)}/{quote(part)}")


def _link(asked: EhubCall, path: str) -> str:
    match asked.knobs.links:
        case "https":
            return f"{_ELSEWHERE}/{path}"
        case "one slash":
            return f"{asked.wire.origin.replace('//', '/')}/{path}"
        case "app":
            return f"millbrook-reader:open?path={quote(path, safe='')}"
        case _:
            return f"{asked.wire.origin}/{path}"


def _more(asked: EhubCall, found: Object) -> Object:
    return found | {"addedLater": {"since": "v5.1"}} if asked.knobs.more_members else found
