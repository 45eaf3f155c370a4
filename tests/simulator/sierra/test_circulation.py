"""Tests of check-out, check-in and renewal at the simulated Sierra. A refusal has the words that Sierra uses."""

from typing import Any

import pytest

from kiosk.simulator.sierra import SierraThread
from tests.simulator.sierra.asking import code_of, error_of, refusal_of

DRILL = "30800000001001"
NOT_AVAILABLE = (500, 132, 2, "XCirc error : This record is not available")
PROBLEM = (500, 132, 2, "XCirc error : There is a problem with your library record.  Please see a librarian.")
SENT = (500, 132, 929, "XCirc error : Your request has already been sent.")


def done(library: SierraThread) -> list[tuple[str, str, str]]:
    return [(each.act, each.key, each.barcode) for each in library.library_state.acts()]


def test_a_check_out_answers_a_checkout(library: SierraThread, kiosk: Any) -> None:
    answer = kiosk.check_out("ines", DRILL, patronPin="minuit-crepes", username="kiosk", statgroup=7)
    (loan,) = library.library_state.loans_of("ines")
    assert answer.json() == {
        "id": f"{library.url}/patrons/checkouts/{loan.id}",
        "patron": f"{library.url}/patrons/1042532",
        "item": f"{library.url}/items/1001001",
        "dueDate": "2026-12-05T09:00:00Z",
        "outDate": f"{loan.out:%Y-%m-%dT%H:%M:%SZ}",
    }
    assert done(library) == [("checkout", "ines", DRILL)]
    assert library.library_state.holder_of(DRILL) == "ines"
    assert loan.due_day.isoformat() == "2026-12-05"


@pytest.mark.parametrize(("knob", "member"), [("link", "link"), ("id", "id")])
def test_or_only_where_the_checkout_is(library: SierraThread, kiosk: Any, knob: str, member: str) -> None:
    library.control.turn(checkout_answer=knob)
    answer = kiosk.check_out("ines", DRILL).json()
    assert list(answer) == [member]
    assert kiosk.get(answer[member]).json()["dueDate"] == "2026-12-05T09:00:00Z"


@pytest.mark.parametrize("barcode", ["plmb 13", " PLMB 13", "g/01", "GLUE 50%"])
def test_barcodes_are_compared_without_case_and_outer_blanks(library: SierraThread, kiosk: Any, barcode: str) -> None:
    assert kiosk.check_out("ines", barcode).status_code == 200
    assert library.library_state.holder_of(barcode) == "ines"


def test_who_or_what_is_not_known(library: SierraThread, kiosk: Any) -> None:
    assert error_of(kiosk.check_out("ines", "99999")) == (404, 107, "")
    assert error_of(kiosk.check_out("ines", "PARTNER 7")) == (404, 107, "")
    body = {"patronBarcode": "99999", "itemBarcode": DRILL}
    assert error_of(kiosk.post("/patrons/checkout", body)) == (404, 107, "")
    assert code_of(kiosk.check_out("twin-1", DRILL)) == 133
    assert done(library) == []


@pytest.mark.parametrize("more", [{"patronPin": "0"}, {"statgroup": "7"}, {"itemBarcode": 7}, {"patronBarcode": None}])
def test_a_wrong_body_is_108(library: SierraThread, kiosk: Any, more: dict[str, object]) -> None:
    assert code_of(kiosk.check_out("ines", DRILL, **more)) == 108
    assert done(library) == []


@pytest.mark.parametrize("key", ["olga", "desmond", "bao", "gone"])
def test_expired_blocked_and_deleted_patrons_borrow_nothing(library: SierraThread, kiosk: Any, key: str) -> None:
    assert refusal_of(kiosk.check_out(key, DRILL)) == PROBLEM
    assert done(library) == []


@pytest.mark.parametrize("block", ["", "-", " "])
def test_a_block_of_nothing_is_none(library: SierraThread, kiosk: Any, block: str) -> None:
    library.control.change_patron("desmond", block=block)
    assert kiosk.check_out("desmond", DRILL).status_code == 200


def test_what_cannot_be_lent_is_refused(library: SierraThread, kiosk: Any) -> None:
    assert refusal_of(kiosk.check_out("ines", "30800000001044")) == NOT_AVAILABLE  # the patron jamal has this item
    library.control.set_status(DRILL, "m")
    assert refusal_of(kiosk.check_out("ines", DRILL)) == NOT_AVAILABLE
    library.control.set_status(DRILL, "o")
    assert refusal_of(kiosk.check_out("ines", DRILL))[3] == "XCirc error : Library use only.  Ask Zoë at the desk."
    assert refusal_of(kiosk.check_out("greta", "30800000001002"))[3].endswith("Too many items checked out")
    assert refusal_of(kiosk.check_out("ines", "30800000001019"))[3].endswith("on hold for another patron")
    assert done(library) == []


def test_a_ready_hold_is_fulfilled(library: SierraThread, kiosk: Any) -> None:
    assert kiosk.check_out("marta", "30800000001019").status_code == 200
    assert [each.barcode for each in library.library_state.holds_of("marta")] == ["30800000001106"]
    assert library.library_state.status("30800000001019") == "-"


def test_the_text_of_a_refusal_may_be_missing_or_escaped(library: SierraThread, kiosk: Any) -> None:
    library.control.set_status(DRILL, "o")
    library.control.turn(refusal_text="bare")
    assert refusal_of(kiosk.check_out("ines", DRILL))[3] == "XCirc error"
    library.control.turn(refusal_text="escaped")
    assert (
        refusal_of(kiosk.check_out("ines", DRILL))[3] == "XCirc error : Library use only.  Ask Zo{u00EB} at the desk."
    )


