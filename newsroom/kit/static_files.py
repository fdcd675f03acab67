"""Which static files are deployed, and under which names."""

from django.contrib.staticfiles.apps import StaticFilesConfig
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


class HashedStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Hashed names, in modules' imports too. The plain copies stay: CKEditor loads its parts by them."""

    support_js_module_import_aggregation = True
    manifest_strict = False
