"""The parts of `lending-kiosk scanners`: the choice of readers, words for their events, and lines for the settings."""
