"""Where a webhook may lead: never inside, whatever the name, unless the settings say so."""

from ipaddress import ip_network

import pytest

from tasks.senders.places import checked, look_up
from workflow.runtime import CannotSend

INSIDE = [
    "127.0.0.1", "10.0.0.8", "172.16.3.4", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "0.0.0.0", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1",  # noqa: S104 - bound to nothing
    "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.8", "64:ff9b::a00:8", "2002:7f00:1::1",
    "fec0::1", "64:ff9b:1::a00:8", "::ffff:0:a00:8", "::a00:8", "::7f00:1", "100::1",
]  # fmt: skip


@pytest.mark.parametrize("address", INSIDE)
def test_an_internal_address_is_refused_for_good(address: str) -> None:
    with pytest.raises(CannotSend) as why:
        checked("hook.example.vn", 443, (), lambda _host, _port: [address])

    assert why.value.final


def test_one_internal_address_among_others_is_refused() -> None:
    with pytest.raises(CannotSend):
        checked("hook.example.vn", 443, (), lambda _host, _port: ["203.113.1.1", "10.0.0.8"])


def test_the_address_that_was_checked_is_the_one_to_connect_to() -> None:
    assert checked("x", 443, (), lambda _host, _port: ["203.162.4.190"]) == "203.162.4.190"


@pytest.mark.parametrize("address", ["2001:dc8::1", "64:ff9b::cba2:4be", "::ffff:203.162.4.190"])
def test_a_public_address_is_led_to_however_it_is_written(address: str) -> None:
    assert checked("x", 443, (), lambda _host, _port: [address])


def test_a_network_that_is_allowed_may_be_led_to() -> None:
    allowed = (ip_network("10.0.0.0/16"),)

    assert checked("x", 443, allowed, lambda _host, _port: ["10.0.0.8"]) == "10.0.0.8"
    with pytest.raises(CannotSend):
        checked("x", 443, allowed, lambda _host, _port: ["10.1.0.8"])


@pytest.mark.parametrize("host", ["localhost", "127.1", "2130706433", "0x7f.1", "0"])
def test_other_ways_of_writing_this_machine_are_seen_through(host: str) -> None:
    with pytest.raises(CannotSend):
        checked(host, 443, (), look_up)


def test_a_name_that_nobody_knows_is_tried_again() -> None:
    with pytest.raises(CannotSend) as why:
        checked("no-such-name.invalid", 443, (), look_up)

    assert not why.value.final
