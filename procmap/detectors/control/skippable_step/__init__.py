"""A step that some cases go through and others do not, without a difference in what comes of them."""
