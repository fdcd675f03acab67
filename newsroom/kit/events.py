"""Telling other rooms what happened, inside the transaction in which it happened."""

from django.db import transaction
from django.dispatch import Signal


def announce(signal: Signal, **facts: object) -> None:
    """Call every receiver now; each may write rows only, and any error undoes the whole change.

    Raises RuntimeError outside a transaction: an announcement without one could outlive a change that failed.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("announce() belongs inside the verb's transaction.")
    signal.send(sender=None, **facts)
