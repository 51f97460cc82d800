"""The table of terms of a ledger."""
