import Domain
import Formats
import Net
import Site
import Storage

extension Call {
  func showCertificates() async throws -> HTTPResponse {
    let key = try liveChargePoint().record.key
    let (installed, requests) = try await site.reader.read { file in
      (try file.installedCertificates(chargePointKey: key), try file.certificateRequests(chargePointKey: key))
    }
    return .json([
      "installed": .array(installed.map(\.json)), "requests": .array(requests.map(\.json)),
    ])
  }
}

extension InstalledCertificate {
  fileprivate var json: JSONValue {
    [
      "certificate_type": .string(certificateType), "hash_algorithm": .string(hashAlgorithm),
      "issuer_name_hash": .string(issuerNameHash), "issuer_key_hash": .string(issuerKeyHash),
      "serial_number": .string(serialNumber), "seen_at": .instant(seenAt),
    ]
  }
}

extension CertificateRequest {
  fileprivate var json: JSONValue {
    [
      "id": .string(String(key)), "csr": .string(csr), "received_at": .instant(receivedAt),
      "state": answeredAt == nil ? "waiting" : "answered", "answered_at": .instant(answeredAt),
    ]
  }
}
