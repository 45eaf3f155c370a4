#!/bin/busybox sh
# The first program in the machine: it puts the root together and hands over to systemd.
/bin/busybox --install -s /bin
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs devtmpfs /dev
while read -r module; do insmod "/modules/$module"; done </modules/order

# This system's files, read only; what the machine writes lies in memory, above them.
mount -t 9p -o trans=virtio,version=9p2000.L,msize=512000,ro,cache=loose system /system
mount -t tmpfs -o size=60% memory /memory
mkdir -p /memory/changes /memory/work
mount -t overlay -o lowerdir=/system,upperdir=/memory/changes,workdir=/memory/work root /root

# Of this system's own services none is started: the machine has the units in /units, and what they need.
rm -rf /root/etc/systemd/system/* /root/etc/udev/rules.d/* /root/etc/sysctl.d/* /root/etc/modules-load.d/*
rm -rf /root/etc/fstab /root/etc/resolv.conf /root/var/lib/lending-kiosk /root/etc/lending-kiosk
# Else systemd would take the machine for a container, and share no mounts.
rm -f /root/.dockerenv
mkdir -p /root/etc/systemd/system
cp /units/* /root/etc/systemd/system/
echo kiosk-machine >/root/etc/hostname
echo 6b696f736b00000000000000000000aa >/root/etc/machine-id

# The kernel's modules lie elsewhere here than modprobe looks.
kernel=$(uname -r)
mkdir -p "/root/usr/lib/modules/$kernel"
mount --bind "/root$(cat /modules/folder)" "/root/usr/lib/modules/$kernel"

# Else systemd would tidy up a copy of the files that lie in /tmp here, one by one. The project may be one of them.
project=$(cat /project)
mount --bind "/root$project" /held
mount -t tmpfs -o mode=1777 tmp /root/tmp
case $project in
/tmp/*)
    mkdir -p "/root$project"
    mount --bind /held "/root$project"
    ;;
esac
mount -t tmpfs -o mode=755 run /root/run
mkdir -p /root/run/exchange
mount -t 9p -o trans=virtio,version=9p2000.L,msize=512000 exchange /root/run/exchange
mount --move /proc /root/proc
mount --move /sys /root/sys
mount --move /dev /root/dev
exec switch_root /root /lib/systemd/systemd --unit=machine.target
