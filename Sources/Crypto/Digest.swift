import COpenSSL

/// SHA-1 (FIPS 180-4) of `bytes`, 20 bytes. Only where a standard prescribes it (RFC 6455, 4.2.2).
package func sha1(_ bytes: [UInt8]) -> [UInt8] {
  var digest = [UInt8](repeating: 0, count: Int(SHA_DIGEST_LENGTH))
  _ = SHA1(bytes, bytes.count, &digest)
  return digest
}

/// SHA-256 (FIPS 180-4) of `bytes`, 32 bytes.
package func sha256(_ bytes: [UInt8]) -> [UInt8] {
  var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
  _ = SHA256(bytes, bytes.count, &digest)
  return digest
}

/// HMAC-SHA-256 (RFC 2104) of `bytes` under `key`, 32 bytes.
package func hmacSHA256(_ bytes: [UInt8], key: [UInt8]) -> [UInt8] {
  var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
  var length: UInt32 = 0
  let done = HMAC(EVP_sha256(), key, Int32(key.count), bytes, bytes.count, &digest, &length)
  precondition(done != nil && length == UInt32(SHA256_DIGEST_LENGTH), "libcrypto cannot compute HMAC-SHA-256")
  return digest
}

/// HMAC-SHA-1 (RFC 2104) of `bytes` under `key`, 20 bytes. Only where a standard prescribes it (RFC 6238).
package func hmacSHA1(_ bytes: [UInt8], key: [UInt8]) -> [UInt8] {
  var digest = [UInt8](repeating: 0, count: Int(SHA_DIGEST_LENGTH))
  var length: UInt32 = 0
  let done = HMAC(EVP_sha1(), key, Int32(key.count), bytes, bytes.count, &digest, &length)
  precondition(done != nil && length == UInt32(SHA_DIGEST_LENGTH), "libcrypto cannot compute HMAC-SHA-1")
  return digest
}

/// Whether two byte strings are equal, in a time that depends on their lengths only.
package func constantTimeEqual(_ a: [UInt8], _ b: [UInt8]) -> Bool {
  a.count == b.count && CRYPTO_memcmp(a, b, a.count) == 0
}
