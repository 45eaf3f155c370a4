"""The messages that go into a visit (scans, intents, answers, events of the world) and the effects that it asks for."""
