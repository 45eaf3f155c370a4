"""One module for each page of `kiosk.views`."""
