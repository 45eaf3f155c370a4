"""What views and screens make their frozen classes with: the domain's quick dataclass, which screens may not import."""

from kiosk.domain.frozen import dataclass

__all__ = ["dataclass"]
