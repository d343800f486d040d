"""Events to files: one module a format, each over any number of events and a text stream."""
