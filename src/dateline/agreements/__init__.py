"""Deals in one report: who offered what, how each party answered, and which acts are their terms."""
