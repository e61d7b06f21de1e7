"""django-oscar beside us: runs in an environment of its own (benchmarks/requirements.txt)."""
