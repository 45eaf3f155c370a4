"""What the kiosk keeps on disk: every write before it is sent, linked fobs, and what it last knew of the library."""
