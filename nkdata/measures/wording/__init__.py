"""The wording: what the text's words alone allow."""
