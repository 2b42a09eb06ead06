"""Levels of approval one after another, each of which almost never refuses what the one before has passed."""
