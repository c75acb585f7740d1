"""The content of the pages."""