def test_the_same_check_out_again(library: SierraThread, kiosk: Any) -> None:
    first = kiosk.check_out("ines", DRILL).json()
    assert refusal_of(kiosk.check_out("ines", DRILL)) == SENT
    library.control.turn(repeated="refused")
    assert refusal_of(kiosk.check_out("ines", DRILL)) == NOT_AVAILABLE
    library.control.turn(repeated="same")
    assert kiosk.check_out("ines", DRILL).json() == first
    assert done(library) == [("checkout", "ines", DRILL)]


@pytest.mark.parametrize(
    ("barcode", "encoded", "key"),
    [("30800000001010", "30800000001010", "marta"), ("PLMB 12", "plmb%2012", "marta"), ("G/02", "G%2F02", "desmond")],
)
def test_a_check_in_needs_the_barcode_only(
    library: SierraThread, kiosk: Any, barcode: str, encoded: str, key: str
) -> None:
    answer = kiosk.check_in(encoded)
    assert (answer.status_code, answer.content) == (204, b"")
    assert done(library) == [("checkin", key, barcode)]
    assert library.library_state.holder_of(barcode) is None


def test_a_slash_and_a_percent_sign_must_be_encoded(library: SierraThread, kiosk: Any) -> None:
    wrong = kiosk.check_in("G/02")
    assert (wrong.status_code, wrong.headers["content-type"]) == (404, "text/html")
    assert done(library) == []
    kiosk.check_out("ines", "GLUE 50%")
    assert kiosk.check_in("GLUE%2050%25").status_code == 204


def test_a_check_in_of_what_is_not_out(library: SierraThread, kiosk: Any) -> None:
    assert error_of(kiosk.check_in(DRILL)) == (404, 107, "")
    assert error_of(kiosk.check_in("nothing")) == (404, 107, "")
    library.control.turn(checkin_of_free="204")
    assert kiosk.check_in(DRILL).status_code == 204
    assert error_of(kiosk.check_in("nothing")) == (404, 107, "")
    assert done(library) == []


WAY = [("30800000001010", "-"), ("G%2F02", "t"), ("30800000002001", "!")]
"""Returned items, each with the code of the place where it goes: its shelf, its own branch, or the hold shelf.

The third item goes to the hold shelf because a patron waits for it.
"""


@pytest.mark.parametrize(("encoded", "code"), WAY)
def test_a_returned_item_goes_its_own_way(library: SierraThread, kiosk: Any, encoded: str, code: str) -> None:
    kiosk.check_in(encoded)
    assert library.library_state.status(encoded.replace("%2F", "/")) == code
    if code == "!":
        assert [each.ready for each in library.library_state.holds_of("jamal")] == [True]


@pytest.mark.parametrize(("knob", "code"), [("shelf", "-"), ("transit", "t"), ("hold shelf", "!")])
def test_or_all_go_the_same_way(library: SierraThread, kiosk: Any, knob: str, code: str) -> None:
    library.control.turn(returns_go=knob)
    for encoded, _code in WAY:
        kiosk.check_in(encoded)
        assert library.library_state.status(encoded.replace("%2F", "/")) == code
    assert kiosk.get("/items/1001010").json()["status"]["code"] == code


def test_a_returned_item_may_stay_on_the_list(library: SierraThread, kiosk: Any) -> None:
    library.control.turn(return_stays=True)
    assert kiosk.check_in("30800000001010").status_code == 204
    assert len(library.library_state.loans_of("marta")) == 4
    assert done(library) == []
    library.control.turn(return_stays=False)
    kiosk.check_in("30800000001010")
    assert len(library.library_state.loans_of("marta")) == 3


def test_a_renewal_answers_the_whole_checkout(library: SierraThread, kiosk: Any) -> None:
    answer = kiosk.renew("marta", "30800000001010").json()
    assert (answer["dueDate"], answer["numberOfRenewals"]) == ("2026-12-01T09:00:00Z", 1)
    assert (answer["barcode"], answer["item"]) == ("30800000001010", f"{library.url}/items/1001010")
    assert done(library) == [("renewal", "marta", "30800000001010")]
    library.control.turn(item_as="object")
    assert kiosk.renew("marta", "30800000001052").json()["item"]["id"] == "1001052"


REFUSED = [
    ("owes", "30800000001108", "TOO MANY RENEWALS"),
    ("marta", "30800000002001", "REQUESTED BY ANOTHER PATRON"),
    ("jamal", "30800000001044", "TOO SOON TO RENEW"),
    ("olga", "30800000001026", "There is a problem with your library record.  Please see a librarian."),
]


@pytest.mark.parametrize(("key", "barcode", "text"), REFUSED)
def test_a_renewal_is_refused(library: SierraThread, kiosk: Any, key: str, barcode: str, text: str) -> None:
    if key == "jamal":
        library.control.desk_lends(key, barcode, days=9)
    before = library.library_state.loans_of(key)
    assert refusal_of(kiosk.renew(key, barcode)) == (403, 134, 0, f"WebPAC Error : {text}")
    library.control.turn(renewal_refused_as="132")
    assert refusal_of(kiosk.renew(key, barcode)) == (500, 132, 2, f"XCirc error : {text}")
    assert library.library_state.loans_of(key) == before


def test_a_renewal_may_change_nothing_but_its_count(library: SierraThread, kiosk: Any) -> None:
    library.control.turn(renewal_due="unchanged")
    answer = kiosk.renew("marta", "30800000001052").json()
    assert (answer["dueDate"], answer["numberOfRenewals"]) == ("2026-11-28T09:00:00Z", 2)


def test_a_loan_that_is_gone_is_not_renewed(kiosk: Any) -> None:
    assert error_of(kiosk.post("/patrons/checkouts/7/renewal")) == (404, 107, "")
