"""The API for programs, under ``/api/v1/``: one module a question."""
