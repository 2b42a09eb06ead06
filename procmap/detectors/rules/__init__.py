"""What the rules of the procedure say of the log: patterns that a procedure pack makes possible."""
