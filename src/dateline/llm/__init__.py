"""Coding with a language model behind the OpenAI chat API, every claim checked against the report."""
