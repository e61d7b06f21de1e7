from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView

from config import ui_page
from config.health import health
from config.metrics import metrics
from partners.accounts.web import staff_door

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include("partners.accounts.urls")),
    # One door with one set of limits: the admin's own would know no second factor.
    path("admin/login/", staff_door),
    path("admin/password_change/", RedirectView.as_view(pattern_name="account_change_password")),
    path("admin/", admin.site.urls),
    path("api/v1/", include("config.api")),
    path("health/", health, name="health"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("metrics", metrics, name="metrics"),
    path("", include("orders.urls")),
    path("", include("stations.urls")),
    path("", include("partners.urls")),
]

if settings.DEBUG:
    urlpatterns.append(path("ui/", ui_page.show, name="ui"))
