"""What the house costs, each figure as a ratio to a peer in the same run. See README.md."""
