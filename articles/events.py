"""What the articles room announces. Receivers are called inside the transaction and may write rows only."""

from django.dispatch import Signal

# article: Article (its live columns as they now are), revision: Revision, by: User | None, first: bool,
# change: str (typo, update, correction), stood: Places (the lists it stood in until now)
article_published = Signal()
# article: Article, by: User | None, stood: Places
article_withdrawn = Signal()
# article: Article, by: User | None: a live story changes at its next_change_at
change_scheduled = Signal()
# article: Article, revision: Revision, by: User | None
draft_saved = Signal()
# each carries its row under its name (author, section, tag, image, stream), as it now is, or was when it was deleted
author_changed = Signal()
section_changed = Signal()
tag_changed = Signal()
image_changed = Signal()
stream_changed = Signal()
