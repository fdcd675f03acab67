"""Drawing the demo's pictures and putting their files into the library, on every core at once."""

import multiprocessing
import os
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor

from ads.booking import keep_picture
from newsroom.demo.pictures import draw
from newsroom.kit.images import Stored, ingest, store


def print_pictures(names: list[str]) -> dict[str, Stored]:
    """Draw and store these; each process draws some. No process but this one touches the database."""
    workers = min(len(names), os.cpu_count() or 1)
    if workers < 2:
        return {name: _print(name) for name in names}
    fork = multiprocessing.get_context("fork")  # the children inherit Django as it is set up
    with ProcessPoolExecutor(workers, mp_context=fork) as pool:
        return dict(zip(names, pool.map(_print, names), strict=True))


def print_posters(names: Iterable[str]) -> dict[str, Stored]:
    """Draw what hangs in the slots and check it in as the booking form does. They are small: one process will do."""
    return {name: keep_picture(draw(name)) for name in names}


def _print(name: str) -> Stored:
    return store(ingest(draw(name)))
