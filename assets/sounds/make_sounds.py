"""Makes the kiosk's five sounds: wood, not beeps; five that differ in pitch and in rhythm.

    python assets/sounds/make_sounds.py

Each note is a struck bar: some partials of a marimba (1, 3.9, 9.2 times the pitch), each dying faster than the last.
"""

import math
import struct
import wave
from pathlib import Path

RATE = 22_050
NOTES = {
    "seen": [(0.0, 420.0, 0.04)],
    "added": [(0.0, 523.25, 0.16), (0.11, 659.25, 0.22)],
    "attention": [(0.0, 440.0, 0.16), (0.22, 440.0, 0.22)],
    "refused": [(0.0, 233.08, 0.22), (0.2, 174.61, 0.34)],
    "confirmed": [(0.0, 523.25, 0.16), (0.12, 659.25, 0.16), (0.24, 783.99, 0.4)],
}


def struck(pitch: float, seconds: float) -> list[float]:
    """One note, fading to nothing after `seconds`."""
    count = int(RATE * seconds)
    partials = ((1.0, 1.0, 5.0), (3.9, 0.28, 12.0), (9.2, 0.12, 24.0))
    return [
        sum(
            loud * math.exp(-decay * n / count) * math.sin(2 * math.pi * pitch * ratio * n / RATE)
            for ratio, loud, decay in partials
        )
        * min(1.0, n / 40)
        * (1 - n / count)
        for n in range(count)
    ]


def main() -> None:
    """Write the five files beside this one."""
    for name, notes in NOTES.items():
        length = max(int((start + seconds) * RATE) for start, _, seconds in notes) + RATE // 50
        mix = [0.0] * length
        for start, pitch, seconds in notes:
            first = int(start * RATE)
            for n, value in enumerate(struck(pitch, seconds)):
                mix[first + n] += value
        loudest = max(abs(value) for value in mix)
        frames = b"".join(struct.pack("<h", round(value / loudest * 22_000)) for value in mix)
        with wave.open(str(Path(__file__).parent / f"{name}.wav"), "wb") as out:
            out.setnchannels(1)
            out.setsampwidth(2)
            out.setframerate(RATE)
            out.writeframes(frames)


if __name__ == "__main__":
    main()
