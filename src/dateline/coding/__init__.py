"""From a parsed report to events: one question a file."""
