"""The kiosk's data on disk: a journal of every write before it is sent, linked fobs, and the last library settings."""
