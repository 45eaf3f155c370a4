"""The operation of the kiosk on its machine: each file speaks to one program beside the kiosk.

`logs` writes for the machine's journal and hides secrets, `process` ends the kiosk after a crash and speaks to systemd,
`sound` starts a player, `printing` sends a slip to CUPS.
"""
