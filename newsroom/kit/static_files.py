"""Which static files are deployed, and under which names."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from django.contrib.staticfiles.apps import StaticFilesConfig
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

# Parts of CKEditor that this site switches off are not even deployed. Never pastefromword, pastefromgdocs or
# pastetools: without them a paste loses its headings and lists.
EDITOR_PARTS_OFF = [
    "image",
    "flash",
    "iframe",
    "forms",
    "smiley",
    "scayt",
    "wsc",
    "exportpdf",
    "newpage",
    "print",
    "save",
    "preview",
    "templates",
    "about",
    "bidi",
    "font",
    "colorbutton",
    "colordialog",
    "div",
    "language",
    "stylescombo",
    "justify",
    "pagebreak",
    "codesnippet",
    "codesnippetgeshi",
    "embed",
    "embedbase",
    "autoembed",
    "embedsemantic",
    "elementspath",
]


class StaticFiles(StaticFilesConfig):
    """Django's static files, less what is never served (CKEditor's samples, tests and unused parts)."""

    ignore_patterns = [  # noqa: RUF012 -- Django declares it as an instance variable
        *StaticFilesConfig.ignore_patterns,
        "galleriffic",
        "file-icons",
        "adapters",
        "moono",
        "samples",
        "tests",
        *[f"ckeditor/ckeditor/plugins/{part}/*" for part in EDITOR_PARTS_OFF],
    ]


SHEET = "css/site.css"  # the public pages' sheet: a list of imports, served as one file
_IMPORT = re.compile(r"""@import url\("([^"]+)"\);\n""")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def folded(sheet: str, read: Callable[[str], str]) -> str:
    """The sheet with what it imports in the place of each import, without comments and indentation.

    Addresses inside an imported sheet must be right from where the importing one stands.
    """
    whole = _COMMENT.sub("", _IMPORT.sub(lambda found: read(found[1]), sheet))
    return "\n".join(line.strip() for line in whole.splitlines() if line.strip())


class HashedStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Hashed names, in modules' imports too. The plain copies stay: CKEditor loads its parts by them."""

    support_js_module_import_aggregation = True
    manifest_strict = False

    def post_process(self, paths: dict[str, Any], *args: Any, **options: Any) -> Iterator[Any]:
        """The public sheet is folded first: one request, where its imports would be one each."""
        if SHEET in paths:
            paths = paths | {SHEET: (self._fold(paths), SHEET)}
        yield from super().post_process(paths, *args, **options)

    def _fold(self, paths: dict[str, Any]) -> InMemoryStorage:
        def read(name: str) -> str:
            storage, path = paths[f"css/{name}"]
            with storage.open(path) as file:
                return str(file.read().decode())

        made = InMemoryStorage()
        made.save(SHEET, ContentFile(folded(read("site.css"), read).encode()))
        return made
