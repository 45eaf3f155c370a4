"""Paper: command cards and labels as pages to print and cut. Knows `kiosk.views` and Qt, as the rest of the ui."""
