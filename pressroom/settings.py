"""The one settings file. Everything that differs between installations comes from the environment: docs/guides/operators.md.

Lines are grouped as an operator thinks: who we are, where data lives, what runs, what protects.
"""

import sys
from email.utils import formataddr
from pathlib import Path
from urllib.parse import urlsplit

import django_stubs_ext
from csp.constants import NONCE, NONE, SELF
from django_prose_editor.config import html_tags
from js_asset import static_lazy

from pressroom import env, env_urls
from pressroom.static_headers import add_static_headers

# Lets annotations say what Django's generic classes hold (`QuerySet["Edition"]`) at run time too.
django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = env.folder("DATA_DIR", BASE_DIR / "var")
DATA_DIR.mkdir(parents=True, exist_ok=True)
DEBUG = env.flag("DEBUG")
TESTING = "pytest" in sys.modules

# Who we are
SITE_URL = env.origin("SITE_URL", "http://127.0.0.1:8000")
SITE_NAME = env.text("SITE_NAME", "Pressroom")
ORGANIZATION_TYPE = env.one_of(
    "ORGANIZATION_TYPE",
    "Organization",
    ["Organization", "GovernmentOrganization", "NewsMediaOrganization", "NGO", "Corporation"],
)
"""What search engines are told that the office is, by schema.org."""
HTTPS = SITE_URL.startswith("https://")
_host = urlsplit(SITE_URL).hostname or ""
ALLOWED_HOSTS = env.hosts("ALLOWED_HOSTS", sorted({_host, "127.0.0.1", "localhost"}) if not HTTPS else [_host])
# Without a key the process still starts, so that `check` can say what is missing; the check is an error (pressroom.E001).
SECRET_KEY = env.secret("SECRET_KEY", default_file=DATA_DIR / "secret_key")

