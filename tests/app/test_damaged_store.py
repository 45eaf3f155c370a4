"""A store that is damaged at the start is put aside, and staff find a question about the store in the inbox."""

from pathlib import Path

import pytest

from tests.app.standing import MARTA, StandingKiosk

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("names", "asked"),
    [
        (["journal"], ["journal_lost"]),
        (["vault"], ["vault_lost"]),
        (["journal", "vault"], ["journal_lost", "vault_lost"]),
        (["cache"], []),
    ],
)
async def test_staff_are_asked(tmp_path: Path, names: list[str], asked: list[str]) -> None:
    async with StandingKiosk(tmp_path):
        pass
    for name in names:
        for rest in ("-wal", "-shm"):
            (tmp_path / "state" / f"{name}.db{rest}").unlink(missing_ok=True)
        (tmp_path / "state" / f"{name}.db").write_bytes(b"this is no database, " * 400)
    async with StandingKiosk(tmp_path) as kiosk:
        kiosk.fobs.scan(MARTA.fob)  # the vault with the linked fobs is opened only when a fob is shown
        await kiosk.until_inbox(*((kind, ()) for kind in asked))
