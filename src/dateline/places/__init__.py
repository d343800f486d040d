"""Places: the gazetteer, and which place of the world a name in a report means."""
