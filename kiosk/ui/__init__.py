"""The window: it renders a view and sends intents. It knows `kiosk.views` and Qt, and decides nothing."""
