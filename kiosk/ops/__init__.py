"""The parts of the kiosk that work with other programs of the machine.

`logs` writes the log for the machine's journal and hides secrets. `process` ends the kiosk after a crash and sends
messages to systemd. `sound` starts a program that plays sounds. `printing` sends a slip to CUPS.
"""
