from django.contrib import admin
from django.urls import include, path

from config.health import health

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("health/", health, name="health"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("", include("django_prometheus.urls")),
]
