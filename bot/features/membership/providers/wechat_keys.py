"""The keys of WeChat Pay: the merchant's own, the platform's, and the one for what notices hold."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

_SECRET = 32  # bytes of the key of version 3
_NONCE = 12  # bytes, AEAD_AES_256_GCM


class Unreadable(ValueError):
    """Which of the keys cannot be used; never what it holds."""


class Keys:
    """What signs, checks and decrypts.

    Args:
        merchant: the merchant's number.
        serial: of the merchant's certificate.
        private: file with the merchant's private key, PEM.
        secret: the key of version 3 of the API.
        platform: the id of WeChat Pay's public key (`PUB_KEY_ID_…`), or the serial of its certificate.
        public: file with that public key, or with that certificate, PEM.

    Raises:
        Unreadable: a file is missing or holds none, or the secret is of another length.
    """

    def __init__(
        self, merchant: str, serial: str, private: Path, secret: str, platform: str, public: Path
    ) -> None:
        from wechatpayv3 import utils

        self.merchant, self.platform, self._serial, self._secret = merchant, platform, serial, secret
        self._utils = utils
        if len(secret.encode()) != _SECRET:
            raise Unreadable("ZHIQUN_WECHAT_API_KEY")
        self._private = _read(private, utils.load_private_key, "ZHIQUN_WECHAT_PRIVATE_KEY")
        self.certificate = _certificate(public)
        if self.certificate is not None:
            self._public = self.certificate.public_key()
        else:
            self._public = _read(public, utils.load_public_key, "ZHIQUN_WECHAT_PUBLIC_KEY")

    @property
    def ends_at(self) -> int:
        """When WeChat Pay's certificate ends; 0 when it is a public key, which does not."""
        held = self.certificate
        return int(held.not_valid_after_utc.timestamp()) if held is not None else 0

    def sign(self, text: str) -> str:
        """The merchant's signature."""
        return str(self._utils.rsa_sign(self._private, text))

    def authorization(self, path: str, method: str, body: str) -> str:
        """The header by which a request is the merchant's."""
        return str(
            self._utils.build_authorization(
                path, method, self.merchant, self._serial, self._private, data=body
            )
        )

    def signed(self, headers: Mapping[str, str], body: bytes) -> bool:
        """Whether WeChat Pay signed this, by the key that we know."""
        try:
            return headers.get("wechatpay-serial") == self.platform and bool(
                self._utils.rsa_verify(
                    headers["wechatpay-timestamp"],
                    headers["wechatpay-nonce"],
                    body.decode(),
                    headers["wechatpay-signature"],
                    self._public,
                )
            )
        except (KeyError, ValueError):
            return False

    def decrypted(self, resource: dict[str, Any]) -> str:
        """What a notice holds.

        Raises:
            ValueError: it was not encrypted for us.
            KeyError, TypeError: it is none.
        """
        nonce = str(resource["nonce"])
        if resource["algorithm"] != "AEAD_AES_256_GCM" or len(nonce.encode()) != _NONCE:
            raise ValueError("algorithm")
        extra = str(resource.get("associated_data") or "")
        found = self._utils.aes_decrypt(nonce, resource["ciphertext"], extra, self._secret)
        if found is None:
            raise ValueError("tag")
        return str(found)


def _read(path: Path, load: Any, name: str) -> Any:
    try:
        found = load(path.read_text(encoding="utf-8"))
    except Exception:  # the library raises bare ones; none may tell what stands in the file
        found = None
    if found is None:
        raise Unreadable(name)
    return found


def _certificate(path: Path) -> Any:
    """The file as a certificate; None when it is none."""
    from cryptography.x509 import load_pem_x509_certificate

    try:
        return load_pem_x509_certificate(path.read_bytes())
    except (ValueError, OSError):
        return None
