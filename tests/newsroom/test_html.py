"""Cleaning the body of a story: what is kept, what is mended, what never gets through."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsroom.kit.html import clean_body, video_box

PICTURE = "/media/i/0123456789ab-960.jpg"


@pytest.mark.parametrize(
    "html",
    [
        '<h2>Head</h2><p>Text with <strong>bold</strong>, <em>italic</em> and <a href="https://example.org/">a link</a>.</p>',
        "<ul><li>one</li><li>two</li></ul><ol><li>three</li></ol>",
        "<blockquote><p>Said</p></blockquote>",
        f'<figure class="image"><img alt="A ferry" height="2" src="{PICTURE}" width="3"><figcaption>Cap</figcaption></figure>',
        "<table><thead><tr><th>a</th></tr></thead><tbody><tr><td>b</td></tr></tbody></table>",
    ],
)
def test_what_a_story_is_made_of_is_kept_to_the_letter(html):
    assert clean_body(html) == html


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ("<h1>Big</h1>", "<h2>Big</h2>"),
        ("<p><b>b</b> <i>i</i></p>", "<p><strong>b</strong> <em>i</em></p>"),
        ("<p>&nbsp;</p><p>x</p><p><br></p>", "<p>x</p>"),
        ('<p style="color:red" onclick="x()" class="MsoNormal">x</p>', "<p>x</p>"),
        ('<p><span style="font-weight:400">x</span></p>', "<p>x</p>"),
        ('<p><a href="javascript:alert(1)">x</a></p>', "<p><a>x</a></p>"),
        ('<p><a href=" \x0ejavascript:alert(1)">x</a></p>', "<p><a>x</a></p>"),
        ('<p><a href="data:text/html,x">x</a></p>', "<p><a>x</a></p>"),
        ('<a href="//example.org/x">x</a>', '<a href="https://example.org/x">x</a>'),
        ('<a href="/x" rel="noreferrer sponsored">x</a>', '<a href="/x" rel="sponsored">x</a>'),
        ('<h2 id="part">P</h2><a href="#part">p</a>', '<h2 id="h-part">P</h2><a href="#h-part">p</a>'),
        ('<img src="https://elsewhere.example/x.jpg">', ""),
        ('<img src="/media/site/logo.png">', ""),
        ("<script>alert(1)</script><p>x</p>", "<p>x</p>"),
        ("<svg><script>alert(1)</script></svg>x", "x"),
        ('<iframe src="https://evil.example/"></iframe>x', "x"),
        ("<iframe><img src=x onerror=alert(1)></iframe>x", "x"),
    ],
)
def test_the_rest_is_mended_or_dropped(html, kept):
    assert clean_body(html) == kept


@pytest.mark.parametrize(
    ("address", "provider", "video"),
    [
        ("https://www.youtube.com/embed/dQw4w9WgXcQ?rel=0", "youtube", "dQw4w9WgXcQ"),
        ("//www.youtube-nocookie.com/embed/dQw4w9WgXcQ", "youtube", "dQw4w9WgXcQ"),
        ("https://www.youtube.com/watch?feature=x&v=dQw4w9WgXcQ", "youtube", "dQw4w9WgXcQ"),
        ("https://youtu.be/dQw4w9WgXcQ", "youtube", "dQw4w9WgXcQ"),
        ("https://player.vimeo.com/video/76979871", "vimeo", "76979871"),
    ],
)
def test_a_video_becomes_a_box_of_ours(address, provider, video):
    box = clean_body(f'<iframe width="560" src="{address}" allowfullscreen></iframe>')

    assert f'data-embed="{provider}" data-video="{video}"' in box
    assert box == clean_body(box) == clean_body(video_box(address))
    assert "iframe" not in box


@pytest.mark.parametrize(
    "address", ["https://youtube.com.evil.example/embed/dQw4w9WgXcQ", "https://evil.example/?//youtu.be", "x"]
)
def test_no_other_frame_does(address):
    assert clean_body(f'<iframe src="{address}"></iframe>') == ""


HOSTILE = [
    "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>", "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
    "<a href='jav&#x0A;ascript:alert(1)'>x</a>", "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<style><img src='</style><img src=x onerror=alert(1)//'>", "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<table><td background='javascript:alert(1)'>", "<p id=getElementById name=x>", "<base href=//evil.example>",
    "<iframe srcdoc='<script>alert(1)</script>' src='//youtu.be/dQw4w9WgXcQ'>", '<div data-embed="x" data-video="\'">',
    "<a href='https://example.org' ping='https://evil.example'>", "<input autofocus onfocus=alert(1)>", "<p>\x00<scr\x00ipt>alert(1)</script>",
]  # fmt: skip
DANGEROUS = re.compile(r"<(?!/?(?:p|br|hr|h[234]|strong|em|u|s|del|ins|sub|sup|code|pre|blockquote|cite|q|abbr|ul|ol|li|dl|dt|dd|a|figure|figcaption|img|table|caption|thead|tbody|tfoot|tr|th|td|div|aside|small|mark)\b)|\son\w+=|javascript:|data:|\bstyle=|srcdoc", re.IGNORECASE)  # fmt: skip


@pytest.mark.parametrize("html", HOSTILE)
def test_hostile_html_comes_out_harmless(html):
    assert not DANGEROUS.search(clean_body(html))


pieces = st.sampled_from(
    ["<p>", "</p>", "<b>", "</b>", "<h1 id='a'>", "</h1>", "<ul><li>", "<div class='embed'>", "</div>", "text", "&nbsp;",
     "<a href='#a'>", "</a>", "<", ">", '"', "<!--", "-->", "<table><tr><td>", "</table>", f"<img src='{PICTURE}' alt='a>b'>", *HOSTILE]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(pieces, max_size=12).map("".join))
def test_cleaning_twice_is_cleaning_once(html):
    once = clean_body(html)

    assert clean_body(once) == once
