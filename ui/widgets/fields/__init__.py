"""Fields in which a number or units are typed."""
