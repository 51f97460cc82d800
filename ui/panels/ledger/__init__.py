"""The ledger: one number taken apart, term by term."""
