"""A step that hangs on one person: cases queue for that person, or stop while that person is away."""
