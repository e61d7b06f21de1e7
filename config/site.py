"""The admin site: unfold's, under the name every `ModelAdmin` registers with."""

from django.contrib.admin.apps import AdminConfig

from config import checks as checks  # registers the system checks


class CunzhanAdminConfig(AdminConfig):
    default_site = "unfold.sites.UnfoldAdminSite"
