"""Many pictures encoded at once; apart from the rest, for its processes start without the site and know no tables."""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path

from newsroom.kit.images import RefusedError, encoded, ingest, keep_file


def encode_all(paths: Sequence[Path], *, better: Sequence[str], workers: int | None) -> Iterator[Path]:
    """Write the files of these pictures, encoded by as many processes as there are cores; yields each one that is done.

    The processes know neither database nor storage. What they refuse is refused again, with its sentence, later.
    """
    workers = workers if workers is not None else (os.cpu_count() or 1)
    if workers < 2 or len(paths) < 2:
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        jobs = {pool.submit(encode_file, str(path), tuple(better)): path for path in paths}
        for job in as_completed(jobs):
            for name, content in job.result():
                keep_file(name, content)
            yield jobs[job]


def encode_file(path: str, better: tuple[str, ...]) -> list[tuple[str, bytes]]:
    """Names and contents of one picture's files; nothing where it is refused."""
    try:
        picture = ingest(Path(path).read_bytes(), animated=True)
    except (RefusedError, OSError):
        return []
    return list(encoded(picture, better=better))
