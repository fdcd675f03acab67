"""What the articles room announces. Receivers are called inside the transaction and may write rows only."""

from django.dispatch import Signal

# article: Article (its live columns as they now are), revision: Revision, by: User | None, first: bool
article_published = Signal()
# article: Article, by: User | None
article_withdrawn = Signal()
# article: Article, revision: Revision, by: User | None
draft_saved = Signal()
# carries author: Author
author_changed = Signal()
# carries section: Section
section_changed = Signal()
# carries tag: Tag
tag_changed = Signal()
# carries image: Image
image_changed = Signal()
# carries stream: LiveStream
stream_changed = Signal()
