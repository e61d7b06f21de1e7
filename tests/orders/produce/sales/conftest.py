import pytest

from tests.cast import make_listing, put_cash


@pytest.fixture
def listing(offered):
    """Ten of the 12.50 jin of tea on Taobao, 80 yuan a jin; the farmer leaves 6%."""
    put_cash(offered.station, "5000.00")
    return make_listing(offered)


@pytest.fixture
def goods():
    """What is in the database: sold and set aside of the lot, sold of the listing."""

    def read(listing):
        listing.refresh_from_db()
        listing.lot.refresh_from_db()
        return tuple(str(one) for one in (listing.lot.sold, listing.lot.listed, listing.sold))

    return read
