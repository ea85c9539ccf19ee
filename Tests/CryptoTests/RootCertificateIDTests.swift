import Crypto
import Testing

@Suite("What tells a root certificate from others") struct RootCertificateIDTests {
  @Test("is the hash of its name, the hash of its key, and its number, as openssl ocsp counts them")
  func root() throws {
    let id = try #require(RootCertificateID(pem: Self.root))
    #expect(id.issuerNameHash == "f7073d8fbdfa03388fc3aaa9b4489eddc1a41524407d2d8499901fa51c69dfb5")
    #expect(id.issuerKeyHash == "5bcdef3c908e77bc134ae92601baf6cde69c8a79c3efa5c4d359f4d90a481acf")
    #expect(id.serialNumber == "a1b2c")
  }

  @Test("cannot be had of what is no certificate, or of one that another one has issued")
  func others() {
    #expect(RootCertificateID(pem: Self.leaf) == nil)
    for text in ["", "-----BEGIN CERTIFICATE-----", String(Self.root.dropLast(60)), Self.root.lowercased()] {
      #expect(RootCertificateID(pem: text) == nil)
    }
  }

  private static let root = """
    -----BEGIN CERTIFICATE-----
    MIIBjDCCATKgAwIBAgIDChssMAoGCCqGSM49BAMCMCMxEjAQBgNVBAoMCUxpbmRl
    bmhvZjENMAsGA1UEAwwEUm9vdDAgFw0yNjExMjIxNjI1MTBaGA8yMTI2MTAyOTE2
    MjUxMFowIzESMBAGA1UECgwJTGluZGVuaG9mMQ0wCwYDVQQDDARSb290MFkwEwYH
    KoZIzj0CAQYIKoZIzj0DAQcDQgAExMIl8CZPNz3mOfhUN6wJ+IEhcNOdhwC2bm5w
    yFbA0zE2BAnOlOhXWRxeOva6wibvz+8IgPipnYtSixDk1fGHsKNTMFEwHQYDVR0O
    BBYEFPDmw6KhFRUvP/WakFUDSA4rZHByMB8GA1UdIwQYMBaAFPDmw6KhFRUvP/Wa
    kFUDSA4rZHByMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIhALnH
    G2uDzwM4nR+4qad4tKURer184ROmC5H4trCcAzppAiAgEbeaJTuULOyytGn8Pfl6
    PK2yAiVS9EgOj2tYgTZrjQ==
    -----END CERTIFICATE-----
    """

  private static let leaf = """
    -----BEGIN CERTIFICATE-----
    MIIBGjCBwgIBBTAKBggqhkjOPQQDAjAjMRIwEAYDVQQKDAlMaW5kZW5ob2YxDTAL
    BgNVBAMMBFJvb3QwIBcNMjYxMTIyMTYyOTU5WhgPMjEyNjEwMjkxNjI5NTlaMA8x
    DTALBgNVBAMMBExlYWYwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAARJDQoCTVxB
    qiv2Hs+IBjYh3WFItBu2OHvIRxpzRmH5YyrD8kos3iEbG3kmHRxvPRjXShk0A6Jz
    /RGB8DkkD9AdMAoGCCqGSM49BAMCA0cAMEQCIHAlXmaWnrQ3Pby2M/95eRsixU7t
    jshwLEZLbH27CHg/AiAuPwjM0hGfWhPiONBoGZf/7Saq5+C1C+TGPy6LkgHWow==
    -----END CERTIFICATE-----
    """
}
