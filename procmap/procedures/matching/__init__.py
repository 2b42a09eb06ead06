"""Labels of a log against procedure packs."""

from procmap.procedures.matching.fit import PackFit, propose_pack, require_fit
from procmap.procedures.matching.matcher import Match, Matching, Reason, Unmatched, match_label, match_labels

__all__ = [
    "Match",
    "Matching",
    "PackFit",
    "Reason",
    "Unmatched",
    "match_label",
    "match_labels",
    "propose_pack",
    "require_fit",
]
