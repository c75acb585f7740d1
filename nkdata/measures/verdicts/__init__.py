"""Verdicts: which evidence agrees with the text, and whether each phase holds."""
