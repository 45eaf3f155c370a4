"""The checks of `lending-kiosk check`. Each module checks one part of the set-up and yields its results one by one."""
