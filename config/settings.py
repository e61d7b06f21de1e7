"""The one settings file: read from the environment, and loud about what is missing.

`manage.py` and the tests fill the variables from the embedded servers when they
are not set (see `config/embedded`); a production process gets none of that.
"""

from pathlib import Path

import environ
import structlog
from csp.constants import NONCE, NONE, SELF
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from structlog.typing import Processor

from config.admin_look import UNFOLD as UNFOLD
from config.api_enums import ENUM_NAMES
from config.databases import database
from config.queues import ROUTES, TRANSPORT

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

# --- what a process must be told -------------------------------------------------
SECRET_KEY = env.str("SECRET_KEY")
# Fernet keys for identity numbers, newest first; an older one still decrypts.
IDENTITY_KEYS = env.list("IDENTITY_KEYS")
DATABASE_URL = env.str("DATABASE_URL")
REDIS_URL = env.str("REDIS_URL")

# --- what it may be told ---------------------------------------------------------
DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# On wherever the browser speaks HTTPS; `make run` on a loopback address does not.
HTTPS = env.bool("HTTPS", default=not DEBUG)
# What Prometheus shows to read /metrics; without one nobody reads them (config/metrics.py).
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")

# --- who renders the counter's services --------------------------------------------
# By code: {"operator": {"url": "https://...", "keys": {"2015-11": "...", "2015-10": "..."}}}; we sign
# with the first key and believe both. Empty: booked services and all calls are out of order.
GATEWAYS = env.json("GATEWAYS", default={})
# Addresses that are not public, without TLS: only for the sandbox on one's own machine.
GATEWAYS_PRIVATE = env.bool("GATEWAYS_PRIVATE", default=False)

# --- the house -------------------------------------------------------------------
INSTALLED_APPS = [
    "stations",
    "partners",
    "orders",
    "unfold.apps.BasicAppConfig",
    "unfold.contrib.filters",
    "unfold.contrib.import_export",
    "config.site.CunzhanAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_filters",
    "django_htmx",
    "django_prometheus",
    "django_structlog",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "import_export",
    "pghistory",
    "pgtrigger",
    "rest_framework",
    "rest_framework.authtoken",
]

MIDDLEWARE = [
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "stations.requests.limiting.PerAddress",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "partners.accounts.requiring.SecondFactorFirst",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "stations.history.WhoChanged",
    "config.request_log.RequestLog",
    # Last: whatever stands before it asks and writes down who is really there.
    "partners.accounts.looking.middleware.LookingAs",
    "django_prometheus.middleware.PrometheusAfterMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
            ],
        },
    }
]

# --- the record ------------------------------------------------------------------
DATABASES = {"default": database(env, DATABASE_URL)}
# Reports may be read from a streaming replica (stations/replica.py), unless it is so many seconds behind.
DATABASE_REPLICA_URL = env.str("DATABASE_REPLICA_URL", default="")
REPLICA_MAX_LAG = env.int("REPLICA_MAX_LAG", default=10)
if DATABASE_REPLICA_URL:
    replica = database(env, DATABASE_REPLICA_URL, "default_transaction_read_only=on", connect_timeout=2)
    DATABASES["replica"] = replica | {"TEST": {"MIRROR": "default"}}
DATABASE_ROUTERS = ["stations.replica.ReportsFromReplica"]

# --- the bell --------------------------------------------------------------------
# A frozen Redis must not freeze the web: every socket gives up after two seconds,
# and the cache then acts empty.
CACHES = {
    # In the database: what limits logins must hold without Redis (docs/decisions/0002-login-limits.md).
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache_limits",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    # For what is only faster with it.
    "redis": {
        "BACKEND": "django_redis.cache.RedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {
            "SOCKET_CONNECT_TIMEOUT": 2,
            "SOCKET_TIMEOUT": 2,
            "IGNORE_EXCEPTIONS": True,
        },
    },
}
DJANGO_REDIS_LOG_IGNORED_EXCEPTIONS = True

