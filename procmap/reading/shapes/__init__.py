"""How a table writes its events: candidates, each held against what a log must be, and the one that is left."""

from procmap.reading.shapes.settling import Settled, settle

__all__ = ["Settled", "settle"]
