"""The formats: site, single file and PDF."""
