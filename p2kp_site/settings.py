"""All settings of the product, read from the environment and safe when nothing is set.

`.env.example` lists every variable. Production needs SECRET_KEY and ALLOWED_HOSTS; everything
else has a working default that stays on this machine (SQLite and an embedded broker in `var/`).
"""

import secrets
import sys
from pathlib import Path

import environ
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))
VAR_DIR.mkdir(parents=True, exist_ok=True)

# --- Safety -----------------------------------------------------------------------------------

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="")
if not SECRET_KEY:
    # A key that lives as long as this process: nothing insecure can be deployed by leaving it out,
    # and commands still run. A server with two processes refuses each other's sessions at once.
    SECRET_KEY = secrets.token_urlsafe(50)
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
HTTPS = env.bool("HTTPS", default=not DEBUG)

SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", default=False) else None
)
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=365 * 24 * 3600 if HTTPS else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = env.int("SESSION_SECONDS", default=12 * 3600)
X_FRAME_OPTIONS = "DENY"

# --- Applications -----------------------------------------------------------------------------

INSTALLED_APPS = [
    "unfold",
    "unfold.contrib.filters",
    "unfold.contrib.forms",
    "unfold.contrib.import_export",
    "unfold.contrib.simple_history",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "import_export",
    "django_filters",
    "simple_history",
    "django_celery_beat",
    "p2kp_site.foundation",
    "p2kp_site.accounts",
    "p2kp_site.exchange",
    "communities",
    "programs",
    "finance",
    "p2kp_site.reports",
    "p2kp_site.demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "p2kp_site.foundation.language.ChosenLanguageMiddleware",
    "p2kp_site.accounts.middleware.PasswordMustChangeMiddleware",
    "p2kp_site.foundation.reader.ReaderMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "p2kp_site.foundation.security.ContentSecurityPolicyMiddleware",
]

ROOT_URLCONF = "p2kp_site.urls"
WSGI_APPLICATION = "p2kp_site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "p2kp_site" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# --- Database ---------------------------------------------------------------------------------

DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Write locks are taken at the start of a transaction, so that two writers queue, not collide.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
        "PRAGMA cache_size=-65536",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {"default": env.cache_url("CACHE_URL", default="locmemcache://")}

# --- People -----------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["p2kp_site.accounts.backends.RightsAtOnce"]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
# Who may read what: built once at the edge (request, job, command). The provider lives where the
# areas are; the basement only knows its name, as Django knows AUTH_USER_MODEL.
READER_PROVIDER = "communities.services.readers.reader_for"
# Which accounts an administrator may touch; the areas know, see accounts/services/accounts.py.
ACCOUNT_REACH = "communities.services.assignments.within_reach"

SIMPLE_HISTORY_DATE_INDEX = False  # history is reached by the record, see foundation/history.py

# --- Language, time, money --------------------------------------------------------------------

LANGUAGE_CODE = "id"
LANGUAGES = [("id", _("Indonesian")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["p2kp_site.formats"]
USE_I18N = True
USE_THOUSAND_SEPARATOR = True
USE_TZ = True
TIME_ZONE = env.str("TIME_ZONE", default="Asia/Jakarta")

# --- Files ------------------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "p2kp_site" / "static"]
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(VAR_DIR / "media")))
# Uploads and exports are handed out by views that ask for rights; there is no public media URL.
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": MEDIA_ROOT},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or "pytest" in sys.modules
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
IMPORT_MAX_BYTES = env.int("IMPORT_MAX_MEGABYTES", default=100) * 1024 * 1024

# --- Reports ----------------------------------------------------------------------------------

# The address of this site as it stands on papers, and the lines that head them.
SITE_URL = env.str("SITE_URL", default="http://localhost:8000")
LETTERHEAD = [line.strip() for line in env.str("LETTERHEAD", default="").split("|") if line.strip()]

