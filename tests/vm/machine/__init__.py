"""A small virtual machine for tests: this system's own files, Debian's kernel, systemd, and devices.

    python -m tests.vm.machine -- COMMAND ...

runs the command as root in it, in the current folder, and ends with the command's exit status. QEMU emulates the
processor in software where it has to, so everything inside takes five to ten times as long as outside.

* The machine's root is this system's root over 9p, read only, with its changes in memory: nothing of it is kept.
* It boots systemd and udev as a kiosk does. Of this system's own services none is started, and there is no network.
* `/dev/uinput` makes keyboards; QEMU has a USB keyboard and a USB serial line plugged in, and a screen (`virtio-gpu`).
* `tests.vm.outside` is what a person does at the machine: type on the keyboard, send on the serial line, pull a plug.
* `/run/exchange` is `build/machine/exchange` here: what is written there stays.
"""
