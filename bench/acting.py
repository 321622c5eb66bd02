"""Targets 1, 2, 3 and 5, and the peers: acts of 1 and of 4 clients, each a process, beside raw."""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack

from bench.clients import Client, ClientFailed, Round, clients, together
from bench.effort import Effort
from bench.measured import Found, Measured, Pace, Peer
from bench.peers import PEERS, PYTHON, environment, missing, prepare, versions
from bench.product import year_of
from bench.rounds import percentile, ratio
from bench.servers import Servers

RAW, OURS = "raw", "product"
AT_ONCE = 4
Done = dict[str, list[Round]]


def measure(servers: Servers, effort: Effort, *, peers: bool) -> Found:
    """Measure acts a second, latency and processor time, of the product and of the peers."""
    with ExitStack() as stack:
        acting: dict[str, Sequence[Client]] = {
            RAW: stack.enter_context(clients("bench.raw_postgres", _each(servers.raw))),
            OURS: stack.enter_context(clients("bench.product", _each(servers.product))),
        }
        beside = _peers(servers, effort, stack, acting) if peers else ()
        done = {count: _rounds(acting, count, effort) for count in (1, AT_ONCE)}
    return Found(
        targets=tuple(_targets(done)), peers=tuple(_with_paces(peer, done) for peer in beside)
    )


def _each(url: str) -> list[tuple[str, str]]:
    return [(url, year_of(f"bloc-{number}")) for number in range(AT_ONCE)]


def _peers(
    servers: Servers, effort: Effort, stack: ExitStack, acting: dict[str, Sequence[Client]]
) -> list[Peer]:
    effort.say("peers")
    if (why := environment()) is not None:
        return [missing(peer, why) for peer in PEERS]
    found = []
    for peer in PEERS:
        effort.say(peer.name)
        url = servers.empty(peer.module.rpartition(".")[2])
        why = prepare(peer, url)
        if why is None:
            each = [(url, str(number)) for number in range(AT_ONCE)]
            try:
                acting[peer.name] = stack.enter_context(clients(peer.module, each, PYTHON))
            except ClientFailed as failed:
                why = str(failed)[-300:]
        version = versions()[peer.distribution]
        found.append(Peer(name=peer.name, version=version, missing=why))
    return found


def _rounds(acting: Mapping[str, Sequence[Client]], count: int, effort: Effort) -> Done:
    done: Done = {name: [] for name in acting}
    for name, those in acting.items():
        together(those[:count], effort.seconds)  # warm: statements prepared, caches filled
        done[name] = []
    names = list(acting)
    for number in range(effort.rounds):
        effort.say(f"{count} client(s), round {number + 1}/{effort.rounds}")
        first = number % len(names)
        for name in [*names[first:], *names[:first]]:
            done[name].append(_fair(together(acting[name][:count], effort.seconds)))
    return done


def _fair(found: Round) -> Round:
    if found.refused:
        message = f"acts refused, {dict(found.refused)}, where nobody was in anybody's way"
        raise RuntimeError(message)
    return found


def _targets(done: Mapping[int, Done]) -> list[Measured]:
    one, many = done[1], done[AT_ONCE]
    cpu_ours, cpu_raw = _cpu_us(one[OURS]), _cpu_us(one[RAW])
    latency = {
        f"{who}_p{share * 100:.0f}_ms": _took_ms(one[who], share)
        for who in (RAW, OURS)
        for share in (0.50, 0.99)
    }
    return [
        _paced("1", "acts a second, PostgreSQL, 1 client", 0.50, one),
        _paced("2", "acts a second, PostgreSQL, 4 clients", 0.45, many),
        _late("3a", 0.50, 2.0, one, latency),
        _late("3b", 0.99, 2.5, one, latency),
        Measured(
            id="5", name="client processor time of an act", target=5, sense="at_most",
            ratio=_over(one, "cpu_us"),
            figures={"raw_us": cpu_raw, "product_us": cpu_ours},
        ),
    ]  # fmt: skip


def _paced(number: str, name: str, target: float, done: Done) -> Measured:
    ours, raw = ([each.per_s for each in done[who]] for who in (OURS, RAW))
    return Measured(
        id=number, name=name, target=target, ratio=ratio(ours, raw),
        figures={"raw_per_s": _middle(raw), "product_per_s": _middle(ours)},
    )  # fmt: skip


def _late(
    number: str, share: float, target: float, done: Done, latency: Mapping[str, float]
) -> Measured:
    ours, raw = ([percentile(each.took_us, share) for each in done[who]] for who in (OURS, RAW))
    mark = f"p{share * 100:.0f}"
    return Measured(
        id=number, name=f"latency of an act, {mark}", target=target, sense="at_most",
        ratio=ratio(ours, raw),
        figures={name: value for name, value in latency.items() if mark in name},
    )  # fmt: skip


def _over(done: Done, name: str) -> float:
    ours, raw = ([float(getattr(each, name)) for each in done[who]] for who in (OURS, RAW))
    return ratio(ours, raw)


def _middle(values: Sequence[float]) -> float:
    return percentile(values, 0.5)


def _cpu_us(rounds: Sequence[Round]) -> float:
    return _middle([each.cpu_us for each in rounds])


def _took_ms(rounds: Sequence[Round], share: float) -> float:
    return _middle([percentile(each.took_us, share) for each in rounds]) / 1000


def _with_paces(peer: Peer, done: Mapping[int, Done]) -> Peer:
    if peer.missing is not None:
        return peer
    paces = tuple(_pace(count, rounds, peer.name) for count, rounds in done.items())
    return Peer(name=peer.name, version=peer.version, paces=paces)


def _pace(count: int, done: Done, name: str) -> Pace:
    theirs, raw = ([each.per_s for each in done[who]] for who in (name, RAW))
    return Pace(
        clients=count,
        per_s=_middle(theirs),
        ratio=ratio(theirs, raw),
        p50_ms=_took_ms(done[name], 0.50),
        p99_ms=_took_ms(done[name], 0.99),
    )
