pytest_plugins = ["tests.cast", "tests.flushing"]
