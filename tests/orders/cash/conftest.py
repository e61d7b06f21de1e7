from tests.orders.counter.conftest import sandbox

__all__ = ["sandbox"]
