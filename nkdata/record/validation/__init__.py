"""Validation of the tables: the form of the files, the schema, and rules of meaning."""
