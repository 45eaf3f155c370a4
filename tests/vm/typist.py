"""A scanner in its own process: `python -m tests.vm.typist PHYS WAIT_S CODE ...`

The process plugs in a keyboard with the port PHYS, and waits for a line on its standard input. Then it types the codes,
with WAIT_S seconds after each press and each release. It waits for a second line, and unplugs the keyboard.
"""

import sys
import threading
from collections.abc import Sequence

from evdev import UInput, ecodes

from hardware.key_decoder import EV_SYN
from tests.hardware.keystrokes import BETWEEN_S, line


def main(phys: str, wait_s: str, *codes: str) -> None:
    capabilities: dict[int, Sequence[int]] = {ecodes.EV_KEY: list(range(1, 128)), ecodes.EV_MSC: [ecodes.MSC_SCAN]}
    with UInput(capabilities, name="Made-up RFID", vendor=0xFFFF, product=0x35, phys=phys) as keyboard:
        pausing = threading.Event()
        print("plugged", flush=True)
        sys.stdin.readline()
        for code in codes:
            for step in line(code):
                keyboard.write(step.kind, step.code, step.value)
                if step.kind == EV_SYN:
                    pausing.wait(float(wait_s))
            pausing.wait(BETWEEN_S)
        print("typed", flush=True)
        sys.stdin.readline()


if __name__ == "__main__":
    main(*sys.argv[1:])
