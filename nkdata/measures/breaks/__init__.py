"""Breaks: where the series change, and whether the phases are where they change."""
