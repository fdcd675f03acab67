"""What the comments room announces. Receivers are called inside the transaction and may write rows only."""

from django.dispatch import Signal

# comment: Comment, new, held or public; article: Article
comment_posted = Signal()
# comment: Comment (as it now is), by: User | None: approved, hidden, rejected, restored, erased
comment_decided = Signal()
# article_ids: list[int]: their threads' counts were folded
threads_counted = Signal()
# says nothing more: the pause was switched, or a section opened to guests or closed to them
openness_changed = Signal()
# article: Article: a thread was taken over from elsewhere
thread_imported = Signal()
