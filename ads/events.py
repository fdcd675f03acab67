"""What the ads room announces. Receivers are called inside the transaction and may write rows only."""

from django.dispatch import Signal

# flights: list of Flight, by: User | None
flights_booked = Signal()
# carries creative: Creative
creative_changed = Signal()
# slots: list of Slot, whose house creative may be another now
slots_changed = Signal()
