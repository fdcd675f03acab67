"""The site as a WSGI application, for granian (`make run`) or any other WSGI server."""

import os

from django.core.wsgi import get_wsgi_application

from newsroom.kit.oddities import read_as_utf8

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
application = read_as_utf8(get_wsgi_application())
