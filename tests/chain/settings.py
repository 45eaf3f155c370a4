"""The table of the library's kiosk settings.

Each row has two values of a setting, a scene, and the words that the screen must show in this scene.
"""

from collections.abc import Mapping

from tests.chain import scenes
from tests.chain.setting import Setting

LINKS = '[login]\nfob = "linked"\n'
ASKS = '[login]\nfob = "ask-password"\n'
ENDPOINT = (
    '[login]\nfob = "endpoint"\nendpoint_url = "{site}/api/kiosk/scan"\nendpoint_body = \'{{"code": "{{code}}"}}\'\n'
)
SECONDS = '[visit]\nlogout_timeout_unit = "seconds"\n'


def _day(opens: str, closes: str) -> Mapping[str, object]:
    return {"closed": False, "openTime": f"{opens}:00.000", "closeTime": f"{closes}:00.000"}


def _language(code: str, native: str, *, default: bool = False) -> Mapping[str, object]:
    return {"code": code, "name": native, "native": native, "isDefault": default}


_ADDRESS = {"street1": "7 Canal Row", "street2": "", "city": "Lockport", "phone": "(716) 555-0199"}
_LATE, _EARLY = [_day("09:00", "21:00")] * 7, [_day("09:00", "12:00")] * 7
_ENGLISH, _FRENCH = _language("en", "English", default=True), _language("fr", "Français")

