"""The report of the second leg: how many parcels, how fast, how many too late, lost or damaged."""
