"""Tests of the cipher: the published example, stores of earlier versions, and a second implementation.

The second implementation is the package `cryptography`, with which earlier versions of the kiosk have encrypted.
"""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from hypothesis import given
from hypothesis import strategies as st

from kiosk.store.aes_gcm import WrongTagError, decrypt, encrypt
from kiosk.store.encryption import Seal
from kiosk.store.link_encryption import key_of

KEY, NONCE = bytes(range(32)), bytes(range(12))


def test_the_published_example() -> None:
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
    assert encrypt(key, nonce, text, bound) == sealed
    assert decrypt(key, nonce, sealed, bound) == text


def test_a_row_that_an_earlier_version_has_written_is_opened() -> None:
    """The package `cryptography` has made these bytes: the nonce, the encrypted text and the tag."""
    written = bytes.fromhex("6465666768696a6b6c6d6e6f8b87b00715c576aa09536ed1c352c4ad5485fd9c055168305bd5f5")
    assert Seal(KEY).open(written, "visit 12") == "Ünal, 4711"


_BYTES = st.binary(max_size=200)


@given(st.binary(min_size=32, max_size=32), st.binary(min_size=12, max_size=12), _BYTES, _BYTES)
def test_a_second_implementation_makes_the_same_bytes(key: bytes, nonce: bytes, text: bytes, bound: bytes) -> None:
    sealed = AESGCM(key).encrypt(nonce, text, bound)
    assert encrypt(key, nonce, text, bound) == sealed
    assert decrypt(key, nonce, sealed, bound) == text


@pytest.mark.parametrize("text", [b"", b"a", b"a text of more than one block of the cipher"])
def test_a_change_of_any_byte_is_noticed(text: bytes) -> None:
    sealed = encrypt(KEY, NONCE, text, b"row 1")
    for at in range(len(sealed)):
        changed = sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :]
        with pytest.raises(WrongTagError):
            decrypt(KEY, NONCE, changed, b"row 1")
    for shorter in range(len(sealed)):
        with pytest.raises(WrongTagError):
            decrypt(KEY, NONCE, sealed[:shorter], b"row 1")


def test_another_key_nonce_or_place_opens_nothing() -> None:
    sealed = encrypt(KEY, NONCE, b"secret", b"row 1")
    wrong = [(bytes(32), NONCE, b"row 1"), (KEY, bytes(12), b"row 1"), (KEY, NONCE, b"row 2"), (KEY, NONCE, b"")]
    wrong += [(KEY, NONCE[:size], b"row 1") for size in (0, 1, 11)] + [(KEY, NONCE + b"x", b"row 1")]
    for key, nonce, bound in wrong:
        with pytest.raises(WrongTagError):
            decrypt(key, nonce, sealed, bound)
    assert decrypt(KEY, NONCE, sealed, b"row 1") == b"secret"


def test_a_key_or_nonce_of_a_wrong_length_is_never_used() -> None:
    wrong = [(KEY[:31], NONCE), (KEY[:16], NONCE), (KEY + b"x", NONCE), (b"", NONCE), (KEY, NONCE[:11]), (KEY, b"")]
    for key, nonce in wrong:
        with pytest.raises(ValueError, match="32 bytes"):
            encrypt(key, nonce, b"secret", b"row 1")
    with pytest.raises(ValueError, match="32 bytes"):
        decrypt(KEY[:16], NONCE, bytes(40), b"row 1")


def test_threads_do_not_disturb_each_other() -> None:
    def there_and_back(number: int) -> bool:
        text, bound = bytes([number % 256]) * 5000, str(number).encode()
        sealed = encrypt(KEY, NONCE, text, bound)
        return decrypt(KEY, NONCE, sealed, bound) == text

    with ThreadPoolExecutor(4) as threads:
        assert all(threads.map(there_and_back, range(400)))


def test_the_kiosk_does_not_load_the_second_implementation() -> None:
    """If the kiosk loaded the package `cryptography`, it would need 8 MB more for as long as it runs."""
    sealed = "import sys, kiosk.store.vault; from kiosk.store.encryption import Seal; Seal(bytes(32)).close('x', 'y'); "
    command = [sys.executable, "-c", sealed + "print({'cryptography', 'Cryptodome'} & set(sys.modules))"]
    printed = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout
    assert printed == "{'Cryptodome'}\n"


# --- the key of a link ----------------------------------------------------------------------------


def test_the_key_of_a_link_is_that_of_earlier_versions() -> None:
    """The package `cryptography` has made this key."""
    made = key_of(b"m" * 32, bytes(range(16)))
    assert made.hex() == "2787e15e1e7a74ffdfe0f069343976b0bc205a05afbc2443634779bee5309d0f"


@given(_BYTES, _BYTES)
def test_a_second_implementation_makes_the_same_key_of_a_link(material: bytes, salt: bytes) -> None:
    assert key_of(material, salt) == HKDF(SHA256(), 32, salt, b"lending-kiosk link").derive(material)
