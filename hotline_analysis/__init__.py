"""From a government hotline's ledger to the month's official bulletin."""

__version__ = "0.1.0"
