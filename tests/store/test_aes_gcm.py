"""Tests of the cipher: the published examples, and the package `cryptography` as a second implementation."""

import resource
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from hypothesis import given
from hypothesis import strategies as st

from kiosk.store.aes_gcm import AesGcm, WrongTagError, of_openssl, of_package
from kiosk.store.link_encryption import hkdf

KEY, NONCE = bytes(range(32)), bytes(range(12))
OPENSSL, PACKAGE = of_openssl(), of_package()
CIPHERS = [pytest.param(OPENSSL, id="openssl"), pytest.param(PACKAGE, id="package")]
both = pytest.mark.parametrize("cipher", CIPHERS)


def _printed(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60).stdout


def test_the_openssl_of_this_python_is_called() -> None:
    assert OPENSSL is not None


@both
def test_the_published_example(cipher: AesGcm) -> None:
    """Test case 16 of "The Galois/Counter Mode of Operation" (McGrew and Viega)."""
    key, nonce = bytes.fromhex("feffe9928665731c6d6a8f9467308308") * 2, bytes.fromhex("cafebabefacedbaddecaf888")
    text = bytes.fromhex(
        "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
        "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"
    )
    bound = bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2")
    sealed = bytes.fromhex(
        "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
        "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
        "76fc6ece0f4e1768cddf8853bb2d551b"
    )
    assert cipher.encrypt(key, nonce, text, bound) == sealed
    assert cipher.decrypt(key, nonce, sealed, bound) == text


_BYTES = st.binary(max_size=200)


@given(st.binary(min_size=32, max_size=32), st.binary(min_size=12, max_size=12), _BYTES, _BYTES)
def test_both_ciphers_make_the_same_bytes(key: bytes, nonce: bytes, text: bytes, bound: bytes) -> None:
    """A store that was written with one of the two ciphers can be read with the other cipher."""
    assert OPENSSL is not None
    sealed = OPENSSL.encrypt(key, nonce, text, bound)
    assert sealed == PACKAGE.encrypt(key, nonce, text, bound)
    assert OPENSSL.decrypt(key, nonce, sealed, bound) == PACKAGE.decrypt(key, nonce, sealed, bound) == text


@both
@pytest.mark.parametrize("text", [b"", b"a", b"a text of more than one block of the cipher"])
def test_a_change_of_any_byte_is_noticed(cipher: AesGcm, text: bytes) -> None:
    sealed = cipher.encrypt(KEY, NONCE, text, b"row 1")
    for at in range(len(sealed)):
        changed = sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :]
        with pytest.raises(WrongTagError):
            cipher.decrypt(KEY, NONCE, changed, b"row 1")
    for shorter in range(len(sealed)):
        with pytest.raises(WrongTagError):
            cipher.decrypt(KEY, NONCE, sealed[:shorter], b"row 1")


@both
def test_another_key_nonce_or_place_opens_nothing(cipher: AesGcm) -> None:
    sealed = cipher.encrypt(KEY, NONCE, b"secret", b"row 1")
    wrong = [(bytes(32), NONCE, b"row 1"), (KEY, bytes(12), b"row 1"), (KEY, NONCE, b"row 2"), (KEY, NONCE, b"")]
    wrong += [(KEY, NONCE[:size], b"row 1") for size in (0, 1, 11)] + [(KEY, NONCE + b"x", b"row 1")]
    for key, nonce, bound in wrong:
        with pytest.raises(WrongTagError):
            cipher.decrypt(key, nonce, sealed, bound)
    assert cipher.decrypt(KEY, NONCE, sealed, b"row 1") == b"secret"


@both
def test_a_key_or_nonce_of_a_wrong_length_is_never_used(cipher: AesGcm) -> None:
    for key, nonce in ((KEY[:31], NONCE), (KEY + b"x", NONCE), (b"", NONCE), (KEY, NONCE[:11]), (KEY, b"")):
        with pytest.raises(ValueError, match="32 bytes"):
            cipher.encrypt(key, nonce, b"secret", b"row 1")
    with pytest.raises(ValueError, match="32 bytes"):
        cipher.decrypt(KEY[:16], NONCE, bytes(40), b"row 1")


@both
def test_threads_do_not_disturb_each_other(cipher: AesGcm) -> None:
    def there_and_back(number: int) -> bool:
        text, bound = bytes([number % 256]) * 5000, str(number).encode()
        sealed = cipher.encrypt(KEY, NONCE, text, bound)
        return cipher.decrypt(KEY, NONCE, sealed, bound) == text

    with ThreadPoolExecutor(4) as threads:
        assert all(threads.map(there_and_back, range(400)))


def test_openssl_frees_everything() -> None:
    assert OPENSSL is not None
    _use(OPENSSL, 2000)
    before = _resident_mb()
    _use(OPENSSL, 20_000)
    assert _resident_mb() - before < 1


def _use(cipher: AesGcm, times: int) -> None:
    sealed = cipher.encrypt(KEY, NONCE, b"secret", b"row 1")
    for _ in range(times):
        with pytest.raises(WrongTagError):
            cipher.decrypt(KEY, NONCE, sealed, b"row 2")


def _resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 2**20


_SEAL = "import sys; from kiosk.store.encryption import Seal; seal = Seal(bytes(32)); "
_SEALED = "sealed = seal.close('x', 'y'); print(seal.open(sealed, 'y'), 'cryptography' in sys.modules)"


def test_the_package_is_not_loaded_if_openssl_can_be_called() -> None:
    """If the kiosk loaded the package `cryptography`, it would need 8 MB more for as long as it runs."""
    assert _printed(_SEAL + "import kiosk.store.vault; " + _SEALED) == "x False\n"


def test_the_package_is_used_if_openssl_cannot_be_called() -> None:
    assert _printed(_SEAL + "sys.modules['_hashlib'] = None; " + _SEALED) == "x True\n"


# --- the key of a link ----------------------------------------------------------------------------


def test_the_published_example_of_hkdf() -> None:
    """Test case 1 of RFC 5869, of which the kiosk needs the first 32 bytes."""
    made = hkdf(b"\x0b" * 22, bytes(range(13)), bytes(range(0xF0, 0xFA)))
    assert made.hex() == "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf"


@given(_BYTES, st.binary(min_size=1, max_size=80), _BYTES)
def test_hkdf_is_that_of_the_package(material: bytes, salt: bytes, purpose: bytes) -> None:
    assert hkdf(material, salt, purpose) == HKDF(SHA256(), 32, salt, purpose).derive(material)
