import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
# Whoever waits at a page is gone by then; jobs have limits of their own beside each task.
os.environ.setdefault("STATEMENT_SECONDS", "30")

application = get_wsgi_application()
