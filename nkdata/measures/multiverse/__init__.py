"""The multiverse: every defensible way of counting."""
