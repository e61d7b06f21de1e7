"""The admin site: unfold's, under the name every `ModelAdmin` registers with."""

from django.contrib.admin.apps import AdminConfig


class CunzhanAdminConfig(AdminConfig):
    default_site = "unfold.sites.UnfoldAdminSite"
