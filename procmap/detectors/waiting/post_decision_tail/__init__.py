"""Decisions that take long to reach the people they are about."""
