"""Every time span of a visit, in seconds. Only a `Tick` that reaches one of them ends anything."""

NOTICE_S = 6.0
SERVER_BACK_S = 3.0

TRAY_S = 60.0
TRAY_WARN_S = 15.0
"""The kiosk asks whose tools these are this long before it clears the tray."""
LANGUAGE_S = 60.0
FORM_S = 60.0
TURNED_AWAY_S = 30.0
FINDING_S = 60.0
"""Somebody who is not logged in may look at search results for this long."""
TYPING_S = 0.2
"""The pause in typing after which the kiosk searches for the typed words."""

IDLE_LEAST_S = 30.0
IN_FLIGHT_MOST_S = 30.0
"""The idle time-out waits this long for a line in flight."""
SWITCH_S = 15.0
SETTLING_S = 15.0
TAKING_OUT_S = 30.0
"""A walk-away waits this long for lines to be taken out before it records the rest."""

READS_AFTER_S = (1.0, 3.0, 8.0, 20.0, 40.0, 80.0)
"""The times of the read-backs, counted from the commit."""
READS_END_S = 90.0
SAME_PICTURE_S = 15.0
"""A commit whose answer was lost may still be running: it failed only if the picture stays the same for this long."""
AWAY_TRIES = 3
LEAVE_AFTER_S = 10.0
"""After this time the member may leave while the reading continues."""

RECEIPT_S = 30.0
RECEIPT_SHORT_S = 10.0
RECEIPT_MOST_S = 120.0
