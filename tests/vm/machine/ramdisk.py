"""The initial ramdisk of the machine. It mounts the root folder of the machine at the start.

It has busybox, a script, and the kernel modules that are needed to mount the root folder.
"""

import gzip
import shutil
import subprocess
import tempfile
from pathlib import Path

from tests.vm.machine.kernel import Kernel

HERE = Path(__file__).parent
_FOLDERS = ("bin", "dev", "held", "memory", "modules", "proc", "root", "sys", "system", "units")
_TO_REACH_THE_ROOT = ("virtio_pci", "9pnet_virtio", "9p", "overlay", "virtio_console")


def make_ramdisk(kernel: Kernel, image: Path) -> None:
    """Write the initial ramdisk for this kernel."""
    with tempfile.TemporaryDirectory() as made:
        root = Path(made)
        for name in _FOLDERS:
            (root / name).mkdir()
        shutil.copy(_busybox(), root / "bin" / "busybox")
        _copy_modules(kernel, root / "modules")
        for unit in (HERE / "units").iterdir():
            shutil.copy(unit, root / "units")
        (root / "project").write_text(f"{Path.cwd()}\n")
        shutil.copy(HERE / "init.sh", root / "init")
        (root / "init").chmod(0o755)
        names = "\n".join(str(path.relative_to(root)) for path in sorted(root.rglob("*")))
        packed = subprocess.run(
            ("cpio", "--create", "--format=newc", "--quiet"),
            cwd=root,
            input=names.encode(),
            capture_output=True,
            check=True,
        )
        image.write_bytes(gzip.compress(packed.stdout, compresslevel=1))


def _copy_modules(kernel: Kernel, folder: Path) -> None:
    files = kernel.files_of(*_TO_REACH_THE_ROOT)
    for file in files:
        shutil.copy(file, folder)
    (folder / "order").write_text("".join(f"{file.name}\n" for file in files))
    (folder / "folder").write_text(f"{kernel.modules.resolve()}\n")


def _busybox() -> str:
    found = shutil.which("busybox")
    if found is None:
        raise FileNotFoundError("there is no busybox here (Debian: busybox-static)")
    return found
