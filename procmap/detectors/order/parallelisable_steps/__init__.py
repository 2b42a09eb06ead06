"""Two steps done one after the other, in either order, that could be done at the same time."""
