"""Tests of cards, PINs and records of patrons, and of their holds and fines."""

from datetime import date
from typing import Any

import pytest

from kiosk.simulator.sierra import SierraThread
from tests.simulator.sierra.asking import code_of, error_of
from tests.simulator.sierra.conftest import day_at, patron

DRILL = "30800000001013"

WRONG = (400, 108, "Invalid parameter : Invalid barcode or PIN")


def validated(kiosk: Any, barcode: str, pin: str, **more: object) -> Any:
    return kiosk.post("/patrons/validate", {"barcode": barcode, "pin": pin} | more)


def authenticated(kiosk: Any, barcode: str, pin: str) -> Any:
    return kiosk.post("/patrons/auth", {"authMethod": "native", "patronId": barcode, "patronSecret": pin})


def found(kiosk: Any, barcode: str, **more: str) -> Any:
    return kiosk.get("/patrons/find", varFieldTag="b", varFieldContent=barcode, **more)


def test_a_card_with_its_pin(kiosk: Any) -> None:
    right = validated(kiosk, "23080000001001", "4711")
    assert (right.status_code, right.content) == (204, b"")
    number = authenticated(kiosk, "23080000001001", "4711")
    assert (number.status_code, number.content) == (200, b"1042514")


@pytest.mark.parametrize(
    ("barcode", "pin"), [("23080000001001", "4712"), ("99999999999999", "4711"), ("", ""), ("23080000001001", "")]
)
def test_a_wrong_card_or_pin_is_400_and_108(kiosk: Any, barcode: str, pin: str) -> None:
    assert error_of(validated(kiosk, barcode, pin)) == WRONG
    assert error_of(authenticated(kiosk, barcode, pin)) == WRONG


def test_an_old_card_of_the_same_patron_works(kiosk: Any) -> None:
    assert authenticated(kiosk, "OLD 1001", "4711").json() == 1042514


def test_only_eight_characters_of_a_pin_are_compared(kiosk: Any) -> None:
    assert validated(kiosk, "23080000001003", "minuit-c").status_code == 204
    assert validated(kiosk, "23080000001003", "minuit-cXYZ").status_code == 204
    assert error_of(validated(kiosk, "23080000001003", "minuit-")) == WRONG


def test_letters_of_a_card_must_agree_unless_told_otherwise(kiosk: Any) -> None:
    assert validated(kiosk, "MILL 0042/A", "1234").status_code == 204
    assert error_of(validated(kiosk, "mill 0042/a", "1234")) == WRONG
    assert error_of(validated(kiosk, "mill 0042/a", "1234", caseSensitivity=True)) == WRONG
    assert validated(kiosk, "mill 0042/a", "1234", caseSensitivity=False).status_code == 204
    assert authenticated(kiosk, "mill 0042/a", "1234").status_code == 200


def test_some_sites_have_no_auth(library: SierraThread, kiosk: Any) -> None:
    library.control.turn(auth=False)
    answer = authenticated(kiosk, "23080000001001", "4711")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "text/html")
    assert validated(kiosk, "23080000001001", "4711").status_code == 204


def test_a_patron_is_found_by_the_barcode(kiosk: Any) -> None:
    one = found(kiosk, " 23080000001001 ", fields="names,barcodes").json()
    assert one == {"id": 1042514, "names": ["KOWALSKA, MARTA"], "barcodes": ["23080000001001", "OLD 1001"]}
    assert found(kiosk, "mill 0042/a").json()["id"] == patron("theo").id
    assert error_of(found(kiosk, "99999999999999")) == (404, 107, "")
    assert code_of(kiosk.get("/patrons/find")) == 108


def test_several_records_are_409_and_133(kiosk: Any) -> None:
    assert error_of(found(kiosk, "23080000001099"))[:2] == (409, 133)


def test_some_sites_refuse_to_find(library: SierraThread, kiosk: Any) -> None:
    library.control.turn(find="refuses")
    assert error_of(found(kiosk, "23080000001001"))[:2] == (403, 116)
    assert kiosk.get("/patrons/1042514").status_code == 200


