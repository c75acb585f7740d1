"""The measures: from the tables to numbers with their uncertainty."""
