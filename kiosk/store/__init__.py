"""The kiosk's data on disk: the journal, the vault of linked fobs, and the cache of data that can be read again.

The journal gets a row for every write before the write is sent.
"""
