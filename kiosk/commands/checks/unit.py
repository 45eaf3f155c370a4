"""The functions that read the kiosk's systemd unit, and the check of the consoles into which a reader could type.

These functions read the files of systemd, and do not ask systemd itself. For this reason they also work in a container,
and if the service is stopped.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from kiosk.app.system_key import SYSTEM_KEYS, SystemKey
from kiosk.commands.checks.result import CheckResult, ok, warning
from kiosk.store.kiosk_key import NAME as KEY_NAME

UNIT = "lending-kiosk.service"
UNIT_FOLDERS = tuple(map(Path, ("/etc/systemd/system", "/run/systemd/system", "/usr/local/lib/systemd/system")))
UNIT_FOLDERS += (Path("/usr/lib/systemd/system"),)


class Sealing(StrEnum):
    """The form of a key file. systemd reads this file and gives the key to the kiosk's service.

    With SEALED the file is encrypted, and with PLAIN it is not. With NONE, systemd gives no key.
    """

    SEALED = "LoadCredentialEncrypted"
    PLAIN = "LoadCredential"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Unit:
    """The settings in the unit file and its drop-in files that matter for the checks.

    `key_file` is the file from which systemd reads the kiosk key, or None if the unit has no such file. `system_keys`
    has the form and the file of each key for a lending system, by the name of the credential.
    """

    installed: bool = False
    sealing: Sealing = Sealing.NONE
    key_file: Path | None = None
    user: str = ""
    system_keys: Mapping[str, tuple[Sealing, Path | None]] = field(default_factory=dict)

    @property
    def plain_system_keys(self) -> Mapping[str, Path]:
        """Return the files that have keys for lending systems and are not encrypted, by the name of the credential."""
        return {
            name: path
            for name, (sealing, path) in self.system_keys.items()
            if sealing is Sealing.PLAIN and path is not None
        }

    def how_to_open(self, key: SystemKey) -> str:
        """Return words for staff that say how to run the check with this encrypted key.

        Return an empty text if the key is not encrypted.
        """
        sealing, path = self.system_keys.get(key.credential, (Sealing.NONE, None))
        if sealing is not Sealing.SEALED or path is None:
            return ""
        sealed = f"{Sealing.SEALED.value}={key.credential}:{path}"
        return f"systemd opens it for the service only; try: systemd-run --pipe -p {sealed} lending-kiosk check"


def read_unit(folders: Sequence[Path] = UNIT_FOLDERS) -> Unit:
    """Read the kiosk's systemd unit on this machine, and return its settings.

    If there is no unit file, or if it cannot be read, `installed` is False in the result.
    """
    main = next((folder / UNIT for folder in folders if _text(folder / UNIT)), None)
    if main is None:
        return Unit()
    names = [key.credential for key in SYSTEM_KEYS.values()]
    credentials: dict[str, dict[Sealing, str]] = {name: {} for name in (KEY_NAME, *names)}
    user = ""
    for key, value in settings_in([main, *drop_ins(folders, f"{UNIT}.d")]):
        if key == "User":
            user = value
        elif key in (Sealing.SEALED, Sealing.PLAIN):
            name, _, source = value.partition(":")
            for each, sources in credentials.items():
                if not value:
                    sources.pop(Sealing(key), None)
                elif name == each:
                    sources[Sealing(key)] = source
    sealing, key_file = _source(credentials[KEY_NAME])
    given = {name: _source(credentials[name]) for name in names if credentials[name]}
    return Unit(True, sealing, key_file, user, given)


def _source(sources: Mapping[Sealing, str]) -> tuple[Sealing, Path | None]:
    """Return the form and the path of the file from which systemd reads a credential."""
    sealing = next((each for each in (Sealing.SEALED, Sealing.PLAIN) if each in sources), Sealing.NONE)
    source = sources.get(sealing, "")
    return sealing, Path(source) if source.startswith("/") else None


def drop_ins(folders: Sequence[Path], name: str) -> list[Path]:
    """Return the files "*.conf" in the drop-in folder `name` of each of these folders, sorted by file name.

    If two folders have a file with the same name, use only the file from the first of these folders. systemd does the
    same.
    """
    found: dict[str, Path] = {}
    for folder in folders:
        for path in (folder / name).glob("*.conf"):
            found.setdefault(path.name, path)
    return [found[name] for name in sorted(found)]


def settings_in(files: Sequence[Path]) -> Iterator[tuple[str, str]]:
    """Yield the key and value of each line `Key=value` in these files, file by file.

    A file that cannot be read counts as empty.
    """
    for file in files:
        for line in _text(file).splitlines():
            if setting := re.fullmatch(r"\s*(\w+)\s*=\s*(.*?)\s*", line):
                yield setting[1], setting[2]


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


# --- the consoles of the machine ---
# A reader types like a keyboard, and a printed code can contain keys such as Ctrl+Alt+F2. If the kiosk has not grabbed
# the reader, the kernel's consoles get these keys. Such a code could then log in or restart the machine.

_FOLDERS = ("etc/systemd", "run/systemd", "usr/local/lib/systemd", "usr/lib/systemd", "lib/systemd")
_CONSOLES = range(4 << 8 | 1, 4 << 8 | 64)  # These are the device numbers of tty1 to tty63.
_STEP = 'as README says, step 3 of "Put it on a kiosk":'


def check_consoles(root: Path = Path("/")) -> Iterator[CheckResult]:
    """Warn if a printed code could give commands to this machine when a reader types the code like a keyboard.

    The check looks at programs that read a console now. It also looks at the settings that the machine uses after its
    next start.
    """
    found = [*_prompts(root), *_more_prompts(root), *_ctrl_alt_del(root), *_sysrq(root)]
    yield from found
    if not found:
        yield ok("no console listens to what a reader types: no log-in prompt, no Ctrl+Alt+Del, no SysRq")


def _prompts(root: Path) -> Iterator[CheckResult]:
    """Warn of each running program that reads a console, because a reader could type commands into this program."""
    for process in sorted((root / "proc").glob("[0-9]*")):
        stat = re.fullmatch(r"\d+ \((.*)\) \S+ -?\d+ -?\d+ -?\d+ (-?\d+) .*", _text(process / "stat"), re.DOTALL)
        if stat is not None and int(stat[2]) in _CONSOLES:
            tty = f"tty{int(stat[2]) & 0xFF}"
            text = f"{stat[1]} (process {process.name}) reads the console {tty}: a reader could type there"
            yield warning(text, f"systemctl disable --now getty@{tty}, and {_STEP} logind.conf")


def _more_prompts(root: Path) -> Iterator[CheckResult]:
    """Warn if a log-in prompt would start when somebody changes to another console."""
    settings = _systemd(root, "logind.conf")
    wrong = [f"{key}={settings.get(key, usual)}" for key, usual in (("NAutoVTs", "6"), ("ReserveVT", "6"))]
    wrong = [each for each in wrong if not each.endswith("=0")]
    if wrong:
        text = f"Ctrl+Alt+F2, printed on a code, would open a log-in prompt ({', '.join(wrong)})"
        yield warning(text, f"{_STEP} logind.conf, then systemctl restart systemd-logind")


def _ctrl_alt_del(root: Path) -> Iterator[CheckResult]:
    targets = [root / folder / "system" / "ctrl-alt-del.target" for folder in _FOLDERS]
    first = next((target for target in targets if target.is_symlink() or target.exists()), None)
    if first is not None and not (first.is_symlink() and first.readlink() == Path("/dev/null")):
        yield warning(
            "Ctrl+Alt+Del, printed on a code, would restart this machine", "systemctl mask ctrl-alt-del.target"
        )
    if _systemd(root, "system.conf").get("CtrlAltDelBurstAction", "reboot-force") != "none":
        text = "Ctrl+Alt+Del seven times in two seconds would restart this machine at once"
        yield warning(text, f"{_STEP} system.conf, then systemctl daemon-reexec")


def _sysrq(root: Path) -> Iterator[CheckResult]:
    allowed = _text(root / "proc/sys/kernel/sysrq").strip()
    if allowed not in ("0", ""):
        text = f"key sequences for the kernel itself are allowed (SysRq, kernel.sysrq = {allowed})"
        yield warning(text, f"{_STEP} sysctl.conf, then systemctl restart systemd-sysctl")


def _systemd(root: Path, name: str) -> dict[str, str]:
    """Return the settings in systemd's settings file `name` and in its drop-in files.

    If several lines set the same key, use the last line.
    """
    folders = [root / folder for folder in _FOLDERS]
    main = next((folder / name for folder in folders if (folder / name).exists()), folders[0] / name)
    return dict(settings_in([main, *drop_ins(folders, f"{name}.d")]))
