"""A check that stops cases for good, late, after work that an earlier check would have spared."""
