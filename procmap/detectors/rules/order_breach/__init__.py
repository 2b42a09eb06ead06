"""Steps that the log shows in another order than the procedure asks for, or too close together."""
