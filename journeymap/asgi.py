"""The ASGI application: `uvicorn journeymap.asgi:application`."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "journeymap.settings")

application = get_asgi_application()
