"""AES-256-GCM: encryption of bytes that also shows if somebody has changed the encrypted bytes.

The cipher itself is in the library OpenSSL (libcrypto), which Python has loaded for `hashlib` and `ssl`. This module
calls that library with ctypes. The package `cryptography` has its own copy of OpenSSL, which would need 8 MB as long as
the kiosk runs. The package is used only with a Python whose OpenSSL cannot be called, for example because OpenSSL is a
part of Python itself. The encrypted bytes are the same in both cases.
"""

import ctypes
from collections.abc import Callable
from functools import cache
from typing import NamedTuple, Self

KEY_LENGTH, NONCE_LENGTH, TAG_LENGTH = 32, 12, 16
_GET_TAG, _SET_TAG = 0x10, 0x11  # EVP_CTRL_AEAD_GET_TAG and EVP_CTRL_AEAD_SET_TAG of openssl/evp.h
_TEXT, _NUMBER, _PLACE = ctypes.c_char_p, ctypes.c_int, ctypes.c_void_p
_SIGNATURES = {
    "EVP_aes_256_gcm": (_PLACE, ()),
    "EVP_CIPHER_CTX_new": (_PLACE, ()),
    "EVP_CIPHER_CTX_free": (None, (_PLACE,)),
    "EVP_CIPHER_CTX_ctrl": (_NUMBER, (_PLACE, _NUMBER, _NUMBER, _PLACE)),
    "EVP_CipherInit_ex": (_NUMBER, (_PLACE, _PLACE, _PLACE, _TEXT, _TEXT, _NUMBER)),
    "EVP_CipherUpdate": (_NUMBER, (_PLACE, _PLACE, ctypes.POINTER(_NUMBER), _TEXT, _NUMBER)),
    "EVP_CipherFinal_ex": (_NUMBER, (_PLACE, _PLACE, ctypes.POINTER(_NUMBER))),
    "ERR_clear_error": (None, ()),
}
"""The functions of libcrypto that this module calls, with the type of the result and the types of the parameters."""


class WrongTagError(Exception):
    """The bytes cannot be decrypted. The key, the nonce or `bound` is wrong, or somebody has changed the bytes."""


class AesGcm(NamedTuple):
    """The two functions of the cipher. Both take the key, the nonce, the bytes, and `bound`.

    `bound` is not encrypted, but the bytes can be decrypted only with the same `bound`. `decrypt` raises WrongTagError
    if it cannot decrypt the bytes. Use each nonce only once with the same key.
    """

    encrypt: Callable[[bytes, bytes, bytes, bytes], bytes]
    decrypt: Callable[[bytes, bytes, bytes, bytes], bytes]


@cache
def aes_gcm() -> AesGcm:
    """Return the cipher of the OpenSSL that Python has loaded.

    If the functions of this OpenSSL cannot be called, return the cipher of the package `cryptography`.
    """
    return of_openssl() or of_package()


def of_openssl() -> AesGcm | None:
    """Return the cipher of the OpenSSL that Python has loaded, or None if its functions cannot be called."""
    try:
        import _hashlib

        # A handle of the module `_hashlib` also finds the functions of the libraries that the module needs. So we use
        # the OpenSSL that is loaded already, whatever its version and its file name are.
        library = ctypes.CDLL(str(_hashlib.__file__))
        for name, (result, parameters) in _SIGNATURES.items():
            function = getattr(library, name)
            function.restype, function.argtypes = result, parameters
    except (ImportError, AttributeError, OSError):
        return None

    def encrypt(key: bytes, nonce: bytes, text: bytes, bound: bytes) -> bytes:
        _check(key, nonce)
        with _Context(library) as context:
            return context.encrypted(key, nonce, text, bound)

    def decrypt(key: bytes, nonce: bytes, sealed: bytes, bound: bytes) -> bytes:
        if len(nonce) != NONCE_LENGTH or len(sealed) < TAG_LENGTH:
            raise WrongTagError
        _check(key, nonce)
        with _Context(library) as context:
            return context.decrypted(key, nonce, sealed, bound)

    return AesGcm(encrypt, decrypt)


