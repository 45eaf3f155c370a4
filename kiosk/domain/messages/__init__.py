"""The messages that go into a visit (scans, intents, answers, outside events), and the effects that it asks for."""
