"""A platform's file of produce sales."""
