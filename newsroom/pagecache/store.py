"""What a process keeps: pages by address and by what they show, within a budget, dropped as the ring says."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from newsroom.pagecache.page import Page
from newsroom.pagecache.ring import EVERYTHING, HEAD, Ring

Key = tuple[str | None, str, str]  # host, path, query
ASKED_SHARE = (
    4  # pages with a query have a quarter of the budget: no flood of questions drives the others out
)


class Shelf:
    """Pages in the order in which they were last asked for."""

    def __init__(self, budget: int) -> None:
        self.pages: OrderedDict[Key, Page] = OrderedDict()
        self.budget = budget
        self.used = 0


class Flight:
    """One render on its way, and what was purged since it began."""

    __slots__ = ("done", "made", "purged", "started_at")

    def __init__(self) -> None:
        self.done = threading.Event()
        self.made = False  # did a page that may be kept come of it?
        self.purged: set[str] = set()
        self.started_at = time.time()


class Store:
    """Reading takes no lock; the sequence is compared first, and whoever finds it raised drops before anybody reads on."""

    def __init__(
        self, ring: Ring, budget: int, heard: Callable[[frozenset[str]], None] = lambda tags: None
    ) -> None:
        self.ring = ring
        self.heard = heard
        self.words = ring.words
        self.seen = ring.head
        asked = budget // ASKED_SHARE
        self.plain, self.asked = Shelf(budget - asked), Shelf(asked)
        self._by_tag: dict[str, set[Key]] = {}
        self._flights: dict[Key, Flight] = {}
        self._lock = threading.RLock()

    def shelf(self, key: Key) -> Shelf:
        """Where a page of this address stands."""
        return self.asked if key[2] else self.plain

    def find(self, key: Key) -> Page | None:
        """The page, fresh or not; nothing that was purged before this call."""
        if self.words[HEAD] != self.seen:
            self.sync()
        pages = self.shelf(key).pages
        page = pages.get(key)
        if page is not None:
            try:
                pages.move_to_end(key)
            except KeyError:  # dropped this moment by another thread
                return None
        return page

    def sync(self) -> None:
        """Drop what was purged since this process looked."""
        with self._lock:
            head, purged = self.ring.since(self.seen)
            if head == self.seen:
                return
            tags = frozenset[str]().union(*purged) if purged is not None else frozenset((EVERYTHING,))
            for flight in self._flights.values():
                flight.purged |= tags
            self.heard(tags)
            if EVERYTHING in tags:
                self._clear()
            else:
                for key in set[Key]().union(*(self._by_tag.get(tag, ()) for tag in tags)):
                    self._drop(key)
            self.seen = head

    def watch_ring(self) -> Ring:
        """The machine's ring; where the file was taken away and made anew, everything is dropped."""
        if not self.ring.is_current:
            with self._lock:
                self.ring = Ring(self.ring.path)
                self.words, self.seen = self.ring.words, self.ring.head
                for flight in self._flights.values():
                    flight.purged.add(EVERYTHING)
                self.heard(frozenset((EVERYTHING,)))
                self._clear()
        return self.ring

    def begin(self, key: Key) -> tuple[Flight, bool]:
        """The render of this page that is on its way, or one that begins now; and whether it is the caller's."""
        with self._lock:
            self.sync()
            flight = self._flights.get(key)
            if flight is not None:
                return flight, False
            flight = self._flights[key] = Flight()
            return flight, True

    def end(self, key: Key, flight: Flight, page: Page | None, *, drop: bool = True) -> bool:
        """The render is over: keep its page unless what it shows was purged since it began; wake who waits."""
        with self._lock:
            self.sync()
            keep = page is not None and self.ring.followed and not flight.purged & {*page.tags, EVERYTHING}
            if page is not None or drop:
                self._drop(key)
            if page is not None and keep:
                self._put(key, page)
            del self._flights[key]
            flight.made = page is not None
        flight.done.set()
        return bool(keep)

    def _put(self, key: Key, page: Page) -> None:
        shelf = self.shelf(key)
        if page.size > shelf.budget // 8:
            return
        shelf.pages[key] = page
        shelf.used += page.size
        for tag in page.tags:
            self._by_tag.setdefault(tag, set()).add(key)
        while shelf.used > shelf.budget:
            self._drop(next(iter(shelf.pages)))

    def _drop(self, key: Key) -> None:
        shelf = self.shelf(key)
        page = shelf.pages.pop(key, None)
        if page is None:
            return
        shelf.used -= page.size
        for tag in page.tags:
            keys = self._by_tag[tag]
            keys.discard(key)
            if not keys:
                del self._by_tag[tag]

    def _clear(self) -> None:
        for shelf in (self.plain, self.asked):
            shelf.pages.clear()
            shelf.used = 0
        self._by_tag.clear()
