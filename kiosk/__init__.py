"""The self-service kiosk of a tool library."""


def version() -> str:
    """Return the version of the installed package.

    The version is read only in this call and not at start-up, because the first frame does not need the version.
    """
    from importlib.metadata import version as installed_version

    return installed_version("lending-kiosk")
