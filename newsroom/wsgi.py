"""The site as a WSGI application, for granian (`make run`) or any other WSGI server: kept pages first, then Django."""

import os

from django.core.wsgi import get_wsgi_application

from newsroom.kit.oddities import read_as_utf8

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
django = read_as_utf8(get_wsgi_application())

from django.conf import settings  # noqa: E402 -- needs the line above

from newsroom.pagecache.server import in_front_of  # noqa: E402 -- Django is set up first

application = django if settings.DEBUG else in_front_of(django)  # `make dev` renders each page anew