CELERY_BROKER_URL = env.str(
    "CELERY_BROKER_URL",
    default=(
        REDIS_URL.replace("unix://", "redis+socket://").replace("?db=", "?virtual_host=")
        if REDIS_URL.startswith("unix://")
        else REDIS_URL
    ),
)
CELERY_TIMEZONE = "Asia/Shanghai"
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ROUTES = ROUTES
CELERY_TASK_DEFAULT_QUEUE = "house"
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 15 * 60
CELERY_TASK_SOFT_TIME_LIMIT = 14 * 60
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# However long the bell was away, the worker goes on looking for it.
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_TRANSPORT_OPTIONS = TRANSPORT

# --- how long personal data are kept (docs/personal-data.md) ---------------------
# E-commerce law, article 31: what was traded is kept for three years at least.
VILLAGERS_KEPT_DAYS = env.int("VILLAGERS_KEPT_DAYS", default=3 * 365 + 1)
IMPORTS_KEPT_DAYS = env.int("IMPORTS_KEPT_DAYS", default=30)
NOTICES_KEPT_DAYS = env.int("NOTICES_KEPT_DAYS", default=90)
# Of applicants who were not taken on, from the refusal on.
APPLICATIONS_KEPT_DAYS = env.int("APPLICATIONS_KEPT_DAYS", default=180)

# --- applications of strangers: so many an hour, 0 for no limit ---------------------
# By address generous: behind one address of a mobile network there is a whole county.
APPLY_PER_ADDRESS = env.int("APPLY_PER_ADDRESS", default=60)
APPLY_PER_PHONE = env.int("APPLY_PER_PHONE", default=3)
LOOK_UP_PER_ADDRESS = env.int("LOOK_UP_PER_ADDRESS", default=60)
LOOK_UP_PER_NUMBER = env.int("LOOK_UP_PER_NUMBER", default=10)

# --- messages to villagers (docs/sms-gateway.md) ---------------------------------
# Without an address: the console in DEBUG, else nobody is told (a check says so).
SMS_GATEWAY_URL = env.str("SMS_GATEWAY_URL", default="")
SMS_GATEWAY_KEY = env.str("SMS_GATEWAY_KEY") if SMS_GATEWAY_URL else ""
SMS_GATEWAY_STATUS_URL = env.str("SMS_GATEWAY_STATUS_URL", default="")
SMS_GATEWAY_PRIVATE = env.bool("SMS_GATEWAY_PRIVATE", default=DEBUG)
REMIND_AFTER_DAYS = env.int("REMIND_AFTER_DAYS", default=3)

# --- who -------------------------------------------------------------------------
AUTH_USER_MODEL = "partners.User"
AUTHENTICATION_BACKENDS = [
    "partners.accounts.backends.RoleBackend",
]
_VALIDATORS = "django.contrib.auth.password_validation."
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": f"{_VALIDATORS}UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name", "phone")},
    },
    {"NAME": f"{_VALIDATORS}MinimumLengthValidator"},
    {"NAME": f"{_VALIDATORS}CommonPasswordValidator"},
    {"NAME": f"{_VALIDATORS}NumericPasswordValidator"},
]
LOGIN_URL = reverse_lazy("account_login")
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = LOGIN_URL
# allauth: user name or mobile number (RoleBackend tells them apart), no e-mail, no sign-up.
ACCOUNT_ADAPTER = "partners.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_FORMS = {
    "login": "partners.accounts.forms.LoginForm",
    "reauthenticate": "partners.accounts.forms.ReauthenticateForm",
    "change_password": "partners.accounts.forms.ChangePasswordForm",
}
# Per address generous: behind one address of a mobile network there is a whole county.
ACCOUNT_RATE_LIMITS = {
    "login": "120/m/ip",
    "login_failed": "60/m/ip,5/5m/key",
    "reset_password": "60/m/ip,10/5m/key",
}
MFA_ADAPTER = "partners.accounts.adapter.SecondFactorAdapter"
MFA_TOTP_ISSUER = "Cunzhan"
MFA_FORMS = {
    "authenticate": "partners.accounts.forms.SecondFactorForm",
    "reauthenticate": "partners.accounts.forms.SecondFactorAgainForm",
    "activate_totp": "partners.accounts.forms.ActivateSecondFactorForm",
}
# Of county staff, ops and superusers; off where one tries things out.
SECOND_FACTOR_REQUIRED = env.bool("SECOND_FACTOR_REQUIRED", default=not DEBUG)
SESSION_COOKIE_AGE = 14 * 24 * 3600
# So long somebody may look at the site as somebody else before saying again why.
LOOK_AS_MINUTES = env.int("LOOK_AS_MINUTES", default=30)

