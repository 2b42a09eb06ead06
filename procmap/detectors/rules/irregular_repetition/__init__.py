"""A step that counts once only, and that a case takes again."""
