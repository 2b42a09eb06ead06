"""A role whose people are short of time, so that cases queue for them."""
