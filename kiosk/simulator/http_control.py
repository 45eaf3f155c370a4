"""The levers of the simulator over HTTP, at paths that begin with /_simulator.

A lever is a function with which a test or the demo changes the library. A script needs HTTP to use the levers if the
simulator runs in another process.
"""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kiosk.simulator.control import Control
from kiosk.simulator.faults import WrongFaultError
from kiosk.simulator.knobs import WrongKnobError
from kiosk.simulator.refusals import ServerRefusalError
from kiosk.simulator.served_state import ServedState
from kiosk.simulator.server_port import ServerPort
from kiosk.simulator.state import LibraryState

Fields = dict[str, object]
Lever = Callable[[Fields], object]
_PREFIX = "/_simulator"


def control_routes(control: Control, state: LibraryState, port: ServerPort) -> list[Route]:
    """Return the routes for scripts.

    A GET request reads the state, and a POST request with a JSON object uses a lever.
    """
    reads: dict[str, Callable[[], object]] = {
        **control.common_reads(),
        "state": lambda: _state(state),
        "calls": lambda: told_calls(state),
    }
    levers: dict[str, Lever] = {
        **control.common_levers(),
        "tokens/expire": lambda fields: control.expire_tokens(**fields),  # type: ignore[arg-type]
        "tokens/revoke": lambda fields: control.revoke_refresh_tokens(**fields),  # type: ignore[arg-type]
        "password": lambda fields: control.change_password(**fields),  # type: ignore[arg-type]
        "member": lambda fields: control.change_member(**fields),  # type: ignore[arg-type]
        "status": lambda fields: control.set_status(**fields),  # type: ignore[arg-type]
        "other-device": lambda fields: control.other_device(**fields),  # type: ignore[arg-type]
    }
    return lever_routes(reads, levers, port)


def lever_routes(
    reads: Mapping[str, Callable[[], object]], levers: Mapping[str, Lever], port: ServerPort
) -> list[Route]:
    """Return the routes of these functions. One more route makes the library unreachable for some seconds.

    `reads` has functions that read the state, and `levers` has functions that change the library.
    """
    routes = [Route(f"{_PREFIX}/{name}", _reading(read), methods=["GET"]) for name, read in reads.items()]
    routes += [Route(f"{_PREFIX}/{name}", _pulling(lever), methods=["POST"]) for name, lever in levers.items()]
    return [*routes, Route(f"{_PREFIX}/away", _going_away(port), methods=["POST"])]


def _reading(read: Callable[[], object]) -> Callable[[Request], Awaitable[Response]]:
    async def respond(_request: Request) -> Response:
        return JSONResponse(json.loads(json.dumps(read(), default=str)))

    return respond


def _pulling(lever: Lever) -> Callable[[Request], Awaitable[Response]]:
    async def respond(request: Request) -> Response:
        try:
            lever(await _fields(request))
        except KeyError as missing:
            return JSONResponse({"error": f"there is no {missing}"}, 400)
        except (WrongKnobError, WrongFaultError, ServerRefusalError, TypeError, ValueError) as wrong:
            return JSONResponse({"error": str(wrong)}, 400)
        return JSONResponse({"ok": True})

    return respond


def _going_away(port: ServerPort) -> Callable[[Request], Awaitable[Response]]:
    async def respond(request: Request) -> Response:
        try:
            for_s = float(str((await _fields(request))["for_s"]))
        except (KeyError, ValueError):
            return JSONResponse({"error": "for_s says for how many seconds"}, 400)
        # First the port refuses new connections. Then the answer is sent, so a client that has the answer knows that no
        # new connection works. Last, all old connections are cut, also the connection of this request.
        port.refuse()
        return JSONResponse({"ok": True}, background=BackgroundTask(port.shut, for_s))

    return respond


async def _fields(request: Request) -> Fields:
    body = await request.body()
    found = json.loads(body) if body else {}
    if not isinstance(found, dict):
        raise WrongKnobError("a JSON object is needed")
    return found


def _state(state: LibraryState) -> Fields:
    with state.lock:
        return {
            "today": state.clock.today(),
            "members": {
                name: {
                    "loans": [asdict(each) for each in state.loans_of(name)],
                    "cart": asdict(cart) if (cart := state.open_cart_of(name)) else None,
                    "carts": [asdict(each) for each in state.open_carts_of(name)],
                    "owes": state.owes(name) / 100,
                }
                for name in state.people
            },
        }


def told_calls(state: ServedState) -> Fields:
    """Return the calls that the server has received, and the number of calls of each operation, as JSON values."""
    return {"counts": dict(state.call_counts()), "calls": [asdict(each) for each in state.calls()]}
