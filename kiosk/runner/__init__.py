"""Effects become deeds: each is carried out by a lending system or a store, and ends in an answer event."""
