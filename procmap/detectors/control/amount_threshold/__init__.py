"""A check that refuses almost nothing below an amount."""