# --- safety ----------------------------------------------------------------------
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS and env.bool("SSL_REDIRECT", default=True)
# A load balancer and Prometheus ask the process itself, which speaks plain HTTP.
SECURE_REDIRECT_EXEMPT = [r"^health/$", r"^metrics$"]
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", default=False) else None
)
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=1 if SECURE_PROXY_SSL_HEADER else 0)
CSRF_FAILURE_VIEW = "stations.requests.web.csrf_failure"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ["/admin/"],  # unfold's Alpine evaluates expressions
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}

# --- language and time -----------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# --- files -----------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(BASE_DIR / ".run" / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(BASE_DIR / ".run" / "media")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG

# --- the API ---------------------------------------------------------------------
# Requests a minute, 0 for no limit. By address generous: behind one there can be a whole county.
API_PER_PERSON = env.int("API_PER_PERSON", default=600)
API_PER_ADDRESS = env.int("API_PER_ADDRESS", default=6000)
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        # The first one's way to ask is what a stranger gets: 401 and "Token".
        "partners.accounts.requiring.CheckedToken",
        "partners.accounts.requiring.CheckedSession",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_THROTTLE_CLASSES": ["stations.requests.limiting.PerPerson"],
    "DEFAULT_PAGINATION_CLASS": "stations.scope.api_pages.NewestFirst",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "config.api_schema.HouseSchema",
    "EXCEPTION_HANDLER": "config.api_errors.answer",
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
    "COERCE_DECIMAL_TO_STRING": True,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Cunzhan",
    "VERSION": "1",
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": ENUM_NAMES,
    "SWAGGER_UI_SETTINGS": {"deepLinking": True, "validatorUrl": None},
}

# --- the admin (its look and menus: UNFOLD, imported above) -----------------------
IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT = True
IMPORT_EXPORT_EXPORT_PERMISSION_CODE = "export"
IMPORT_EXPORT_IMPORT_PERMISSION_CODE = "import"

# --- logs ------------------------------------------------------------------------
_shared_processors: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=False),
]
# Plain tracebacks: rich ones print local variables, which may be somebody's name or number.
_render: list[Processor] = (
    [structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)]
    if DEBUG
    else [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)]
)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "structured": {
            "()": structlog.stdlib.ProcessorFormatter,
            "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, *_render],
            "foreign_pre_chain": _shared_processors,
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "structured"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django.server": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        # A ring every second is no news; a job that did something says so itself.
        "celery.beat": {"level": "WARNING"},
        "celery.worker.strategy": {"level": "WARNING"},
        "celery.app.trace": {"level": "WARNING"},
        "django_structlog.celery": {"level": "WARNING"},
        # The drain says itself what became of a message.
        "httpx": {"level": "WARNING"},
    },
}
structlog.configure(
    processors=[
        structlog.stdlib.filter_by_level,
        *_shared_processors,
        structlog.processors.StackInfoRenderer(),
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)
DJANGO_STRUCTLOG_CELERY_ENABLED = True