LANGUAGES = env.languages("LANGUAGES", ["en", "fr"])
LANGUAGE_CODE = LANGUAGES[0][0]
LOCALE_PATHS = [BASE_DIR / "pressroom" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.time_zone("TIME_ZONE", "America/Toronto")

# How the office works
REVIEWERS = env.reviewers("REVIEWERS", default=1)
"""How many people must approve a release before readers get it, by kind; the empty key is for every other kind."""
PUBLISH_TIME = env.clock("PUBLISH_TIME", "09:30")
"""What the form for scheduling proposes."""
PARTNER_TIME_ZONES = env.time_zones("PARTNER_TIME_ZONES")
"""Where people wait for our releases on other clocks; shown beside the office's own time."""

PAPER = env.one_of("PAPER", "A4", ["A4", "Letter"])
"""What the PDF of a release is laid out for."""

# Who is told of what is new
WEBSUB_HUB = env.web_address("WEBSUB_HUB")
"""The address of a WebSub hub, which tells programs that follow our feeds. Empty: they ask us again and again."""

# Whom to tell of a hole
SECURITY_CONTACT = env.words("SECURITY_CONTACT", [])
"""Addresses such as mailto:security@example.org or https://example.org/security, the preferred one first (RFC 9116)."""

# Replies
OFFICE_NAME = env.text("OFFICE_NAME", "")
"""Under which the office answers replies; no reader can take it. Empty: what the office calls itself in the back office."""
REPLIES_CLOSE_AFTER_DAYS = env.count("REPLIES_CLOSE_AFTER_DAYS", 0, at_most=3650)
"""After its first publication; 0: never. A release can be opened and closed by itself as well."""
REPLIES_ASK_WEBSITE = env.flag("REPLIES_ASK_WEBSITE", default=True)
"""Whether the form asks for a website and pages show it."""
REPLIES_RESERVED_NAMES = env.words("REPLIES_RESERVED_NAMES", [])
"""Names that no reader can take, beside the site's and the office's."""
REPLIES_FLOOD = env.whole("REPLIES_FLOOD", 60, at_most=100_000)
"""How many replies in ten minutes are a flood, under which a proof of work is asked for."""
REPLIES_KEEP_SPAM_DAYS = env.count("REPLIES_KEEP_SPAM_DAYS", 30, at_most=3650)
REPLIES_KEEP_TRASH_DAYS = env.count("REPLIES_KEEP_TRASH_DAYS", 30, at_most=3650)
REPLIES_KEEP_REJECTED_DAYS = env.count("REPLIES_KEEP_REJECTED_DAYS", 365, at_most=3650)
REPLIES_KEEP_ADDRESSES_DAYS = env.count("REPLIES_KEEP_ADDRESSES_DAYS", 90, at_most=3650)
"""After how many days `manage.py` erases what was set aside, and what tells where a reply came from; 0: never."""
AKISMET_KEY = env.secret("AKISMET_KEY")
"""Empty: nothing is sent to Akismet."""
AKISMET_URL = env.text("AKISMET_URL", "https://rest.akismet.com/1.1")

IMAGE_MAX_BYTES = env.whole("IMAGE_MAX_MB", 20, at_most=200) * 1024**2
IMAGE_MAX_PIXELS = env.whole("IMAGE_MAX_MEGAPIXELS", 50, at_most=100) * 1_000_000
"""The process that decodes is given memory by it: 1.2 GB for 50 megapixels (releases/media/decoding/decode.py)."""
FILE_MAX_BYTES = env.whole("FILE_MAX_MB", 200, at_most=10_000) * 1024**2
"""What the library takes; a web server before this one has a limit of its own."""

# Where data lives
DATABASES = {"default": env_urls.database("DATABASE_URL", DATA_DIR / "pressroom.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Files that have no address of their own: every request for one asks who may see it. There is no other kind.
_PRIVATE = env_urls.storage("STORAGE_URL", DATA_DIR / "files")
STORAGES = {
    "default": _PRIVATE,
    "private": _PRIVATE,
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TESTING
        else "pressroom.styles.BundlingStorage"
    },
}
X_ACCEL_PREFIX = env.location("X_ACCEL_PREFIX")
"""Where nginx keeps the internal folders of deploy/nginx.conf. Empty: nothing stands in front, and we send files ourselves."""
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
# Tests and the development server read static files where they lie; production reads what collectstatic hashed.
WHITENOISE_USE_FINDERS = DEBUG or TESTING
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_ADD_HEADERS_FUNCTION = add_static_headers
for _name, _value in env_urls.mail("EMAIL_URL", DATA_DIR / "mail").items():
    globals()[_name] = _value
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.mailbox("MAIL_FROM", formataddr((SITE_NAME, f"pressroom@{_host}")))
"""From whom mail comes. Most servers refuse what comes from a host that is not ours."""

# What runs
INSTALLED_APPS = [
    "pressroom",
    "comments",
    "releases",
    "releases.media",
    "pressroom.admin_config.PressroomAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.forms",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "taggit",
    "js_asset",
    "django_prose_editor",
    "csp",
]
MIDDLEWARE = [
    "pressroom.middleware.ClientAddressMiddleware",
    "pressroom.probing.ProbingMiddleware",
    "pressroom.middleware.HeadMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "pressroom.middleware.SecurityHeadersMiddleware",
    "pressroom.middleware.CookielessReadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "pressroom.middleware.UnchangedMiddleware",
    "pressroom.compression.CompressionMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "pressroom.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "pressroom.urls"
WSGI_APPLICATION = "pressroom.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "pressroom.context.site",
            ],
        },
    },
]
# Widgets of ours have templates among the others.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TAGGIT_CASE_INSENSITIVE = True
# The editor's extensions of ours: Word's pseudo-lists become lists, and assistive technology is told what the field is.
DJANGO_PROSE_EDITOR_EXTENSIONS = [
    {
        "js": [static_lazy(f"js/admin/editor-{name}.js") for name in ("figure", "paste", "access")],
        "extensions": {"Picture": html_tags([]), "OfficePaste": html_tags([]), "EditorAccess": html_tags([])},
    }
]
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    # Every 404 would be a warning; probing is watched elsewhere.
    "loggers": {"django.request": {"level": "ERROR"}, "django.server": {"level": "INFO"}},
}

# What protects
PROBING_IN_BACKGROUND = not TESTING
"""Whether a thread of each process looks at what found nothing (releases/probing/); tests look when they are ready."""
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "admin:login"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
# The cookies of the back office are never sent with a reader's page: nobody's page can depend on them.
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = "/admin/"
CSRF_FAILURE_VIEW = "pressroom.views.csrf.refused"
# The default falls back to a cookie for the whole site.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.flag("HSTS_INCLUDE_SUBDOMAINS")
SECURE_HSTS_PRELOAD = env.flag("HSTS_PRELOAD")
# Believed only when the operator says that a proxy sets it; anybody can send the header.
if env.flag("BEHIND_TLS_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
TRUSTED_PROXIES = env.proxies("TRUSTED_PROXIES")
"""Whose word is taken for a visitor's address. Without any, it is that of whoever holds the connection."""
CLIENT_ADDRESS_HEADER = env.header("CLIENT_ADDRESS_HEADER", "X-Forwarded-For")
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# The nonce appears in the header only where a page asked for it: the editor's import map, and nothing that readers get.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        # An object storage gives pictures out itself, where a view has sent the reader.
        "img-src": [SELF, *env_urls.storage_origins(_PRIVATE)],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    },
}
# A long reply (64 KiB, three bytes a character in a form's encoding) and a long release both fit.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

if DEBUG and not TESTING:
    INSTALLED_APPS.append("debug_toolbar")
    MIDDLEWARE.insert(
        MIDDLEWARE.index("pressroom.middleware.LanguageMiddleware"), "debug_toolbar.middleware.DebugToolbarMiddleware"
    )
    INTERNAL_IPS = ["127.0.0.1"]
