"""Tests of the command `lending-kiosk simulate` as a process."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest

from kiosk.simulator import MEMBERS
from kiosk.simulator.ehub import CONSUMER_ID, EHUB_PEOPLE, SECRET_KEY, SITE_ID
from kiosk.simulator.overdrive import AUTHORIZATION_NAME, CLIENT_KEY, CLIENT_SECRET, OVERDRIVE_PATRONS, WEBSITE_ID
from kiosk.simulator.sierra import KEY, KEY_SECRET, PATRONS
from tests.simulator.ehub.signing import ProviderClient

COMMAND = [sys.executable, "-m", "kiosk", "simulate"]


@contextmanager
def simulating(*words: str) -> Iterator[tuple[str, str]]:
    """Run `lending-kiosk simulate` with these words, and stop it in the end.

    Yield its output up to the line that begins with "Serving", and the address of the simulator in this line.
    """
    with subprocess.Popen([*COMMAND, *words], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = ""
        for line in process.stdout:
            said += line
            if line.startswith("Serving "):
                break
        try:
            yield said, said.rpartition("Serving ")[2].split()[0]
        finally:
            process.terminate()
            assert process.wait(10) == 0


def test_it_says_who_the_members_are_and_serves_until_it_is_told_to_stop() -> None:
    with simulating("--knob", "api_url=site", "--field", "hideMoney=true", "--today", "2026-11-28") as (said, url):
        for member in MEMBERS:
            assert member.password in said
            assert member.fob in said
        assert "DR-0142" in said
        assert url.startswith("http://127.0.0.1:")
        found = httpx.get(f"{url}/api/v1.1/organization", verify=False).json()
        assert (found["hideMoney"], found["apiUrl"]) == (True, url)
        state = httpx.get(f"{url.removesuffix('/library')}/_simulator/state", verify=False).json()
        assert state["today"] == "2026-11-28"


def test_it_starts_with_faults() -> None:
    with simulating("--fault", "organization:status,status=502") as (_said, url):
        codes = [httpx.get(f"{url}/api/v1.1/organization", verify=False).status_code for _ in range(2)]
        assert codes == [502, 200]


@pytest.mark.parametrize(
    ("words", "code", "complaint"),
    [
        (["--knob", "colour=red"], 64, "no knob is called 'colour'"),
        (["--fault", "convert:explode"], 64, "no fault is called 'explode'"),
        (["--time-zone", "Mars/Olympus"], 64, "no time zone is called 'Mars/Olympus'"),
        (["--field", "hideMony=true"], 64, "no kiosk setting is called 'hideMony'"),
        (["--port", "99999"], 64, "'99999' is not a port"),
        (["--port", "-5"], 64, "'-5' is not a port"),
        (["--today", "2026-13-01"], 64, "'2026-13-01' is not a day"),
    ],
)
def test_it_says_what_is_wrong(words: list[str], code: int, complaint: str) -> None:
    ended = subprocess.run([*COMMAND, *words], capture_output=True, text=True, timeout=20, check=False)
    assert ended.returncode == code
    assert complaint in ended.stderr


def test_it_says_that_the_port_is_taken() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        ended = subprocess.run([*COMMAND, "--port", port], capture_output=True, text=True, timeout=20, check=False)
    assert ended.returncode == 71
    assert f"port {port}: Address already in use" in ended.stderr


@pytest.mark.parametrize(
    ("word", "said"), [("--print-members", "sawdust-and-tea"), ("--print-knobs", "update_verb = PUT")]
)
def test_it_can_only_say_what_there_is(word: str, said: str) -> None:
    ended = subprocess.run([*COMMAND, word], capture_output=True, text=True, timeout=20, check=False)
    assert ended.returncode == 0
    assert said in ended.stdout


def test_importing_the_simulator_loads_no_server() -> None:
    code = "import sys, kiosk.simulator; print(sorted({'uvicorn', 'starlette', 'h11', 'asyncio'} & set(sys.modules)))"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=20, check=True)
    assert ended.stdout.strip() == "[]"


def test_it_simulates_sierra() -> None:
    with simulating("--system", "sierra", "--knob", "checkout_answer=id", "--today", "2026-11-28") as (said, url):
        for patron in PATRONS:
            assert patron.barcode in said
            assert patron.pin in said
        assert f"Key file: {KEY}:{KEY_SECRET}" in said
        assert "30800000001001" in said
        assert url.endswith("/iii/sierra-api/v6")
        asked = {"grant_type": "client_credentials"}
        token = httpx.post(f"{url}/token", data=asked, auth=(KEY, KEY_SECRET), verify=False).json()["access_token"]
        with httpx.Client(headers={"Authorization": f"Bearer {token}"}, verify=False) as client:
            card = {"patronBarcode": PATRONS[0].barcode, "itemBarcode": "30800000001001"}
            assert list(client.post(f"{url}/patrons/checkout", json=card).json()) == ["id"]
        state = httpx.get(f"{url.removesuffix('/iii/sierra-api/v6')}/_simulator/acts", verify=False).json()
        assert [each["act"] for each in state] == ["checkout"]


@pytest.mark.parametrize(
    ("words", "seen"),
    [
        (["--print-members"], "minuit-crepes"),
        (["--print-knobs"], "checkout_answer = checkout | link | id"),
        (["--print-knobs"], "Operations: token,"),
    ],
)
def test_it_says_who_and_what_sierra_has(words: list[str], seen: str) -> None:
    said = subprocess.run([*COMMAND, "--system", "sierra", *words], capture_output=True, text=True, check=True)
    assert seen in said.stdout


@pytest.mark.parametrize(
    "words", [["--field", "hideMoney=true"], ["--knob", "agreement_status=403"], ["--fault", "convert:drop"]]
)
@pytest.mark.parametrize("system", ["sierra", "overdrive", "ehub"])
def test_other_systems_have_none_of_myturns_words(system: str, words: list[str]) -> None:
    said = subprocess.run([*COMMAND, "--system", system, *words], capture_output=True, text=True, check=False)
    assert said.returncode == 64
    assert said.stderr.startswith("lending-kiosk simulate: ")


def test_it_simulates_overdrive() -> None:
    with simulating("--system", "overdrive", "--knob", "records=2021", "--today", "2026-11-28") as (said, url):
        for patron in OVERDRIVE_PATRONS:
            assert patron.barcodes[0] in said
            assert patron.pin in said
        assert f"Key file: {CLIENT_KEY}:{CLIENT_SECRET}" in said
        assert f"Token: {url}/token   Patron token: {url}/patrontoken" in said
        assert f"Website: {WEBSITE_ID}   Authorization name: {AUTHORIZATION_NAME}" in said
        number = said.partition("by crossRefId:\n")[2].split()[0]
        form = {
            "grant_type": "password",
            "username": OVERDRIVE_PATRONS[2].barcodes[0],
            "password": OVERDRIVE_PATRONS[2].pin,
            "scope": f"websiteid:{WEBSITE_ID} authorizationname:{AUTHORIZATION_NAME}",
        }
        told = httpx.post(f"{url}/patrontoken", data=form, auth=(CLIENT_KEY, CLIENT_SECRET), verify=False).json()
        with httpx.Client(headers={"Authorization": f"Bearer {told['access_token']}"}, verify=False) as client:
            body = {"fields": [{"name": "id", "value": number}]}
            made = client.post(f"{url}/v1/patrons/me/checkouts", json=body).json()
        assert (made["crossRefId"], made["reserveId"].isupper()) == (int(number), True)
        acts = httpx.get(f"{url}/_simulator/acts", verify=False).json()
        assert [each["act"] for each in acts] == ["checkout"]


@pytest.mark.parametrize(
    ("words", "seen"),
    [
        (["--print-members"], "minuit-crepes"),
        (["--print-knobs"], "records = 2025 | 2021"),
        (["--print-knobs"], "Operations: token, patron_token,"),
    ],
)
def test_it_says_who_and_what_overdrive_has(words: list[str], seen: str) -> None:
    said = subprocess.run([*COMMAND, "--system", "overdrive", *words], capture_output=True, text=True, check=True)
    assert seen in said.stdout


def test_it_simulates_ehub() -> None:
    with simulating("--system", "ehub", "--knob", "loan_mode=LPF") as (said, url):
        for person in EHUB_PEOPLE:
            assert person.card in said
            assert person.patron_id in said
        assert f"Site: {SITE_ID}   Consumer: {CONSUMER_ID}   Secret key (base64): {SECRET_KEY}" in said
        assert url.endswith("/ep/api")
        record_id = said.partition("by record id:\n")[2].split()[0]
        client = ProviderClient(url, "ines")
        assert "contentLinks" in client.borrow(record_id, "ebook").json()
        client.http.close()
        levers = f"{url.removesuffix('/ep/api')}/_simulator"
        assert f"All titles, with covers: {levers}/titles" in said
        assert record_id in [each["id"] for each in httpx.get(f"{levers}/titles", verify=False).json()]
        assert [each["act"] for each in httpx.get(f"{levers}/acts", verify=False).json()] == ["checkout"]


@pytest.mark.parametrize(
    ("words", "seen"),
    [
        (["--print-members"], "refused by the provider"),
        (["--print-knobs"], "loan_mode = LPP | LPF"),
        (["--print-knobs"], "Operations: record, checkout,"),
    ],
)
def test_it_says_who_and_what_ehub_has(words: list[str], seen: str) -> None:
    said = subprocess.run([*COMMAND, "--system", "ehub", *words], capture_output=True, text=True, check=True)
    assert seen in said.stdout
