"""What the comments room announces. Receivers are called inside the transaction and may write rows only."""

from django.dispatch import Signal

# carries comment: Comment, new, held or public
comment_posted = Signal()
# comment: Comment (as it now is), by: User | None: approved, hidden, rejected, restored, erased
comment_decided = Signal()
# article_ids: list[int]: their threads' counts were folded
threads_counted = Signal()
# says nothing more: the pause was switched on or off
comments_paused = Signal()
