"""Two steps in a row by the same person, a few minutes apart."""
