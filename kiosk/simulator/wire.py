"""The classes for requests and replies of a simulated system, and the function that damages a reply on purpose."""

import base64
import binascii
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import compat32
from urllib.parse import parse_qsl

from kiosk.simulator.shapes import Json

_PORTAL = (
    b"<!DOCTYPE html><html><head><title>Guest Wi-Fi</title></head><body><h1>Please accept our terms</h1></body></html>"
)
_HUGE = 10 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class WireRequest:
    """One HTTP request, split into its parts.

    `ids` are the numbers in the path, and `words` are the texts in the path. `raw_path` is the path before decoding.
    `fields` are the fields of a form, and `json` is a JSON body. `origin` is the scheme and host of the address to
    which the client has sent the request. `authorization` is the whole header Authorization. `headers` are all headers,
    with names in lower case. The usual repr has no part that can contain a secret.
    """

    verb: str
    ids: dict[str, int]
    query: dict[str, str] = field(repr=False)
    fields: dict[str, str] = field(repr=False)
    json: Json = field(repr=False)
    language: str
    token: str = field(repr=False)
    origin: str
    words: dict[str, str] = field(default_factory=dict)
    raw_path: str = ""
    authorization: str = field(default="", repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Reply:
    """One reply. If `body` is None, the body is empty, because the simulator never sends the JSON value null.

    If `cut_after` is True, the server closes the connection after the reply, but no header of the reply says so.
    The usual repr shows neither the body nor the headers, because they can contain a secret.
    """

    body: Json | bytes = field(default=None, repr=False)
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict, repr=False)
    cut_after: bool = False

    def content(self) -> bytes:
        """Return the bytes of the body."""
        if self.body is None:
            return b""
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body, ensure_ascii=False).encode()

    def all_headers(self) -> dict[str, str]:
        """Return the headers of the reply.

        If the reply has a body, its content type is JSON unless another type was set.
        """
        kind = {} if self.body is None else {"content-type": "application/json;charset=UTF-8"}
        return kind | self.headers


@dataclass(frozen=True, slots=True)
class ServedPath:
    """One operation of a simulated system. It has a name, verbs and paths, and the function that carries out a request.

    The function `told` reads two values from a request, for the list of received calls. They are the member (or None),
    and the barcode, id or name of the item, record or title (or an empty text).
    """

    name: str
    verbs: tuple[str, ...]
    paths: tuple[str, ...]
    answer: Callable[[WireRequest], Reply]
    told: Callable[[WireRequest], tuple[str | None, str]]


def form_fields(content_type: str, body: bytes) -> dict[str, str]:
    """Return the fields of a urlencoded or multipart form, or no fields if the body is not such a form."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "application/x-www-form-urlencoded":
        return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    if kind == "multipart/form-data":
        return _multipart(content_type, body)
    return {}


def basic_credentials(authorization: str) -> bytes:
    """Return the bytes `name:secret` of a header Authorization, or no bytes if the header has another form."""
    scheme, _, text = authorization.partition(" ")
    try:
        return base64.b64decode(text, validate=True) if scheme.lower() == "basic" else b""
    except (binascii.Error, ValueError):
        return b""


def json_body(content_type: str, body: bytes) -> Json:
    """Return the value of a JSON body. Return None if the content type is not JSON or the body is not valid JSON."""
    if "json" not in content_type.lower():
        return None
    try:
        found: Json = json.loads(body)
    except ValueError:
        return None
    return found


def damaged(kind: str, reply: Reply) -> Reply:
    """Return a damaged copy of the reply. `kind` is the kind of the fault, which says how the reply is damaged.

    Some kinds of faults, for example a delay, do not damage the content. For these kinds, return the reply itself.
    """
    content = reply.content()
    match kind:
        case "html":
            return Reply(_PORTAL, headers={"content-type": "text/html"})
        case "garbage":
            return Reply(b"\x00\xff\xfe\x9c" * 64, headers={"content-type": "application/json"})
        case "empty":
            return Reply(b"", headers={"content-type": "application/json"})
        case "truncated":
            return Reply(content[: len(content) // 2] or b"{", headers={"content-type": "application/json"})
        case "wrong-type":
            return Reply(_wrong_types(reply.body), reply.status)
        case "nested":
            return Reply(b"[" * 100_000, headers={"content-type": "application/json"})
        case "huge":
            return Reply(b'{"padding": "' + b"x" * _HUGE + b'"}', headers={"content-type": "application/json"})
        case _:
            return reply


def _multipart(content_type: str, body: bytes) -> dict[str, str]:
    head = b"Content-Type: " + content_type.encode("latin-1") + b"\r\n\r\n"
    # The policy must be compat32, because newer policies of the email package raise an error for a header with ";0*".
    message = BytesParser(policy=compat32).parsebytes(head + body)
    found: dict[str, str] = {}
    for part in message.walk():
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        if isinstance(name, str) and isinstance(content, bytes):
            found[name] = content.decode("utf-8", "replace")
    return found


def _wrong_types(value: Json | bytes) -> Json:
    match value:
        case dict():
            return {name: _wrong_types(each) for name, each in value.items()}
        case list():
            return {str(place): each for place, each in enumerate(value)}
        case str():
            return [len(value)]
        case bool() | None:
            return "maybe"
        case int() | float():
            return f"about {value}"
        case _:
            return {}
