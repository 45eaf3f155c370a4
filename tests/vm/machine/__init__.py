"""A small virtual machine for tests: this system's own files, Debian's kernel, systemd, and devices.

    python -m tests.vm.machine -- COMMAND ...

This command line runs COMMAND in the machine as root, in the current folder, and returns the exit status of COMMAND.
QEMU emulates the processor in software, so everything in the machine takes five to ten times as long as outside.

* The root folder of the machine is the root folder of this system. The machine reads it over 9p. Changes of files are
  in the machine's memory only, and are lost.
* The machine boots systemd and udev as a kiosk does. It starts no service of this system, and has no network.
* `/dev/uinput` makes keyboards. QEMU also has a USB keyboard, a USB serial line and a screen (`virtio-gpu`).
* `tests.vm.outside` does what a person does: type on the keyboard, send on the serial line, pull a plug.
* The folder `/run/exchange` in the machine is `build/machine/exchange` outside. Files in this folder are not lost.
"""
