"""The project's addresses and /ui/, which otherwise exists in DEBUG only."""

from django.urls import path
from django.views import defaults

from config import ui_page
from config.urls import urlpatterns as project

urlpatterns = [
    *project,
    path("ui/", ui_page.show, name="ui"),
    path("broken/", defaults.server_error),
]
