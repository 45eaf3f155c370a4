"""A function that encodes an id or a label for the path of an address, so that it changes no other part of the path."""

from urllib.parse import quote


def path_part(text: str) -> str:
    """Return this text as one part of a path. Encode all characters with a meaning in an address, such as a slash."""
    encoded = quote(text, safe="", errors="surrogatepass")
    # The parts "." and ".." would change the path, so their dots are encoded, too.
    return encoded.replace(".", "%2E") if encoded in {".", ".."} else encoded
