"""The kiosk's behaviour as pure code: it uses no await, clock, random number, input, output or Qt."""
