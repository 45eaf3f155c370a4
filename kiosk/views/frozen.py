"""The domain's quick frozen dataclass, given on to views and screens, because screens may not import the domain."""

from kiosk.domain.frozen import dataclass

__all__ = ["dataclass"]
