"""Training a small tagger on reports that a large model coded or people reviewed."""
