"""One optimiser step, looked at before it is taken: its parts, its formula, what it promises."""
