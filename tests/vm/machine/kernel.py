"""Debian's kernel. It is downloaded with apt and unpacked into a folder, and not installed on this system."""

import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

PACKAGE = "linux-image-amd64"
_ADMIN_PATH = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"


class NoKernelError(Exception):
    """There is no kernel to boot. The text of the error says why."""


@dataclass(frozen=True, slots=True)
class Kernel:
    """An unpacked kernel package."""

    root: Path
    version: str

    @property
    def image(self) -> Path:
        """Return the file that QEMU boots."""
        return self.root / "boot" / f"vmlinuz-{self.version}"

    @property
    def modules(self) -> Path:
        """Return the folder of the kernel's modules. On an installed system, it would be /lib/modules/VERSION."""
        return self.root / "lib" / "modules" / self.version

    def files_of(self, *names: str) -> list[Path]:
        """Return the files of these modules and of all modules that they need, in the order in which to load them."""
        needs = dict(_needs(self.modules / "modules.dep"))
        by_name = {_name(path): path for path in needs}
        ordered: dict[str, None] = {}
        for name in names:
            path = by_name.get(name)
            if path is not None:  # a module without a file is built into the kernel
                ordered |= dict.fromkeys([*reversed(needs[path]), path])
        return [self.modules / path for path in ordered]


def kernel_in(folder: Path) -> Kernel:
    """Return the kernel in this folder. If the folder has no kernel, download and unpack one first.

    Raises NoKernelError if the download fails or the kernel cannot be unpacked.
    """
    root = folder / "kernel"
    images = sorted(root.glob("boot/vmlinuz-*"))
    if not images:
        _unpack(_download(folder), root)
        images = sorted(root.glob("boot/vmlinuz-*"))
    kernel = Kernel(root, images[-1].name.removeprefix("vmlinuz-"))
    if not (kernel.modules / "modules.dep").exists():
        _run("depmod", "-b", str(root), kernel.version)
    return kernel


def _download(folder: Path) -> Path:
    depends = _run("apt-cache", "depends", PACKAGE)
    found = re.search(r"Depends: (linux-image-\S+)", depends)
    if found is None:
        raise NoKernelError(f"apt knows no package {PACKAGE}: please run apt-get update")
    folder.mkdir(parents=True, exist_ok=True)
    _run("apt-get", "download", "-qq", found[1], folder=folder)
    return next(folder.glob("linux-image-*.deb"))


def _unpack(package: Path, root: Path) -> None:
    """Unpack the package into a folder with a temporary name, and rename the folder to `root` at the end.

    So an interrupted run leaves no incomplete kernel in `root`.
    """
    draft = root.with_name(f"kernel.{os.getpid()}")
    _run("dpkg", "-x", str(package), str(draft))
    draft.rename(root)
    package.unlink()


def _needs(listing: Path) -> list[tuple[str, list[str]]]:
    """Return each module in modules.dep with the modules that it needs.

    A line is `path: path path ...`. After the colon are all modules that the module before the colon needs, also those
    that it needs only through other modules. The last path on the line must be loaded first.
    """
    lines = [line.partition(":") for line in listing.read_text().splitlines()]
    return [(path, needs.split()) for path, _, needs in lines]


def _name(path: str) -> str:
    return Path(path).name.partition(".ko")[0].replace("-", "_")


def _run(*command: str, folder: Path | None = None) -> str:
    try:
        done = subprocess.run(
            command, cwd=folder, env={**os.environ, "PATH": _ADMIN_PATH}, capture_output=True, text=True, check=True
        )
    except FileNotFoundError as missing:
        raise NoKernelError(f"there is no program {command[0]} here") from missing
    except subprocess.CalledProcessError as failed:
        raise NoKernelError(f"{' '.join(command)}: {failed.stderr.strip()}") from failed
    return done.stdout
