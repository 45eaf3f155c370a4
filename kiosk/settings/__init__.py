"""The settings file: the contract with staff. `load(find_config(...))` gives structs, or every mistake."""

from kiosk.settings.load import DEFAULT_PATH, find_config, load
from kiosk.settings.model import (
    Backend,
    CodeSettings,
    CommandSettings,
    FeeSettings,
    JournalSettings,
    KioskSettings,
    LoanSettings,
    LoginSettings,
    MyTurnSettings,
    PinRule,
    Player,
    Remember,
    ReturnSettings,
    Settings,
    SoundSettings,
    StaffSettings,
    Theme,
    TimeoutUnit,
    Verb,
    VisitSettings,
)
from kiosk.settings.overrides import Overrides
from kiosk.settings.problems import Problem, SettingsProblems
from kiosk.settings.texts import Display

__all__ = [
    "DEFAULT_PATH",
    "Backend",
    "CodeSettings",
    "CommandSettings",
    "Display",
    "FeeSettings",
    "JournalSettings",
    "KioskSettings",
    "LoanSettings",
    "LoginSettings",
    "MyTurnSettings",
    "Overrides",
    "PinRule",
    "Player",
    "Problem",
    "Remember",
    "ReturnSettings",
    "Settings",
    "SettingsProblems",
    "SoundSettings",
    "StaffSettings",
    "Theme",
    "TimeoutUnit",
    "Verb",
    "VisitSettings",
    "find_config",
    "load",
]
