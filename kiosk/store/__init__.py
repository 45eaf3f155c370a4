"""The kiosk's data on disk: every write before it is sent, linked fobs, and the last known facts about the library."""
