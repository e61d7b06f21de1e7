"""The income report: what partners earned in a month, and what it cost over turnover."""
