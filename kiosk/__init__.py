"""The self-service kiosk of a tool library."""


def version() -> str:
    """Return the version of the installed package. This is read only when asked: the first frame does not need it."""
    from importlib.metadata import version as installed_version

    return installed_version("lending-kiosk")
