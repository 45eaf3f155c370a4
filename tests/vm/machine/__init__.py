"""A small virtual machine for tests: this system's own files, Debian's kernel, systemd, and devices.

    python -m tests.vm.machine -- COMMAND ...

runs the command in the machine as root, in the current folder. Its exit status is the exit status of the command. If
QEMU must emulate the processor in software, everything in the machine takes five to ten times as long as outside.

* The root of the machine is the root of this system, read only, over 9p. Changes are in memory only, and are lost.
* The machine boots systemd and udev as a kiosk does. It starts no service of this system, and has no network.
* `/dev/uinput` makes keyboards. QEMU also has a USB keyboard, a USB serial line and a screen (`virtio-gpu`).
* `tests.vm.outside` does what a person does: type on the keyboard, send on the serial line, pull a plug.
* The folder `/run/exchange` in the machine is `build/machine/exchange` here. Files in this folder stay.
"""
