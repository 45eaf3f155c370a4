"""Every time span of a visit, in seconds. Nothing but a `Tick` that reaches one of them ends anything."""

NOTICE_S = 6.0
SERVER_BACK_S = 3.0

TRAY_S = 60.0
TRAY_WARN_S = 15.0
"""So long before the tray is cleared the kiosk asks whose tools these are."""
LANGUAGE_S = 60.0
FORM_S = 60.0
TURNED_AWAY_S = 30.0
FINDING_S = 60.0
"""So long somebody without a name may look at what was found."""
TYPING_S = 0.2
"""Between two keys: what is typed is looked for when the fingers rest."""

IDLE_LEAST_S = 30.0
IN_FLIGHT_MOST_S = 30.0
"""So long the idle time-out waits for a line in flight."""
SWITCH_S = 15.0
SETTLING_S = 15.0
TAKING_OUT_S = 30.0
"""So long a walk-away waits for what it takes out before it records the rest."""

READS_AFTER_S = (1.0, 3.0, 8.0, 20.0, 40.0, 80.0)
"""When the loans are read back, counted from the commit."""
READS_END_S = 90.0
SAME_PICTURE_S = 15.0
"""A commit whose answer was lost may still be running: only the same picture, so long apart, says no."""
AWAY_TRIES = 3
LEAVE_AFTER_S = 10.0
"""From then on the member may go while the reading continues."""

RECEIPT_S = 30.0
RECEIPT_SHORT_S = 10.0
RECEIPT_MOST_S = 120.0
