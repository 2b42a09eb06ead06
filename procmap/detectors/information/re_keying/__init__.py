"""Data that are entered a second time."""
