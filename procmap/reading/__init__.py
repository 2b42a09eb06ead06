"""Files in: every oddity of the outside stops here.

`read` finds a file's format, encoding, separator, dates and columns, and leaves one table of events in the engine.
"""

from procmap.reading.options import ReadingOptions
from procmap.reading.reader import read, split_values
from procmap.reading.result import ColumnChoice, Reading

__all__ = ["ColumnChoice", "Reading", "ReadingOptions", "read", "split_values"]
