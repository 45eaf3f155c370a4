"""Command cards and labels as pages to print and cut. Knows only `kiosk.views` and Qt, as the rest of the ui."""
