"""The parts of the set-up that `lending-kiosk check` tries: one module each, which yields finding after finding."""
