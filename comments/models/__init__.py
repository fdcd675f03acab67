"""The tables of the comments room; this file is their table of contents."""

from comments.models.comment import LIVE, MAX_DEPTH, Comment, CommentQuerySet, Status
from comments.models.moderators import PauseEntry, QueueMail
from comments.models.people import Origin, Sanction, SanctionKind
from comments.models.record import Decision, DecisionKind, Revision
from comments.models.rescue import CodeSent, Rescue
from comments.models.response import Report, ReportReason, Respect
from comments.models.rules import GuestSection, Pause, Word
from comments.models.tallies import CommentDelta, CommentField, ThreadDelta, ThreadField
from comments.models.thread import Thread

__all__ = (
    "LIVE",
    "MAX_DEPTH",
    "CodeSent",
    "Comment",
    "CommentDelta",
    "CommentField",
    "CommentQuerySet",
    "Decision",
    "DecisionKind",
    "GuestSection",
    "Origin",
    "Pause",
    "PauseEntry",
    "QueueMail",
    "Report",
    "ReportReason",
    "Rescue",
    "Respect",
    "Revision",
    "Sanction",
    "SanctionKind",
    "Status",
    "Thread",
    "ThreadDelta",
    "ThreadField",
    "Word",
)
