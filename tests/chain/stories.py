"""Stories of people at the whole kiosk. Each story makes the kiosk call some operations of the library."""

from kiosk.domain.messages.intents import AtPlace, ChooseDue, Intent, LookFor, OfKind, OpenFound, RemoveLine
from kiosk.domain.search import Shelves
from kiosk.domain.visit.side_pages import finding_of
from kiosk.domain.visit.states import SearchProgress, Serving, ToolSearch
from tests.chain import scenes
from tests.chain.kiosk import MARTA, ChainedKiosk
from tests.chain.scenes import DRILL, LEVEL


async def borrow_and_bring_back(kiosk: ChainedKiosk) -> None:
    """Borrow a drill, bring a level back, and see the receipt."""
    await scenes.borrowed_and_brought_back(kiosk)
    assert kiosk.out(DRILL)
    assert not kiosk.out(LEVEL)


async def find_the_list_of_another_device(kiosk: ChainedKiosk) -> None:
    """At home, the member has put a drill into the cart. The kiosk shows the drill after the log-in."""
    kiosk.library.control.other_device(MARTA.username, "borrow", DRILL)
    await kiosk.log_in()
    await kiosk.sees("Cordless drill")


async def change_the_day(kiosk: ChainedKiosk) -> None:
    """Choose another due day for the drill."""
    await scenes.borrowing(kiosk)
    line = _serving(kiosk).lines[0]
    kiosk.tell(ChooseDue(line.ident, line.days[0]))
    await kiosk.until(lambda: _serving(kiosk).lines[0].due == line.days[0], "the other day")


async def take_both_off_the_list(kiosk: ChainedKiosk) -> None:
    """Remove the drill and the level from the basket."""
    await scenes.both(kiosk)
    for line in _serving(kiosk).lines:
        kiosk.tell(RemoveLine(line.ident))
    await kiosk.until(lambda: not _serving(kiosk).lines, "an empty basket")


async def leave_with_nothing(kiosk: ChainedKiosk) -> None:
    """Log in, and log out again with an empty basket."""
    await kiosk.log_in()
    await kiosk.press("Log out")
    await kiosk.sees("Hold your key fob")


async def link_a_fob_and_come_again(kiosk: ChainedKiosk) -> None:
    """Link a fob, log out, and log in again with the fob alone."""
    kiosk.show_fob(MARTA.fob)
    await kiosk.fill_in(MARTA.username, MARTA.password)
    await kiosk.sees("Next time the fob is enough")
    await kiosk.press("Log out")
    kiosk.show_fob(MARTA.fob)
    await kiosk.sees("Log out Marta")


async def forget_the_password(kiosk: ChainedKiosk) -> None:
    """Ask for a mail with a link for a new password."""
    await kiosk.press("Log in without a fob")
    await kiosk.press("Forgot your password?")
    await kiosk.fill_in(MARTA.email)
    await kiosk.sees("If it knows you, a mail is on its way.")
    assert kiosk.library.library_state.mails == [MARTA.email]


async def name_a_project(kiosk: ChainedKiosk) -> None:
    """Open the choice of projects for the drill."""
    await scenes.borrowing(kiosk)
    await kiosk.press("Project")
    await kiosk.sees("What are the tools for?", "No project")


async def say_how_it_comes_back(kiosk: ChainedKiosk) -> None:
    """Say that the level needs repair."""
    await scenes.returning(kiosk)
    await kiosk.press("In maintenance")
    await kiosk.until(lambda: _serving(kiosk).lines[0].terms.condition is not None, "the condition")


async def cancel_half_a_reservation(kiosk: ChainedKiosk) -> None:
    """Marta has a reservation of two tools. Cancel one of them."""
    await kiosk.log_in()
    await kiosk.press("Reservations")
    await kiosk.sees("Your reservations", "Mitre saw")
    await kiosk.press("Cancel it")
    await kiosk.press("Yes, cancel")
    await kiosk.until(lambda: kiosk.calls("remove_reserved_item") > 0, "the cancelling")


async def look_for_a_ladder(kiosk: ChainedKiosk) -> None:
    """Look for a ladder by its name, then by its kind, then by its place. Then open one result."""
    await kiosk.log_in()
    await kiosk.press("Find a tool")
    await kiosk.until(lambda: _finding(kiosk).shelves is not None, "kinds and places")
    await _look(kiosk, LookFor(_finding(kiosk).field, "ladder"))
    await _look(kiosk, OfKind(_kind(kiosk, "Ladders")))
    await _look(kiosk, AtPlace(_place(kiosk)))
    kiosk.tell(OpenFound(_finding(kiosk).found[0].key))
    await kiosk.until(lambda: _details(kiosk), "the closer look")


async def _look(kiosk: ChainedKiosk, for_: Intent) -> None:
    kiosk.tell(for_)
    await kiosk.until(lambda: _finding(kiosk).looking is SearchProgress.HERE, "results")
    assert any("ladder" in each.item.name.casefold() for each in _finding(kiosk).found)


def _kind(kiosk: ChainedKiosk, name: str) -> str:
    return next(each.ident for each in (_finding(kiosk).shelves or Shelves()).kinds if each.name == name)


def _place(kiosk: ChainedKiosk) -> str:
    return next(each.ident for each in (_finding(kiosk).shelves or Shelves()).places if "Rack C" in each.path)


def _details(kiosk: ChainedKiosk) -> bool:
    opened = _finding(kiosk).opened
    return opened is not None and opened.details is not None


def _finding(kiosk: ChainedKiosk) -> ToolSearch:
    found = finding_of(kiosk.state.state)
    assert found is not None
    return found


def _serving(kiosk: ChainedKiosk) -> Serving:
    state = kiosk.state.state
    assert isinstance(state, Serving)
    return state
