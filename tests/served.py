"""Settings for a site that a test starts as processes of its own, on the test's database."""

import json
import os

from newsroom.settings import *  # noqa: F403
from newsroom.settings import STORAGES

DATABASES = {"default": json.loads(os.environ["TEST_DATABASE"])}
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
SECOND_FACTOR_REQUIRED = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
