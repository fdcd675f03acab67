"""The one settings file: production dress as it stands, each variable read from the environment in one place."""

import contextlib
import secrets
import sys
from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF

from newsroom.kit.static_files import EDITOR_PARTS_OFF

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.str("NEWSROOM_VAR", default=str(BASE_DIR / "var")))

# --- Where the site stands -------------------------------------------------------------------------------
DEBUG = env.bool("DEBUG", default=False)
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
_scheme, _host = urlsplit(SITE_URL).scheme, urlsplit(SITE_URL).hostname or "127.0.0.1"
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[_host, "127.0.0.1", "localhost", "[::1]"])
TIME_ZONE = env.str("TIME_ZONE", default="UTC")  # the paper's zone: an article's address holds its day there
USE_TZ = True
LANGUAGE_CODE = "en"
USE_I18N = True


def _secret_key() -> str:
    """The key from the environment, or one made once and kept in var/: no key stands in the code."""
    if key := env.str("SECRET_KEY", default=""):
        return str(key)
    path = VAR_DIR / "secret-key"
    try:
        if not path.exists():
            VAR_DIR.mkdir(parents=True, exist_ok=True)
            made = VAR_DIR / f"secret-key.{secrets.token_hex(4)}"
            made.touch(mode=0o600)
            made.write_text(secrets.token_urlsafe(64))
            with contextlib.suppress(FileExistsError):  # the first of several processes wins
                path.hardlink_to(made)
            made.unlink()
        return path.read_text().strip()
    except OSError:  # a read-only checkout: checks, collectstatic and type checkers need no lasting key
        return secrets.token_urlsafe(64)


SECRET_KEY = _secret_key()

# --- Rooms: an app may import what stands below it -------------------------------------------------------
INSTALLED_APPS = [
    "newsroom.demo",
    "newsroom.importers",
    "newsroom.desk",
    "newsroom.health",
    "newsroom.keeping",
    "newsroom.background",
    "newsroom.pagecache",
    "newsroom.chrome",
    "comments",
    "articles",
    "ads",
    "newsroom.accounts",
    "newsroom.site",
    "newsroom.kit",
    "ckeditor",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "django.contrib.postgres",
    "newsroom.desk.apps.DeskAdminConfig",  # django.contrib.admin, with the desk as its site
    "newsroom.kit.static_files.StaticFiles",
    "django.forms",
]

MIDDLEWARE = [
    "newsroom.kit.requests.know_the_request",
    "newsroom.pagecache.policy.tell",
    "newsroom.kit.oddities.leave_out_odd_cookies",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "newsroom.kit.oddities.refuse_what_is_too_large",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "newsroom.accounts.second_factor.ask_staff_for_a_second_factor",
    "newsroom.accounts.last_seen.note_who_came",
    "newsroom.chrome.unreadable.keep_readers_forms_small",
    "newsroom.chrome.errors.dress_refusals",
]

ROOT_URLCONF = "newsroom.urls"
WSGI_APPLICATION = "newsroom.wsgi.application"
APPEND_SLASH = True
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "newsroom.chrome.context.chrome",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Database --------------------------------------------------------------------------------------------
if env.str("DATABASE_URL", default=""):
    DATABASES = {"default": env.db("DATABASE_URL")}
else:
    DATABASES = {
        "default": {"ENGINE": "newsroom.kit.postgres", "NAME": "newsroom", "EMBEDDED_HOME": VAR_DIR / "pg"}
    }
DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
DATABASES["default"].setdefault("OPTIONS", {}).setdefault(
    "connect_timeout", 3
)  # a host that is gone holds nobody up
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Cache: rate limits must be shared by all processes --------------------------------------------------
if env.str("CACHE_URL", default=""):
    CACHES = {"default": env.cache("CACHE_URL")}
else:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "newsroom_cache",
            # Django's own 300 are passed by some hundred visitors, and limits that still hold are thrown away then
            "OPTIONS": {"MAX_ENTRIES": 50_000},
        }
    }

# --- Kept pages (docs/architecture.md): ready bytes in each process, dropped by what they show -----------
PAGECACHE_RING = VAR_DIR / "pagecache" / "ring"  # one file a machine: what was purged, and in which order
PAGECACHE_BYTES = env.int("PAGE_CACHE_MB", default=160) * 2**20  # a process's budget: ten thousand stories

# --- People ----------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "newsroom.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "newsroom.accounts.models.display_name"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]  # one field: it can be shown, and forgotten ones are reset
ACCOUNT_SIGNUP_FORM_CLASS = "newsroom.accounts.forms.SignupForm"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"  # by a code: it works on the phone while the form is on the desk
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
# no other address before one is proven: it may be somebody else's, who would share the account with codes sent before
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_CHANGE = False
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_CHANGE_EMAIL = True  # one address a person; the old one stays until the new one is confirmed
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = _scheme != "https"  # browsers allow it on localhost alone
SECOND_FACTOR_REQUIRED = True  # of staff, under /admin/, unless the edition is the demo; tests switch it off
# how many proxies of the site's own stand before it: what they say of a visitor is believed, and nobody else
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=0)

