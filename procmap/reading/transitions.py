"""The lifecycle transitions of XES, and the words that exports use for them."""

from __future__ import annotations

STARTS = frozenset("start started begin began beginning debut début commence ouverture inicio".split())  # noqa: SIM905 - words read best unquoted
ENDS = frozenset("complete completed completion end ended finish finished fin terminé termine achevé fermeture".split())  # noqa: SIM905 - words read best unquoted
BREAKS = frozenset("ate_abort pi_abort withdraw abort aborted abandon abandonné".split())  # noqa: SIM905 - words read best unquoted
"""They end an activity that was started, and are nothing without a start."""
MARKS = frozenset("""
schedule scheduled assign assigned reassign suspend suspended resume resumed enable enabled autoskip manualskip
unknown""".split())  # noqa: SIM905 - words read best unquoted
"""They happen around an activity and are no part of its duration."""
KNOWN = STARTS | ENDS | BREAKS | MARKS
