"""The record: tables, codebook, provenance and validation."""
