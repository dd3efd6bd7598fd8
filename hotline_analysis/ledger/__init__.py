"""Room 1: from an office's raw ledger to validated cases."""
