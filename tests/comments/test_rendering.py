"""The few marks a commenter has, and nothing else."""

import re

import pytest

from comments.rendering import render, tidy, tidy_name

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](\x0ejavascript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](vbscript:msgbox(1))",
    "<javascript:alert(1)>",
    "http://x.example/?'onmouseover='alert(1)'x='",
    'http://x.example/?"onmouseover="alert(1)"x="',
    "[a](http://x.example/'onmouseover='alert(1))",
    '[a](http://x.example "onmouseover=alert(1)")',
    "![x](http://x.example/pixel.gif)",
    "<iframe name='x' src='//evil.example'></iframe>",
    "<a href='javascript:alert(1)'>x</a>",
    "<svg/onload=alert(1)>",
    "`<script>`",
    "```\n<script>\n```",
    "> <style>*{display:none}</style>",
    "> " * 500 + "deep",
    "*" * 5000,
    "[" * 2500 + "]" * 2500,
    "<" * 5000,
]


@pytest.mark.parametrize("text", HOSTILE)
def test_render_leaves_only_our_tags_and_web_addresses(text: str) -> None:
    html = render(tidy(text))

    tags = set(re.findall(r"</?([a-z0-9]+)", html))
    assert tags <= {"p", "br", "em", "strong", "blockquote", "ul", "ol", "li", "code", "pre", "a"}
    for tag in re.findall(r"<[^>]*>", html):
        assert re.fullmatch(
            r"</?[a-z]+>|<a(?: href=\"(?:https?|mailto):[^\"]*\")?(?: rel=\"[a-z ]*\")?>", tag
        )


def test_render_shows_where_a_link_leads() -> None:
    assert render("[your bank](https://evil.example/x)") == (
        '<p><a href="https://evil.example/x" rel="ugc nofollow noopener">https://evil.example/x</a></p>'
    )


def test_render_links_bare_addresses() -> None:
    assert render("See https://example.org/a_b, please.") == (
        '<p>See <a href="https://example.org/a_b" rel="ugc nofollow noopener">https://example.org/a_b</a>, please.</p>'
    )


def test_tidy_removes_what_nobody_sees() -> None:
    assert tidy("a\x00b\u202ec\u200bd\ufeff\r\n\r\n\r\n\re\ud800") == "abcd\n\ne"
    assert tidy_name("  Ada\u202e \n Lind\u200b ") == "Ada Lind"
