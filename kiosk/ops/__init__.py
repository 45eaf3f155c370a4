"""The operation of the kiosk on its machine: logs, the service manager, sounds, printing and crashes."""
