"""The web pages over a database: the list of reports, and the reader with its events."""
