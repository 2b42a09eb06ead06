"""A check that stops files for good, late, after work that an earlier check would have spared."""
