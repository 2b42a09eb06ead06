"""Cases, people and sessions run once more, with the luck that was observed, where a replay of each case alone is wrong."""
