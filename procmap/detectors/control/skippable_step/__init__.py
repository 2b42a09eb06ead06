"""A step that some files go through and others do not, without a difference in what comes of them."""
