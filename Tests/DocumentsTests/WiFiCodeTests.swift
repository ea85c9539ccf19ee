import Documents
import Testing

@Suite("Codes that bring a phone into the Wi-Fi") struct WiFiCodeTests {
  @Test("name the network and its password")
  func plain() {
    #expect(WiFiCode.text(network: "Haus", password: "geheim123") == "WIFI:T:WPA;S:Haus;P:geheim123;;")
  }

  @Test("an open network has no password")
  func open() {
    #expect(WiFiCode.text(network: "Haus", password: "") == "WIFI:T:nopass;S:Haus;;")
  }

  @Test("characters with a meaning of their own are escaped")
  func escaped() {
    #expect(
      WiFiCode.text(network: #"a;b,c:d"e\f"#, password: #"ü;;\"#)
        == #"WIFI:T:WPA;S:a\;b\,c\:d\"e\\f;P:ü\;\;\\;;"#)
  }
}
