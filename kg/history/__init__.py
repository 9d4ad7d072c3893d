"""How things moved: the life of an occasion, accounts side by side, positions over time, and the ladder of who speaks.

history = meeting_history(reader, "c210e9a1660e")        # claims, slips, accounts, what they agree on
ledger = position_ledger(reader, Level.STATE)
moves(ledger.on("iran")); matrix(ledger, day); panel_csv(ledger)
"""

from kg.history.contradictions import Contradiction, Side, opposed
from kg.history.issues import IssueCluster, cluster_issues, issue_key
from kg.history.occasions import (
    Account,
    Answer,
    Claimed,
    Comparison,
    MeetingHistory,
    Slip,
    Turn,
    compare_accounts,
    meeting_history,
)
from kg.history.positions import (
    Cell,
    Entry,
    Level,
    Move,
    PositionLedger,
    level_of,
    matrix,
    moves,
    panel_csv,
    panel_rows,
    position_ledger,
)
from kg.history.reading import Evidence, Source

__all__ = [
    "Account",
    "Answer",
    "Cell",
    "Claimed",
    "Comparison",
    "Contradiction",
    "Entry",
    "Evidence",
    "IssueCluster",
    "Level",
    "MeetingHistory",
    "Move",
    "PositionLedger",
    "Side",
    "Slip",
    "Source",
    "Turn",
    "cluster_issues",
    "compare_accounts",
    "issue_key",
    "level_of",
    "matrix",
    "meeting_history",
    "moves",
    "opposed",
    "panel_csv",
    "panel_rows",
    "position_ledger",
]