SETTINGS = (
    # --- the library's own texts ---
    Setting(
        name="kioskWelcomeText",
        first="<p>Mind the <b>wet floor</b>.</p>",
        second="",
        scene=scenes.welcome,
        seen="wet floor",
        never=(scenes.home,),
    ),
    Setting(
        name="kioskHomeText",
        first="<p>Bits are sold at the desk.</p>",
        second="",
        scene=scenes.home,
        seen="Bits are sold",
        never=(scenes.welcome, scenes.borrowed),
    ),
    Setting(
        name="kioskCheckInText",
        first="<p>Please wipe it clean.</p>",
        second="",
        scene=scenes.returning,
        seen="wipe it clean",
        never=(scenes.home, scenes.borrowing),
    ),
    Setting(
        name="kioskCheckOutText",
        first="<p>Take safety glasses.</p>",
        second="",
        scene=scenes.borrowing,
        seen="safety glasses",
        never=(scenes.home, scenes.returning),
    ),
    Setting(
        name="kioskPostCheckInText",
        first="<p>Please lock up.</p>",
        second="",
        scene=scenes.brought_back,
        seen="lock up",
        never=(scenes.borrowed, scenes.returning, scenes.refused),
    ),
    Setting(
        name="kioskPostCheckOutText",
        first="<p>Mind your fingers.</p>",
        second="",
        scene=scenes.borrowed,
        seen="your fingers",
        never=(scenes.brought_back, scenes.borrowing, scenes.refused),
    ),
    Setting(
        name="kioskPostCheckInText",
        case="both",
        first="<p>Please lock up.</p>",
        second="",
        scene=scenes.borrowed_and_brought_back,
        seen="lock up",
    ),
    Setting(
        name="kioskFormLoginErrorText",
        first="Call Jane at 555-1212",
        second="",
        scene=scenes.wrong_password,
        seen="Call Jane",
        else_seen="Please check both fields",
        never=(scenes.welcome, scenes.strange_fob),
    ),
    Setting(
        name="kioskScanLoginErrorText",
        first="Ask Jane for a new fob",
        second="",
        scene=scenes.strange_fob,
        seen="Ask Jane",
        else_seen="You can log in with your user name",
        never=(scenes.welcome, scenes.wrong_password),
        more=ENDPOINT,
        knobs={"scan_endpoint": True},
    ),
    Setting(
        name="kioskScanLoginErrorText",
        case="fob-and-password",
        first="Ask Jane for a new fob",
        second="",
        scene=scenes.strange_fob_then_wrong_password,
        seen="Ask Jane",
        else_seen="555-1212",  # the second value is empty, so the library's text for the form is shown
        more=ASKS,
    ),
    # --- questions ---
    Setting(
        name="skipKioskCheckinConfirmation",
        first=False,
        second=True,
        scene=scenes.finish_a_return,
        seen="Is this right",
        else_seen="Confirmed 1 of 1",
        never=(scenes.finish_a_borrow,),
    ),
    Setting(
        name="skipKioskCheckoutConfirmation",
        first=False,
        second=True,
        scene=scenes.finish_a_borrow,
        seen="Is this right",
        else_seen="Confirmed 1 of 1",
        never=(scenes.finish_a_return,),
    ),
    Setting(
        name="skipKioskLogoutConfirmation",
        first=False,
        second=True,
        scene=scenes.logging_out,
        seen="Log out now?",
        else_seen="Hold your key fob",
    ),
    # --- time ---
    Setting(
        name="logoutTimeout",
        first=5,
        second=1,
        scene=scenes.idle_for_a_minute_and_a_half,
        seen="Log out Marta",
        else_seen="Hold your key fob",
    ),
    Setting(
        name="logoutTimeout",
        case="seconds",
        first=300,
        second=60,
        scene=scenes.idle_for_a_minute_and_a_half,
        seen="Log out Marta",
        else_seen="Hold your key fob",
        more=SECONDS,
    ),
    Setting(
        name="logoutTimeout",
        case="floor",
        first=100,
        second=1,  # the kiosk waits at least half a minute, even with this value
        scene=scenes.idle_for_25_seconds,
        seen="Log out Marta",
        else_seen="Still here, Marta?",
        more=SECONDS,
    ),
    # --- access ---
    Setting(
        name="enableKioskMode",
        first=True,
        second=False,
        scene=scenes.welcome,
        seen="Hold your key fob",
        else_seen="This kiosk is switched off",
    ),
    Setting(
        name="selfServeEnabled",
        first=True,
        second=False,
        scene=scenes.welcome,
        seen="Hold your key fob",
        else_seen="This kiosk is switched off",
    ),
    Setting(
        name="allowKioskScanLogin",
        first=True,
        second=False,
        scene=scenes.welcome,
        seen="Hold your key fob",
        else_seen="Log in here to start",
    ),
    Setting(
        name="allowKioskFormLogin",
        first=True,
        second=False,
        scene=scenes.welcome,
        seen="Log in without a fob",
    ),
    # --- projects ---
    Setting(
        name="projectsSupported",
        first=True,
        second=False,
        scene=scenes.borrowing,
        seen="Project",
        never=(scenes.returning,),
    ),
    # --- money ---
    Setting(
        name="hideMoney",
        first=False,
        second=True,
        scene=scenes.borrowing_for_a_fee,
        seen="To pay: $3.00",
    ),
    Setting(
        name="hideMoney",
        case="receipt",
        first=False,
        second=True,
        scene=scenes.borrowed_for_a_fee,
        seen="What it costs",
    ),
    Setting(
        name="hideMoney",
        case="late",
        first=False,
        second=True,
        scene=scenes.brought_back_late,
        seen="Late fee: $2.00",
    ),
    Setting(
        name="currencyCode",
        first="EUR",
        second="USD",
        scene=scenes.borrowed_for_a_fee,
        seen="€3.00",  # the kiosk writes this price on the line; the total is a text of the server
    ),
    # --- the library itself ---
    Setting(
        name="renewMembershipUrl",
        first="https://renew.example/now",
        second="",  # then the QR code has the address of the library's site
        scene=scenes.expired,
        seen="https://renew.example/now",
        at="Code that opens the page for renewing on your phone",
        never=(scenes.home,),
    ),
    Setting(
        name="hours",
        first=_LATE,
        second=_EARLY,
        scene=scenes.welcome,
        seen="Open until 9:00 PM",
        else_seen="Closed now",
    ),
    Setting(name="address", first=_ADDRESS, second={}, scene=scenes.help_sheet, seen="7 Canal Row, Lockport"),
    Setting(
        name="address",
        case="phone",
        first=_ADDRESS,
        second={},
        scene=scenes.welcome,
        seen="(716) 555-0199",
    ),
    Setting(name="email", first="desk@lockport.example", second="", scene=scenes.welcome, seen="desk@lockport.example"),
    Setting(
        name="languages",
        first=[_ENGLISH, _FRENCH],
        second=[_ENGLISH],
        scene=scenes.welcome,
        seen="Français",
    ),
    Setting(
        name="locale",
        first="en-US",
        second="en-GB",
        scene=scenes.welcome,
        seen="3:30 PM",
        else_seen="15:30",
    ),
)
