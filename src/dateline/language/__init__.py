"""Reading English: sentences, tokens, dependencies and entities."""
