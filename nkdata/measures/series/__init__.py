"""Yearly series: what each patron delivered, ordered and did, by year and by phase."""