def of_package() -> AesGcm:
    """Return the cipher of the package `cryptography`."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    def encrypt(key: bytes, nonce: bytes, text: bytes, bound: bytes) -> bytes:
        _check(key, nonce)
        return AESGCM(key).encrypt(nonce, text, bound)

    def decrypt(key: bytes, nonce: bytes, sealed: bytes, bound: bytes) -> bytes:
        if len(nonce) != NONCE_LENGTH:
            raise WrongTagError
        _check(key, nonce)
        try:
            return AESGCM(key).decrypt(nonce, sealed, bound)
        except InvalidTag as why:
            raise WrongTagError from why

    return AesGcm(encrypt, decrypt)


def _check(key: bytes, nonce: bytes) -> None:
    """Raise ValueError if the key or the nonce has a wrong length.

    Without this check, OpenSSL would read the bytes in memory after the end of a key that is too short.
    """
    if len(key) != KEY_LENGTH or len(nonce) != NONCE_LENGTH:
        raise ValueError("a key of AES-256-GCM has 32 bytes, and a nonce has 12")


class _Context:
    """One use of OpenSSL's cipher. Call one of the two methods in a `with` block, and call it only once."""

    def __init__(self, library: ctypes.CDLL) -> None:
        self._library = library
        self._context: int | None = None

    def __enter__(self) -> Self:
        self._context = self._library.EVP_CIPHER_CTX_new()
        if self._context is None:
            raise MemoryError
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        self._library.EVP_CIPHER_CTX_free(self._context)  # This call also overwrites the key.
        self._library.ERR_clear_error()  # Otherwise, the module `ssl` would find OpenSSL's errors later.

    def encrypted(self, key: bytes, nonce: bytes, text: bytes, bound: bytes) -> bytes:
        """Return the encrypted text, followed by the tag, which shows later if somebody has changed the bytes."""
        self._begin(key, nonce, encrypts=True)
        changed = self._changed(text, bound)
        _must(self._ended())
        tag = ctypes.create_string_buffer(TAG_LENGTH)
        _must(self._library.EVP_CIPHER_CTX_ctrl(self._context, _GET_TAG, TAG_LENGTH, tag))
        return changed + tag.raw

    def decrypted(self, key: bytes, nonce: bytes, sealed: bytes, bound: bytes) -> bytes:
        """Return the decrypted text. Raises WrongTagError if the tag at the end does not fit."""
        self._begin(key, nonce, encrypts=False)
        _must(self._library.EVP_CIPHER_CTX_ctrl(self._context, _SET_TAG, TAG_LENGTH, sealed[-TAG_LENGTH:]))
        changed = self._changed(sealed[:-TAG_LENGTH], bound)
        if self._ended() != 1:
            raise WrongTagError
        return changed

    def _begin(self, key: bytes, nonce: bytes, *, encrypts: bool) -> None:
        cipher = self._library.EVP_aes_256_gcm()
        _must(self._library.EVP_CipherInit_ex(self._context, cipher, None, key, nonce, int(encrypts)))

    def _changed(self, text: bytes, bound: bytes) -> bytes:
        length = _NUMBER()
        if bound:
            _must(self._library.EVP_CipherUpdate(self._context, None, length, bound, len(bound)))
        if not text:
            return b""
        out = ctypes.create_string_buffer(len(text))
        _must(self._library.EVP_CipherUpdate(self._context, out, length, text, len(text)))
        return out.raw

    def _ended(self) -> int:
        # At the end, GCM writes no more bytes, but OpenSSL demands a buffer with room for one block of 16 bytes.
        return int(self._library.EVP_CipherFinal_ex(self._context, ctypes.create_string_buffer(16), _NUMBER()))


def _must(result: int) -> None:
    if result != 1:
        raise OSError("OpenSSL cannot use AES-256-GCM")
