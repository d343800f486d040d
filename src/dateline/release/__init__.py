"""A release: a fixed set of events in all formats, with what is needed to cite, check and compare it."""
