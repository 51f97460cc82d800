"""Reference: a second engine in torch, for the check of ours."""