def test_the_record_says_what_stops_a_patron(kiosk: Any) -> None:
    asked = "expirationDate,patronType,blockInfo,autoBlockInfo,message,moneyOwed,homeLibraryCode,emails,deleted"
    free = kiosk.get("/patrons/1042514", fields=asked).json()
    assert free == {
        "id": 1042514,
        "deleted": False,
        "expirationDate": "2027-06-16",
        "emails": ["marta@members.example"],
        "patronType": 12,
        "blockInfo": {"code": "-"},
        "autoBlockInfo": {"code": "-"},
        "message": {"code": "-"},
        "moneyOwed": 0.0,
        "homeLibraryCode": "mill ",
    }
    assert kiosk.get(f"/patrons/{patron('olga').id}", fields=asked).json()["expirationDate"] == "2026-11-16"
    assert kiosk.get(f"/patrons/{patron('desmond').id}", fields=asked).json()["blockInfo"] == {"code": "b"}
    assert kiosk.get(f"/patrons/{patron('bao').id}", fields=asked).json()["autoBlockInfo"] == {"code": "m"}
    assert kiosk.get(f"/patrons/{patron('owes').id}", fields=asked).json()["moneyOwed"] == 18.75


def test_without_fields_the_record_says_less(kiosk: Any) -> None:
    assert list(kiosk.get("/patrons/1042514").json()) == [
        "id",
        "updatedDate",
        "createdDate",
        "deleted",
        "suppressed",
        "names",
        "barcodes",
        "expirationDate",
    ]


def test_a_deleted_patron_is_200_and_says_so(library: SierraThread, kiosk: Any) -> None:
    gone = kiosk.get(f"/patrons/{patron('gone').id}", fields="names,deleted")
    assert gone.json() == {"id": patron("gone").id, "deletedDate": "2026-10-29", "deleted": True}
    assert found(kiosk, patron("gone").barcode).json()["deleted"] is True
    assert validated(kiosk, patron("gone").barcode, "0000").status_code == 204
    library.control.turn(deleted_found=False)
    assert code_of(found(kiosk, patron("gone").barcode)) == 107
    assert code_of(validated(kiosk, patron("gone").barcode, "0000")) == 108


@pytest.mark.parametrize("name", ["autoBlockInfo", "message"])
def test_a_site_may_not_know_a_field(library: SierraThread, kiosk: Any, name: str) -> None:
    assert kiosk.get("/patrons/1042514", fields=f"names,{name}").status_code == 200
    library.control.turn(refused_fields="autoBlockInfo,message")
    refused = kiosk.get("/patrons/1042514", fields=f"names,{name}")
    assert error_of(refused) == (400, 108, f"Invalid parameter : {name} is not a valid field")
    assert kiosk.get("/patrons/1042514", fields="names").status_code == 200


def test_no_site_knows_every_field(kiosk: Any) -> None:
    for path in ("/patrons/1042514", "/patrons/1042514/checkouts", "/items/1002001", "/bibs/2002001"):
        assert error_of(kiosk.get(path, fields="default,itype")) == (
            400,
            108,
            "Invalid parameter : itype is not a valid field",
        )


def test_a_record_that_does_not_exist(kiosk: Any) -> None:
    for path in ("/patrons/7", "/patrons/7/checkouts", "/patrons/7/holds", "/patrons/7/fines", "/patrons/checkouts/7"):
        assert error_of(kiosk.get(path)) == (404, 107, "")


def test_holds_are_listed_and_cancelled(library: SierraThread, kiosk: Any) -> None:
    asked = "default,priorityQueueLength,pickupByDate"
    ready, waiting = kiosk.get("/patrons/1042514/holds", fields=asked).json()["entries"]
    assert (ready["status"]["code"], ready["pickupByDate"]) == ("i", "2026-12-01")
    assert ready["record"] == f"{library.url}/items/1001019"
    assert ready["pickupLocation"] == {"code": "mill ", "name": "Millbrook, main desk   "}
    assert (waiting["status"]["code"], waiting["priority"], waiting["priorityQueueLength"]) == ("0", 2, 3)
    assert "pickupByDate" not in waiting
    assert library.library_state.status("30800000001019") == "!"
    assert kiosk.http.delete(ready["id"]).status_code == 204
    assert [each.barcode for each in library.library_state.holds_of("marta")] == ["30800000001106"]
    assert library.library_state.status("30800000001019") == "-"
    assert error_of(kiosk.http.delete(ready["id"])) == (404, 107, "")
    assert [each.act for each in library.library_state.acts()] == ["cancel hold"]


def holds_of(kiosk: Any, key: str) -> list[dict[str, Any]]:
    asked = "default,priorityQueueLength,pickupByDate"
    answer = kiosk.get(f"/patrons/{patron(key).id}/holds", fields=asked)
    entries: list[dict[str, Any]] = answer.json()["entries"]
    return entries


def places(kiosk: Any, *keys: str) -> list[tuple[int, int]]:
    return [(one["priority"], one["priorityQueueLength"]) for key in keys for one in holds_of(kiosk, key)]


