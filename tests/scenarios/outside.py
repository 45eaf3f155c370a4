"""The lines of stories about events that no member causes, for example a reader that stops working.

README.md lists the wordings of these lines.
"""

from kiosk.domain.messages.events import (
    ClosedByStaff,
    LibraryRead,
    OpenedByStaff,
    ReaderChanged,
    ReaderKind,
    ServerAway,
    ServerBack,
    Stopping,
    StoreBroken,
    StoreMended,
)
from kiosk.structs import replace
from tests.domain.cast import LIBRARY
from tests.scenarios.stage import Stage
from tests.scenarios.telling import happens

# --- around the kiosk ----------------------------------------------------------------------------


@happens("the kiosk learns the library's settings")
def _(stage: Stage) -> None:
    stage.bench.tell(LibraryRead(LIBRARY))


@happens("the library switches the kiosk off")
def _(stage: Stage) -> None:
    stage.bench.tell(LibraryRead(replace(LIBRARY, kiosk_enabled=False)))


@happens("the library goes out of reach")
def _(stage: Stage) -> None:
    stage.bench.tell(ServerAway(4.0))


@happens("the library is back in reach")
def _(stage: Stage) -> None:
    stage.bench.tell(ServerBack())


@happens("the item scanner is unplugged")
def _(stage: Stage) -> None:
    stage.bench.tell(ReaderChanged("items", ReaderKind.ITEMS, ready=False, why="unplugged"))


@happens("the item scanner is plugged in again")
def _(stage: Stage) -> None:
    stage.bench.tell(ReaderChanged("items", ReaderKind.ITEMS, ready=True))


@happens("the disk breaks")
def _(stage: Stage) -> None:
    stage.bench.tell(StoreBroken())


@happens("the disk works again")
def _(stage: Stage) -> None:
    stage.bench.tell(StoreMended())


@happens("staff close the kiosk")
def _(stage: Stage) -> None:
    stage.bench.tell(ClosedByStaff())


@happens("staff open the kiosk")
def _(stage: Stage) -> None:
    stage.bench.tell(OpenedByStaff())


@happens("the kiosk is switched off and on again")
def _(stage: Stage) -> None:
    stage.bench.tell(Stopping())
    stage.restart()
