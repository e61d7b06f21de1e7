"""Where a gateway may be: its name is resolved here, and the address found is the one called.

A name that is looked up twice may lead to two places; a gateway's address that points into our
own network would let whoever sets it knock at our doors.
"""

from __future__ import annotations

import ipaddress
import socket


class NoAddress(OSError):
    """The name leads nowhere, or to where nothing may be sent."""


def address_of(host: str, port: int, *, private: bool) -> str:
    """An address of a host. Raises NoAddress where there is none, or one is not of the open Internet."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NoAddress(host) from error
    addresses = [str(entry[4][0]) for entry in found]
    if not addresses or not (private or all(_is_open(address) for address in addresses)):
        raise NoAddress(host)
    return addresses[0]


def _is_open(address: str) -> bool:
    plain = ipaddress.ip_address(address.partition("%")[0])
    inner = getattr(plain, "ipv4_mapped", None)
    return bool((inner or plain).is_global and not plain.is_multicast)