def test_the_last_day_of_a_hold_and_the_first_place_have_two_forms(library: SierraThread, kiosk: Any) -> None:
    library.control.turn(pickup_by="moment", priority_from="0")
    ready, waiting = holds_of(kiosk, "marta")
    assert (ready["pickupByDate"], ready["priority"]) == ("2026-12-01T09:00:00Z", 0)
    assert (waiting["priority"], waiting["priorityQueueLength"]) == (1, 3)


def test_a_hold_can_be_for_a_title_and_no_item(library: SierraThread, kiosk: Any) -> None:
    (waits,) = holds_of(kiosk, "mononym")
    assert (waits["record"], waits["recordType"]) == (f"{library.url}/bibs/2002002", "b")
    assert (waits["status"]["code"], waits["priority"], waits["priorityQueueLength"]) == ("0", 3, 4)
    (volume,) = holds_of(kiosk, "wanda")
    assert (volume["record"], volume["recordType"]) == (f"{library.url}/volumes/3004002", "j")
    (read,) = kiosk.get("/volumes", id="3004002").json()["entries"]
    assert (read["volume"], read["bibs"]) == ("Volume 2", [f"{library.url}/bibs/2004001"])
    assert read["holds"] == [volume["id"]]
    library.control.place_hold("theo", "30800000002003", of_title=True, ready=True)
    (ready,) = holds_of(kiosk, "theo")
    assert (ready["status"]["code"], ready["pickupByDate"]) == ("b", "2026-12-05")


def test_a_queue_gets_longer_at_its_end_and_moves_on_when_one_leaves(library: SierraThread, kiosk: Any) -> None:
    number = library.control.place_hold("theo", DRILL)
    library.control.place_hold("ines", DRILL)
    assert places(kiosk, "theo", "ines") == [(1, 2), (2, 2)]
    library.control.place_hold("olga", DRILL, ready=True)
    assert places(kiosk, "olga", "theo", "ines") == [(1, 3), (2, 3), (3, 3)]
    assert kiosk.http.delete(f"{library.url}/patrons/holds/{number}").status_code == 204
    assert places(kiosk, "olga", "ines") == [(1, 2), (2, 2)]
    library.control.desk_lends("olga", DRILL)
    assert places(kiosk, "ines") == [(1, 1)]


def test_who_waits_longest_gets_what_another_no_longer_wants(library: SierraThread, kiosk: Any) -> None:
    library.control.place_hold("theo", "30800000001019")
    ready = holds_of(kiosk, "marta")[0]
    assert kiosk.http.delete(ready["id"]).status_code == 204
    (now,) = holds_of(kiosk, "theo")
    assert (now["status"]["code"], now["priority"], now["pickupByDate"]) == ("i", 1, "2026-12-05")
    assert library.library_state.status("30800000001019") == "!"


def test_what_nobody_wants_any_more_goes_to_its_own_branch(library: SierraThread, kiosk: Any) -> None:
    library.control.desk_takes_back("G/02")
    assert library.library_state.status("G/02") == "t"
    number = library.control.place_hold("theo", "G/02", ready=True)
    library.control.drop_hold(number)
    assert library.library_state.status("G/02") == "t"


def test_the_desk_keeps_what_somebody_waits_for(library: SierraThread, kiosk: Any) -> None:
    library.control.desk_takes_back("30800000002001")
    (ready,) = holds_of(kiosk, "jamal")
    assert (ready["status"]["code"], ready["pickupByDate"]) == ("i", "2026-12-05")
    assert library.library_state.status("30800000002001") == "!"


def test_what_somebody_waits_for_can_be_on_its_way(library: SierraThread, kiosk: Any) -> None:
    library.control.turn(returns_go="transit")
    library.control.desk_takes_back("30800000002001")
    (coming,) = holds_of(kiosk, "jamal")
    assert coming["status"]["code"] == "t"


def test_a_key_may_not_read_fines(library: SierraThread, kiosk: Any) -> None:
    library.control.turn(fines="refuses")
    assert error_of(kiosk.get(f"/patrons/{patron('owes').id}/fines"))[:2] == (403, 116)


def test_fines_are_listed(library: SierraThread, kiosk: Any) -> None:
    late, key = kiosk.get(f"/patrons/{patron('owes').id}/fines").json()["entries"]
    assert (late["item"], late["itemCharge"], late["description"]) == (f"{library.url}/items/1001013", 12.5, "")
    assert "item" not in key
    assert (key["itemCharge"], key["processingFee"], key["billingFee"], key["paidAmount"]) == (5.0, 3.75, 0.0, 2.5)
    assert key["chargeType"] == {"code": "1", "display": "Manual Charge"}
    assert day_at(library, late["assessedDate"]) == date(2026, 11, 19)
