"""A role whose people are short of time, so that files queue for them."""
