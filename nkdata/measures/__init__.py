"""The measures: from the tables to numbers with their uncertainty."""

TIES = ("moscow", "beijing")  # the two ties, in the order of every series
