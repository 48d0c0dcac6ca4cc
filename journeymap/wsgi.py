"""The WSGI application, for servers that answer plain HTTP faster than ASGI does."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "journeymap.settings")

application = get_wsgi_application()
