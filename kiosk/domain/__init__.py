"""The kiosk's behaviour, pure: no await, no clock, no random, no input or output, no Qt."""
