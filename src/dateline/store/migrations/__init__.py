"""The steps from one form of the tables to the next, one module a step, run by alembic.

A step is never changed once it is published. Adding one is described in CONTRIBUTING.md.
"""
