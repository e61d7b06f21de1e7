"""Files that platforms export: how they are read, wait, are imported once and tell what came of it."""
