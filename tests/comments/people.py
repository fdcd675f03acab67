"""Comments for tests: written through the verb, as readers write them."""

from typing import Any

from articles.models import Article
from comments import posting
from comments.models import Comment
from newsroom.accounts.models import User
from tests.factories import make_esi


def write(article: Article, body: str = "Well said.", by: User | None = None, **changes: Any) -> Comment:
    """A comment of Esi's, unless somebody else is named."""
    user = by or make_esi()
    parent = changes.pop("parent", None)
    values = {"body": body, "author_key": posting.user_key(user), "author": user} | changes
    return posting.post(article, posting.Writing(**values), parent=parent)


def write_many(article: Article, count: int, **changes: Any) -> list[Comment]:
    """So many comments, each of a key of its own, so that no rate is reached."""
    return [
        write(article, f"Number {i}.", author_key=f"writer-{i:09d}".encode(), **changes) for i in range(count)
    ]
