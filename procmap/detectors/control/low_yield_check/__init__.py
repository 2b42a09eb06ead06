"""A check that almost never refuses."""
