"""Matrix editor: a heat map and a table of one array, to read and to edit."""
