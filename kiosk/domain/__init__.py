"""The kiosk's behaviour as pure code: no await, no clock, no random, no input or output, no Qt."""
