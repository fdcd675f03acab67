"""Small exports, written by the tests that read them."""

from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="{s}://wordpress.org/export/{v}/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="{s}://wordpress.org/export/{v}/"><channel><title>Old paper</title><link>https://old.example</link>
<language>en-US</language><wp:base_blog_url>https://old.example</wp:base_blog_url>"""


def author(login, name):
    return f"<wp:author><wp:author_login>{login}</wp:author_login><wp:author_email>{login}@secret.example</wp:author_email><wp:author_display_name>{name}</wp:author_display_name></wp:author>"


def category(slug, name, parent=""):
    return f"<wp:category><wp:category_nicename>{slug}</wp:category_nicename><wp:category_parent>{parent}</wp:category_parent><wp:cat_name>{name}</wp:cat_name></wp:category>"


def comment(pk, text, *, parent=0, approved="1", kind="comment", name="Esi"):
    return f"<wp:comment><wp:comment_id>{pk}</wp:comment_id><wp:comment_author>{name}</wp:comment_author><wp:comment_author_email>esi@secret.example</wp:comment_author_email><wp:comment_date_gmt>2020-01-0{min(pk, 9)} 10:00:00</wp:comment_date_gmt><wp:comment_content>{escape(text)}</wp:comment_content><wp:comment_approved>{approved}</wp:comment_approved><wp:comment_type>{kind}</wp:comment_type><wp:comment_parent>{parent}</wp:comment_parent></wp:comment>"


def item(pk, title="A story", *, body="<p>Words.</p>", meta=(), terms=(), comments=(), **changes):
    values = {
        "post_date_gmt": "2020-01-02 12:00:00",
        "post_name": f"story-{pk}",
        "status": "publish",
        "post_type": "post",
        "comment_status": "open",
        "post_parent": "0",
    } | {key: value for key, value in changes.items() if key not in ("link", "creator", "excerpt")}
    link = changes.get("link", f"https://old.example/2020/01/02/{values['post_name']}/")
    return (
        f"<item><title>{escape(title)}</title><link>{link}</link><dc:creator>{changes.get('creator', 'ada')}</dc:creator>"
        f"<content:encoded>{escape(body)}</content:encoded><excerpt:encoded>{escape(changes.get('excerpt', ''))}</excerpt:encoded>"
        f"<wp:post_id>{pk}</wp:post_id>"
        + "".join(f"<wp:{key}>{escape(str(value))}</wp:{key}>" for key, value in values.items())
        + "".join(
            f"<category domain={quoteattr(d)} nicename={quoteattr(s)}>{escape(n)}</category>"
            for d, s, n in terms
        )
        + "".join(
            f"<wp:postmeta><wp:meta_key>{k}</wp:meta_key><wp:meta_value>{escape(v)}</wp:meta_value></wp:postmeta>"
            for k, v in meta
        )
        + "".join(comments)
        + "</item>"
    )


def export(path: Path, *parts: str, scheme="http", version="1.2") -> Path:
    file = path / "export.xml"
    file.write_text(HEAD.format(s=scheme, v=version) + "".join(parts) + "</channel></rss>", encoding="utf-8")
    return file
