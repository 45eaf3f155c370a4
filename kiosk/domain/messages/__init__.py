"""The messages that go into a visit (scans, intents, answers, outside events) and the effects that a visit asks for."""
