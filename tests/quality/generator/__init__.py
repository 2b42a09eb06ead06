"""Logs whose truth is known: made-up procedures, simulated, with what is wrong planted and what only looks wrong beside it.

It imports nothing of procmap, so that a mistake of the one cannot hide in the other.
"""