# --- Files -----------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "newsroom.kit.static_files.HashedStorage"
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = (
    25 * 2**20
)  # from the desk, so that too long a story comes back whole; readers have 5 MB
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20

# --- Mail: without EMAIL_URL it goes to the terminal and to var/mail/ ------------------------------------
EMAIL_TIMEOUT = 10  # the worker waits so long for a server that does not answer, and no longer
if env.str("EMAIL_URL", default=""):
    vars().update(env.email_url("EMAIL_URL"))
else:
    EMAIL_BACKEND = "newsroom.site.mailbox.Mailbox"
    EMAIL_FILE_PATH = VAR_DIR / "mail"
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default=f"newsroom@{_host}")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- Safety ----------------------------------------------------------------------------------------------
_https = _scheme == "https"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = _https
# the server speaks plain HTTP: TLS ends at a proxy, which must set this header itself (docs/deploying.md)
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if _https and ALLAUTH_TRUSTED_PROXY_COUNT else None
)
SECURE_REDIRECT_EXEMPT = [r"^-/(health|ready)$"]  # asked by machines beside the server
SECURE_HSTS_SECONDS = 31_536_000 if _https else 0
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"  # the editor's own preview frames
CSRF_FAILURE_VIEW = "newsroom.chrome.errors.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "media-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        # an embed's frame is made on a press; these are the hosts of articles.embeds
        "frame-src": [SELF, "https://www.youtube-nocookie.com", "https://player.vimeo.com"],
        "frame-ancestors": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
SILENCED_SYSTEM_CHECKS = [
    "security.W005",  # HSTS for subdomains and preloading bind hosts that may not be the paper's;
    "security.W021",  # who owns them all says so in the proxy
    "security.W019",  # SAMEORIGIN: the desk frames its own previews; the policy's frame-ancestors says so too
    "ckeditor.W001",  # CKEditor 4's end of life: docs/security.md says what keeps it harmless here
]

# --- The editor of bodies: CKEditor 4, made safe (docs/security.md; a test pins these lines) -----------------
CKEDITOR_CONFIGS = {
    "default": {
        "toolbar": [
            ["Format", "Bold", "Italic", "RemoveFormat"],
            ["Link", "Unlink"],
            ["BulletedList", "NumberedList", "Blockquote"],
            ["Library", "Table", "HorizontalRule", "SpecialChar"],
            ["Undo", "Redo", "PasteText", "Subscript", "Superscript"],
            ["Source"],
        ],
        "format_tags": "p;h2;h3;h4;pre",
        "extraPlugins": "image2,autogrow,autolink,widget,lineutils,library",
        "removePlugins": ",".join([*EDITOR_PARTS_OFF, "resize"]),
        "disallowedContent": "script style iframe object embed; *[on*]; *{*}",
        "image2_alignClasses": ["align-left", "align-center", "align-right"],
        "image2_captionedClass": "image",
        "image2_disableResizer": True,
        "image_previewText": " ",
        "entities": False,
        "disableNativeSpellChecker": False,
        "contentsCss": [f"{STATIC_URL}css/editor.css"],
        "removeDialogTabs": "link:advanced;image:advanced;table:advanced",
        "linkShowTargetTab": False,
        "linkDefaultProtocol": "https://",
        "width": "100%",
        "height": 360,
        "autoGrow_minHeight": 360,
        "autoGrow_onStartup": True,
        "autoGrow_bottomSpace": 40,
        "title": "Text of the story",
    }
}

# --- Work in the background ------------------------------------------------------------------------------
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

# recurring sweeps: name: (function, every so many seconds)
SCHEDULE = {
    "scheduled-changes": ("articles.scheduling.apply_due_changes", 2),
    "comment-tallies": ("comments.tasks.fold_tallies", 2),
    "moderators-mail": ("comments.alerting.mail_who_is_due", 10),
    "comment-origins": ("comments.tasks.forget_origins", 3600),
    "fold-views": ("ads.counting.fold_tallies", 2),
    "mail": ("newsroom.site.mail.deliver_due", 15),
    "mail-gone": ("newsroom.site.mail.forget", 3600),
    "lapsed-holds": ("ads.changing.release_lapsed_holds", 600),
    "prune-purges": ("newsroom.pagecache.purge.prune", 600),
    "prune-tasks": ("newsroom.background.worker.prune", 3600),
}

# --- Logs ------------------------------------------------------------------------------------------------
LOG_FORMAT = env.str("LOG_FORMAT", default="line")  # line: for people; json: for machines, each request told
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request": {"()": "newsroom.kit.logs.WithRequest"}},
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name} [{request_id}] {message}", "style": "{"},
        "json": {"()": "newsroom.kit.logs.JsonLine"},
    },
    "handlers": {
        "terminal": {
            "class": "logging.StreamHandler",
            "formatter": "json" if LOG_FORMAT == "json" else "line",
            "filters": ["request"],
            "stream": sys.stderr,
        }
    },
    "root": {"handlers": ["terminal"], "level": "INFO"},
    "loggers": {
        "django.server": {"level": "INFO"},
        "newsroom.kit.requests": {"level": "INFO" if LOG_FORMAT == "json" else "WARNING"},
    },
}
