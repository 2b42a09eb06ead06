"""A step that hangs on one person: files queue for that person, or stop while that person is away."""
