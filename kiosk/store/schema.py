"""The tables of the three files, as steps of SQL. Each step changes the tables of one version to the next version.

Never change a step that was released. Times are milliseconds since 1970 in UTC. A column of the type BLOB contains
bytes, in most cases an encrypted value or a keyed hash.
"""

from msgspec import Struct

from kiosk.store.reports import StoreName


class Schema(Struct, frozen=True):
    """The tables of one file. `precious` is True if the file has data that cannot be read again from the server.

    A precious file is checked each time when it is opened, and each write to it is synced to disk.
    """

    store: StoreName
    steps: tuple[tuple[str, ...], ...]
    precious: bool = True

    @property
    def version(self) -> int:
        """Return the number of steps. A file that has all steps stores this number as its `user_version` in SQLite."""
        return len(self.steps)


_COUNTERS = "CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID"

JOURNAL = Schema(
    StoreName.JOURNAL,
    (
        (
            _COUNTERS,
            """CREATE TABLE acts (
                 id INTEGER PRIMARY KEY AUTOINCREMENT, begun INTEGER NOT NULL, kind TEXT NOT NULL,
                 visit INTEGER NOT NULL, line INTEGER, code TEXT, commit_id INTEGER, lines TEXT, finished TEXT,
                 account BLOB NOT NULL, account_key BLOB NOT NULL,
                 ended INTEGER, answer TEXT, note TEXT NOT NULL DEFAULT '', settled INTEGER, settlement TEXT)""",
            "CREATE INDEX open_commits ON acts (commit_id) WHERE kind = 'commit' AND settled IS NULL",
            "CREATE INDEX unanswered ON acts (id) WHERE ended IS NULL",
            """CREATE TABLE sealed (
                 commit_id INTEGER PRIMARY KEY, kept INTEGER NOT NULL, token BLOB NOT NULL)""",
            """CREATE TABLE inbox (
                 id INTEGER PRIMARY KEY AUTOINCREMENT, created INTEGER NOT NULL, kind TEXT NOT NULL,
                 question TEXT NOT NULL, visit INTEGER, commit_id INTEGER, codes TEXT NOT NULL,
                 account BLOB, note TEXT NOT NULL DEFAULT '',
                 resolved INTEGER, resolved_by TEXT NOT NULL DEFAULT '', answer TEXT NOT NULL DEFAULT '')""",
            "CREATE INDEX waiting ON inbox (commit_id) WHERE resolved IS NULL",
            """CREATE TABLE notes (
                 id INTEGER PRIMARY KEY AUTOINCREMENT, created INTEGER NOT NULL, kind TEXT NOT NULL,
                 visit INTEGER, commit_id INTEGER, codes TEXT NOT NULL)""",
        ),
        ("ALTER TABLE acts ADD COLUMN before TEXT",),
        (
            """CREATE TABLE in_hand (
                 run INTEGER PRIMARY KEY, visit INTEGER, next_number INTEGER NOT NULL, kept INTEGER NOT NULL,
                 codes BLOB NOT NULL, account BLOB, inbox_then INTEGER NOT NULL, notes_then INTEGER NOT NULL)""",
        ),
        ("CREATE INDEX open_acts ON acts (commit_id) WHERE lines IS NOT NULL AND settled IS NULL",),
        (
            """CREATE TABLE returns (
                 id INTEGER PRIMARY KEY AUTOINCREMENT, saved INTEGER NOT NULL, visit INTEGER NOT NULL,
                 line INTEGER NOT NULL, slip INTEGER NOT NULL, code TEXT NOT NULL, sealed BLOB, stage TEXT NOT NULL,
                 was_out INTEGER NOT NULL DEFAULT 0, settled INTEGER)""",
            "CREATE INDEX open_returns ON returns (id) WHERE settled IS NULL",
            "CREATE INDEX returns_of_visits ON returns (visit)",
        ),
        (
            "CREATE TABLE passes (visit INTEGER PRIMARY KEY, kept INTEGER NOT NULL, sealed BLOB NOT NULL)",
            "ALTER TABLE returns ADD COLUMN commit_id INTEGER",
        ),
        (
            """CREATE TABLE kept_loans (
                 place BLOB PRIMARY KEY, member BLOB NOT NULL, sealed BLOB NOT NULL, ends INTEGER NOT NULL)
                 WITHOUT ROWID""",
            "CREATE INDEX kept_loans_of_members ON kept_loans (member)",
        ),
    ),
)

VAULT = Schema(
    StoreName.VAULT,
    (
        (
            _COUNTERS,
            """CREATE TABLE links (
                 ident TEXT PRIMARY KEY, place BLOB NOT NULL UNIQUE, salt BLOB NOT NULL, site TEXT NOT NULL,
                 kind TEXT NOT NULL, pinned INTEGER NOT NULL, linked INTEGER NOT NULL, expires INTEGER NOT NULL,
                 nonce BLOB NOT NULL, secret BLOB NOT NULL, about BLOB NOT NULL,
                 used INTEGER, suspended INTEGER, pin_misses INTEGER NOT NULL DEFAULT 0, pin_missed INTEGER,
                 mac BLOB NOT NULL) WITHOUT ROWID""",
        ),
        (
            """CREATE TABLE cards (
                 link TEXT NOT NULL, system TEXT NOT NULL, sealed BLOB NOT NULL,
                 PRIMARY KEY (link, system)) WITHOUT ROWID""",
            """CREATE TRIGGER cards_go_with_their_link AFTER DELETE ON links
                 BEGIN DELETE FROM cards WHERE link = OLD.ident; END""",
        ),
    ),
)

CACHE = Schema(
    StoreName.CACHE,
    (
        (
            _COUNTERS,
            "CREATE TABLE library (version INTEGER PRIMARY KEY, body BLOB NOT NULL)",
            """CREATE TABLE items (
                 code TEXT PRIMARY KEY, name TEXT NOT NULL, loan_days INTEGER, seen INTEGER NOT NULL) WITHOUT ROWID""",
            "CREATE INDEX items_by_age ON items (seen)",
        ),
    ),
    precious=False,
)
