"""The window: it shows a view and sends intents. It knows only `kiosk.views` and Qt, and decides nothing."""
