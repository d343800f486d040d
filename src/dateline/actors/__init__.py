"""Who: a knowledge base of the parties to conflicts, and names resolved to it."""
