"""The weather of the simulated network: what goes wrong on the way between the kiosk and one of the servers."""

from collections.abc import Callable
from urllib.parse import urlsplit

from tests.simulated.network import LATEST_S, TO_KIOSK, TO_SERVER, Link, Mishap, Network, Way
from tests.walks.dice import Dice
from tests.walks.world import World

_KINDS = {"parted": 2.0, "slow": 1.5, "late": 4.0, "cut": 4.0, "lost": 1.0, "restart": 1.0}


class Weather:
    """What goes wrong in the network. `note` writes into the trace."""

    def __init__(self, network: Network, world: World, note: Callable[..., None]) -> None:
        self._network, self._world, self._note = network, world, note
        self._bad_until = 0.0

    @property
    def is_bad(self) -> bool:
        """Return True if a packet that was sent before now can still be late or cut."""
        waits = any(link.mishaps or link.slow_s for link in self._network.links.values())
        if waits:
            self._bad_until = self._network.loop.time() + LATEST_S
        return waits or self._network.loop.time() < self._bad_until

    def calm(self) -> None:
        """Let everything go well from now on."""
        for link in self._network.links.values():
            link.slow_s = 0.0
            link.mishaps.clear()
            link.held_until = {TO_SERVER: 0.0, TO_KIOSK: 0.0}

    def turns(self, dice: Dice) -> None:
        """Let something go wrong, now or with one of the next packets."""
        world = self._world.one_that_fails(dice)
        port = urlsplit(world.url).port or 0
        link, kind = self._network.link(port), dice.weighted(_KINDS)
        match kind:
            case "parted":
                self._part(link, dice)
            case "slow":
                link.slow_s = dice.one_of((0.5, 2.0, 5.0))
            case "late":
                late_s = dice.one_of((1.0, 4.0, 8.0, 11.0, 14.0, 19.0))
                link.mishaps.append(Mishap(_way(dice), dice.one_of((0, 0, 1, 2)), late_s=late_s))
            case "cut":
                share = dice.one_of((0.0, 0.0, 0.5, 1.0))
                link.mishaps.append(Mishap(_way(dice), dice.one_of((0, 0, 1, 2)), cut=True, share=share))
            case "lost":
                self._network.lose_all(port)
            case _:
                world.token_dies(dice, dice.one_of(world.most_likely))
                world.go_away(dice.one_of((0.05, 0.3, 1.0)))
        self._bad_until = self._network.loop.time() + 2 * LATEST_S
        self._note("WEATHER", port, kind, link.slow_s, link.mishaps)

    def _part(self, link: Link, dice: Dice) -> None:
        until = self._network.loop.time() + dice.one_of((0.5, 3.0, 7.0, 12.0, 18.0))
        which = dice.one_of(((TO_SERVER, TO_KIOSK), (TO_SERVER,), (TO_KIOSK,)))
        for way in which:
            link.held_until[way] = until


def _way(dice: Dice) -> Way:
    return dice.one_of((TO_SERVER, TO_KIOSK))
