"""What keeps the kiosk running and lets staff see why it does not: logs, the service manager, sounds, the crash net."""
