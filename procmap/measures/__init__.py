"""Numbers about a log, each defined in the head of its .sql file; no threshold, no judgement."""

from procmap.measures.measuring import Measures, measure

__all__ = ["Measures", "measure"]