# --- Mail -------------------------------------------------------------------------------------

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="filemail://")
vars().update(EMAIL_CONFIG)
EMAIL_FILE_PATH = VAR_DIR / "mail"
# A mail server that does not answer must not hold a worker for ever.
EMAIL_TIMEOUT = env.int("EMAIL_SECONDS", default=30)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="P2KP <noreply@localhost>")
# Files of a summary that together are larger are not attached: the mail has signed links to them.
MAIL_MAX_BYTES = env.int("MAIL_MAX_MEGABYTES", default=8) * 1024 * 1024
MAIL_LINK_DAYS = env.int("MAIL_LINK_DAYS", default=30)

# --- Background work --------------------------------------------------------------------------

BROKER_URL = env.str("BROKER_URL", default="filesystem://localhost")
CELERY_BROKER_URL = BROKER_URL
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A press of a button must not hang on a broker that is gone: the sweeper finds the row later.
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object] = {}
if BROKER_URL.startswith(("redis:", "rediss:")):
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "visibility_timeout": 6 * 3600,
        "socket_connect_timeout": 2.0,
        "socket_timeout": 2.0,
    }
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_max": 0.2}
if BROKER_URL.startswith("filesystem:"):
    from p2kp_site.foundation.filesystem_broker import transport_options

    CELERY_BROKER_TRANSPORT_OPTIONS = transport_options(VAR_DIR / "broker")
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
CELERY_BEAT_MAX_LOOP_INTERVAL = 5
CELERY_BEAT_SCHEDULE = {
    "sweep-jobs": {"task": "exchange.sweep", "schedule": 15.0},
    "start-due": {"task": "reports.start_due", "schedule": 60.0},
    "sweep-deliveries": {"task": "reports.sweep_deliveries", "schedule": 30.0},
    "check-arrivals": {"task": "reports.check_arrivals", "schedule": 3_600.0},
    "control-totals": {"task": "finance.control_totals", "schedule": 86_400.0},
    "remind-cases": {"task": "programs.remind_cases", "schedule": 3_600.0},
}

# --- Import and export ------------------------------------------------------------------------

IMPORT_EXPORT_IMPORT_PERMISSION_CODE = "import"
IMPORT_EXPORT_EXPORT_PERMISSION_CODE = "export"
IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT = True

# --- Look -------------------------------------------------------------------------------------

LOGIN_REDIRECT_URL = "admin:index"  # the theme's sign-in page does not say where to go
UNFOLD = {
    "SITE_TITLE": "P2KP",
    "SITE_HEADER": "P2KP",
    "SITE_SUBHEADER": _("Case management"),
    "SITE_SYMBOL": "home_work",
    "SITE_FAVICONS": [
        {"rel": "icon", "type": "image/svg+xml", "href": "p2kp_site.navigation.icon"}
    ],
    "STYLES": ["p2kp_site.navigation.styles"],
    "SCRIPTS": ["p2kp_site.navigation.scripts"],
    "SHOW_HISTORY": True,
    "SHOW_VIEW_ON_SITE": False,
    "SHOW_LANGUAGES": True,
    "SITE_URL": None,  # there is no other site to go back to
    "DASHBOARD_CALLBACK": "p2kp_site.navigation.dashboard",
    "COLORS": {
        "primary": {
            "50": "oklch(97% .014 254.604)",
            "100": "oklch(93.2% .032 255.585)",
            "200": "oklch(88.2% .059 254.128)",
            "300": "oklch(80.9% .105 251.813)",
            "400": "oklch(70.7% .165 254.624)",
            "500": "oklch(62.3% .214 259.815)",
            "600": "oklch(48.8% .243 264.376)",
            "700": "oklch(42.4% .199 265.638)",
            "800": "oklch(37.9% .146 265.522)",
            "900": "oklch(28.2% .091 267.935)",
            "950": "oklch(22% .07 268)",
        },
    },
    "SIDEBAR": {"navigation": "p2kp_site.navigation.sidebar", "show_search": False},
    "COMMAND": {"search_models": False},
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING")},
}
