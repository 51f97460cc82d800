"""Parts that several panels are made of: what a panel owns, but is not one."""
