"""Data that was made up: the demo of a newcomer and the network of the nation."""
