"""Lines of the log, for people or for machines: each says which request it belongs to."""

import json
import logging
import re
from datetime import UTC, datetime

from newsroom.kit.requests import request_id, without_key

KEYS = re.compile(r"(\w+)=%[sdr]")


class WithRequest(logging.Filter):
    """Puts the request's name into the record; a dash where no request is being answered.

    Django tells of each refusal with its address, which may hold a link that still opens something.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id.get() or "-"
        if record.name.startswith("django.") and isinstance(record.args, tuple):
            record.args = tuple(without_key(arg) if isinstance(arg, str) else arg for arg in record.args)
        return True


class JsonLine(logging.Formatter):
    """One JSON object a line. The house's `Published. article=%s by=%s` becomes fields of their own."""

    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "request": getattr(record, "request_id", "-"),
            "message": record.getMessage(),
        }
        keys = KEYS.findall(str(record.msg))
        if isinstance(record.args, tuple) and len(keys) == len(record.args):
            told |= {key: value for key, value in zip(keys, record.args, strict=True) if key not in told}
        if record.exc_info:
            told["traceback"] = self.formatException(record.exc_info)
        return json.dumps(told, default=str, ensure_ascii=False)
