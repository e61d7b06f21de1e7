"""The journal: what happened, once, for ever. Entered through the names below."""
