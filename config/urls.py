from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from config import ui_page
from config.health import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("health/", health, name="health"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("", include("django_prometheus.urls")),
]

if settings.DEBUG:
    urlpatterns.append(path("ui/", ui_page.show, name="ui"))
