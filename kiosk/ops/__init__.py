"""The parts of the kiosk that work with other programs of the machine.

`logs` writes the log that systemd's journal reads, and hides secrets in the log. `process` ends the kiosk after an
unexpected error, and sends messages to systemd. `sound` starts a program that plays sounds. `printing` prints a slip
with CUPS.
"""
