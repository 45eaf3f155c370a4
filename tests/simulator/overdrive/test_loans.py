"""Tests of loans: limits, check-out, early return, refusals, bundles, and loans whose time is over."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest

from kiosk.simulator.overdrive import OverdriveThread
from tests.simulator.overdrive.asking import BUNDLE, FREE, KINDLE, refusal_of, title
from tests.simulator.overdrive.conftest import ME, Caller, patron

MEMBER = Callable[[str], Caller]
LAMP, GRAVEL, MAGAZINE = title("The Lamp on Harrow Lane"), title("Gravel"), title("Weekend Wrench, Winter 2026")


def done(library: OverdriveThread) -> list[tuple[str, str, str]]:
    return [(each.act, each.key, each.title) for each in library.library_state.acts()]


def test_the_patron(library: OverdriveThread, member: MEMBER) -> None:
    told = member("marta").get(ME).json()
    assert (told["checkoutLimit"], told["holdLimit"], told["lastHoldEmail"]) == (10, 8, "marta@members.example")
    assert set(told["links"]) == {"self", "checkouts", "holds"}
    assert told["lendingPeriods"][0] == {"formatType": "eBook", "lendingPeriod": 14, "units": "Days"}
    assert [list(each) for each in told["actions"]] == [["editLendingPeriod"], ["editLendingPeriod"]]
    assert told["linkTemplates"]["availability"]["href"].endswith("/products/{crId}/availability")
    assert told["collectionToken"] in told["linkTemplates"]["search"]["href"]
    assert "lastHoldEmail" not in member("jamal").get(ME).json()
    assert not {"name", "firstName"} & set(told)


def test_the_lending_period_can_be_changed(library: OverdriveThread, member: MEMBER) -> None:
    ines = member("ines")
    body = {"fields": [{"name": "formatClass", "value": "eBook"}, {"name": "lendingPeriodDays", "value": "21"}]}
    assert ines.http.put(ME, json=body).status_code == 204
    assert [each["lendingPeriod"] for each in ines.get(ME).json()["lendingPeriods"]] == [21, 14]
    ines.borrow(FREE.id)
    (loan,) = library.library_state.loans_of("ines")
    assert loan.ends - loan.out == timedelta(days=21)
    body["fields"][1]["value"] = "22"
    assert refusal_of(ines.http.put(ME, json=body)) == (400, "BadRequest")


@pytest.mark.parametrize("name", ["id", "reserveId"])
@pytest.mark.parametrize("said", [FREE.id, FREE.id.upper(), FREE.number, str(FREE.number)])
def test_a_title_is_borrowed_by_each_of_its_ids(
    library: OverdriveThread, member: MEMBER, name: str, said: str | int
) -> None:
    ines = member("ines")
    answer = ines.borrow(said, name)
    assert (answer.status_code, answer.json()["crossRefId"]) == (201, FREE.number)
    assert done(library) == [("checkout", "ines", FREE.title)]
    assert library.library_state.borrowers_of(FREE.id) == ("ines",)
    for each in (said, FREE.id.upper(), FREE.number):
        assert ines.get(f"{ME}/checkouts/{each}").json() == answer.json()
    assert ines.give_back(said).status_code == 204
    assert done(library)[1:] == [("return", "ines", FREE.title)]


def test_a_check_out_can_be_answered_with_200(library: OverdriveThread, member: MEMBER) -> None:
    library.control.turn(created=200)
    assert member("ines").borrow(FREE.id).status_code == 200


@pytest.mark.parametrize("knob", ["taken", "ignored"])
def test_the_length_of_one_loan_can_be_chosen(library: OverdriveThread, member: MEMBER, knob: str) -> None:
    library.control.turn(lending_period=knob)
    member("ines").borrow(FREE.id, lendingPeriod="7", units="days", formatType="ebook-overdrive")
    (loan,) = library.library_state.loans_of("ines")
    assert (loan.ends - loan.out).days == (7 if knob == "taken" else 14)


def test_a_length_that_is_not_offered_is_refused(library: OverdriveThread, member: MEMBER) -> None:
    assert refusal_of(member("ines").borrow(FREE.id, lendingPeriod="8")) == (400, "BadRequest")
    assert done(library) == []


@pytest.mark.parametrize(
    "body", [None, [], {}, {"fields": {}}, {"fields": [7]}, {"fields": [{"name": "x", "value": 1}]}]
)
def test_a_wrong_body_is_a_bad_request(library: OverdriveThread, member: MEMBER, body: object) -> None:
    assert refusal_of(member("ines").http.post(f"{ME}/checkouts", json=body)) == (400, "BadRequest")


def test_an_unknown_title(library: OverdriveThread, member: MEMBER) -> None:
    ines = member("ines")
    unknown = FREE.id[:-4] + "0000"
    assert refusal_of(ines.borrow(unknown)) == (404, "NotFound")
    assert refusal_of(ines.borrow(7)) == (404, "NotFound")
    assert refusal_of(ines.get(f"{ME}/checkouts/{unknown}")) == (404, "NotFound")
    assert refusal_of(ines.borrow("a book")) == (400, "InvalidGuid")
    library.control.turn(bad_id="NotFound")
    assert refusal_of(ines.borrow("a book")) == (404, "NotFound")


def test_two_borrowers_at_one_copy(library: OverdriveThread, member: MEMBER) -> None:
    ines, theo = member("ines"), member("theo")
    assert ines.borrow(FREE.id).status_code == 201
    assert refusal_of(theo.borrow(FREE.id)) == (400, "NoCopiesAvailable")
    assert ines.give_back(FREE.id).status_code == 204
    assert theo.borrow(FREE.id).status_code == 201
    assert done(library) == [
        ("checkout", "ines", FREE.title),
        ("return", "ines", FREE.title),
        ("checkout", "theo", FREE.title),
    ]


def test_two_borrowers_at_the_same_moment(library: OverdriveThread, member: MEMBER) -> None:
    both, together = (member("ines"), member("theo")), Barrier(2)

    def borrow(one: Caller) -> int:
        together.wait(5)
        return one.borrow(FREE.id).status_code

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(borrow, both)) == [201, 400]
    assert len(library.library_state.acts("checkout")) == 1


def test_a_second_copy_and_a_title_without_copies(library: OverdriveThread, member: MEMBER) -> None:
    ines, theo = member("ines"), member("theo")
    library.control.set_copies(FREE.id, 2)
    for each in (FREE, MAGAZINE):
        assert [one.borrow(each.id).status_code for one in (ines, theo)] == [201, 201]
    library.control.set_copies("Letters from a Dry Dock", 0)
    assert refusal_of(ines.borrow(title("Letters from a Dry Dock").id)) == (400, "NoCopiesAvailable")


def test_no_copies_has_a_longer_name_elsewhere(library: OverdriveThread, member: MEMBER) -> None:
    longer = "NoCopiesAvailable_AvailableInCpcForFastLaneMembersOnly"
    library.control.turn(no_copies=longer)
    answer = member("ines").borrow(LAMP.id)
    assert refusal_of(answer) == (400, longer)
    assert answer.json()["message"] == "No copies of this title are available."


def test_an_own_loan_again(library: OverdriveThread, member: MEMBER) -> None:
    marta = member("marta")
    assert refusal_of(marta.borrow(LAMP.id)) == (400, "NoCopiesAvailable")  # theo waits for this title
    assert refusal_of(marta.borrow(title("Winter Wheat").id)) == (400, "TitleAlreadyCheckedOut")
    for code in ("TitleAlreadyCheckedOut", "NoCopiesAvailable"):
        library.control.turn(own_loan_again=code)
        assert refusal_of(marta.borrow(LAMP.id)) == (400, code)
    assert done(library) == []


def test_the_limit_of_loans(library: OverdriveThread, member: MEMBER) -> None:
    greta = member("greta")
    assert refusal_of(greta.borrow(FREE.id)) == (400, "PatronHasExceededCheckoutLimit")
    library.control.turn(loan_limit="PatronHasExceededCheckoutLimit_ForCPC")
    assert refusal_of(greta.borrow(FREE.id)) == (400, "PatronHasExceededCheckoutLimit_ForCPC")
    library.control.change_patron("greta", limit=3)
    assert greta.borrow(FREE.id).status_code == 201


def test_the_limit_of_returns(library: OverdriveThread, member: MEMBER) -> None:
    library.control.turn(most_returns=1)
    ines = member("ines")
    assert ines.borrow(FREE.id).status_code == 201
    ines.give_back(FREE.id)
    assert refusal_of(ines.borrow(FREE.id)) == (400, "PatronHasExceededChurningLimit")


def test_a_title_that_is_not_on_loan(member: MEMBER) -> None:
    ines = member("ines")
    assert refusal_of(ines.get(f"{ME}/checkouts/{FREE.id}")) == (400, "TitleNotCheckedOut")
    assert refusal_of(ines.get(f"{ME}/checkouts/{FREE.id}/formats/downloadredirect")) == (400, "TitleNotCheckedOut")
    assert refusal_of(ines.give_back(FREE.id)) == (400, "PatronDoesntHaveTitleCheckedOut")


def test_a_loan_on_a_kindle_has_no_actions(library: OverdriveThread, member: MEMBER) -> None:
    jamal = member("jamal")
    loan = jamal.get(f"{ME}/checkouts/{KINDLE.id}").json()
    assert (loan["isFormatLockedIn"], loan["formats"][0]["formatType"]) == (True, "ebook-kindle")
    assert "actions" not in loan
    assert "downloadRedirect" in loan["links"]
    library.control.turn(kindle_redirect=False)
    assert "downloadRedirect" not in jamal.get(f"{ME}/checkouts/{KINDLE.id}").json()["links"]
    library.control.send_to_kindle("jamal", "What the Tide Kept")
    assert ["actions" in each for each in jamal.loans()["checkouts"]] == [False, False]


def test_a_loan_that_cannot_end_early(library: OverdriveThread, member: MEMBER) -> None:
    greta = member("greta")
    assert "earlyReturn" not in greta.get(f"{ME}/checkouts/{GRAVEL.id}").json()["actions"]
    assert refusal_of(greta.give_back(GRAVEL.id)) == (400, "BadRequest")
    library.control.turn(not_returnable="PatronTitleProcessingFailed")
    assert refusal_of(greta.give_back(GRAVEL.id)) == (400, "PatronTitleProcessingFailed")


def test_a_returned_title_may_stay_on_the_list(library: OverdriveThread, member: MEMBER) -> None:
    library.control.turn(return_stays=True)
    marta = member("marta")
    assert marta.give_back(LAMP.id).status_code == 204
    assert len(marta.loans()["checkouts"]) == 3
    assert done(library) == []


def test_a_bundle_has_a_list_of_links(library: OverdriveThread, member: MEMBER) -> None:
    someone = member("mononym")
    told = someone.loans()
    links = told["checkouts"][0]["links"]["bundledChildren"]
    assert (told["totalItems"], told["totalCheckouts"], len(links)) == (1, 1, 3)
    part = someone.get(links[0]["href"]).json()
    assert part["crossRefId"] == BUNDLE.parts[0]
    assert "earlyReturn" not in part["actions"]
    assert refusal_of(someone.give_back(BUNDLE.parts[0])) == (400, "BadRequest")
    library.control.turn(bundled="listed")
    told = someone.loans()
    assert (told["totalItems"], told["totalCheckouts"], len(told["checkouts"])) == (4, 1, 4)
    assert refusal_of(member("ines").borrow(BUNDLE.parts[0])) == (404, "NotFound")


def test_many_loans_are_on_one_list(member: MEMBER) -> None:
    told = member("busy").loans()
    assert (told["totalItems"], told["totalCheckouts"], len(told["checkouts"])) == (27, 27, 27)


def test_no_loan_at_all(library: OverdriveThread, member: MEMBER) -> None:
    ines = member("ines")
    assert ines.loans()["checkouts"] == []
    library.control.turn(empty_list="missing")
    assert "checkouts" not in ines.loans()
    assert ines.loans()["totalItems"] == 0


def test_a_loan_ends_by_itself(library: OverdriveThread, member: MEMBER) -> None:
    marta = member("marta")
    first, second, _third = library.library_state.loans_of("marta")
    assert timedelta(minutes=119) < first.ends - library.library_state.clock.now() <= timedelta(hours=2)
    # until this call, the clock of the simulator always shows the same day
    library.control.set_clock(library.library_state.clock.now())
    library.control.end_loan_in("marta", first.id, 30)
    library.control.put_forward(31)
    assert [each["crossRefId"] for each in marta.loans()["checkouts"]][:1] == [second.number]
    assert library.library_state.holds_of("theo")[0].ready  # theo waited for this title


def test_the_clock_can_be_set(library: OverdriveThread, member: MEMBER) -> None:
    last = library.library_state.loans_of("marta")[1].ends
    library.control.set_clock(last - timedelta(seconds=30))
    assert len(member("marta").loans()["checkouts"]) == 2
    library.control.set_clock(last + timedelta(seconds=1))
    assert len(member("marta").loans()["checkouts"]) == 1
    made = member("ines").borrow(FREE.id).json()
    assert datetime.fromisoformat(made["checkoutDate"]) - last < timedelta(seconds=30)
    library.control.reset()
    assert library.library_state.clock.today().isoformat() == "2026-11-28"


def test_a_clock_that_is_set_back_ends_no_token(library: OverdriveThread, member: MEMBER) -> None:
    marta = member("marta")
    library.control.set_clock(datetime(2026, 3, 1, 12, tzinfo=UTC))
    assert marta.get(ME).status_code == 200
    assert f"{library.library_state.clock.now():%Y-%m-%d}" == "2026-03-01"


def test_somebody_uses_the_app_elsewhere(library: OverdriveThread, member: MEMBER) -> None:
    library.control.app_lends("ines", FREE.title, days=3)
    ines = member("ines")
    assert [each["crossRefId"] for each in ines.loans()["checkouts"]] == [FREE.number]
    library.control.app_takes_back("ines", FREE.title)
    assert ines.loans()["checkouts"] == []
    assert done(library) == []


def test_a_loan_is_opened_with_a_code(library: OverdriveThread, member: MEMBER, caller: Callable[[], Caller]) -> None:
    marta = member("marta")
    link = marta.get(f"{ME}/checkouts/{LAMP.id}").json()["links"]["downloadRedirect"]["href"]
    places = [
        marta.get(each).headers["location"] for each in (link, link.replace("downloadredirect", "downloadRedirect"))
    ]
    assert places[0] != places[1]
    opened = [caller().http.get(each) for each in (places[0], places[0], places[1])]
    assert [each.status_code for each in opened] == [200, 410, 200]
    assert LAMP.title in opened[0].text
    assert done(library) == [("code", "marta", LAMP.title)] * 2
    assert refusal_of(marta.get(link.replace("redirect", "link"))) == (404, "NotFound")


@pytest.mark.parametrize(("knob", "status"), [("no address", 302), ("page", 200)])
def test_opening_a_loan_can_have_another_answer(
    library: OverdriveThread, member: MEMBER, knob: str, status: int
) -> None:
    library.control.turn(opening=knob)
    answer = member("marta").get(f"{ME}/checkouts/{LAMP.id}/formats/downloadredirect")
    assert (answer.status_code, "location" in answer.headers) == (status, False)
    assert done(library) == []


def test_a_code_ends(library: OverdriveThread, member: MEMBER) -> None:
    marta = member("marta")
    library.control.turn(code_opens="often", code_lifetime_s=20)
    place = marta.get(f"{ME}/checkouts/{LAMP.id}/formats/downloadredirect").headers["location"]
    assert [marta.http.get(place).status_code for _ in range(2)] == [200, 200]
    library.control.put_forward(21)
    assert marta.http.get(place).status_code == 410
    assert patron("marta").pin not in place
