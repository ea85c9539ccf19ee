/// Whether a changing request comes from one of our own pages.
///
/// Cookies travel with requests that other pages cause. SameSite=Strict stops those from another site, this
/// stops those from another port or name on the same host. Browsers send at least one of the three headers
/// with every request that changes something.
func isSameOrigin(
  host: String?, origin: String?, referer: String?, fetchSite: String?, publicHost: String? = nil
) -> Bool {
  guard let own = host?.lowercased() else { return false }
  func isOwn(_ url: String) -> Bool {
    guard let authority = HostCheck.authority(ofURL: url) else { return false }
    if withoutDefaultPort(authority) == withoutDefaultPort(own) { return true }
    return publicHost != nil && HostCheck.hostWithoutPort(authority) == publicHost
  }
  if let origin { return isOwn(origin) }
  if let fetchSite { return fetchSite == "same-origin" }
  return referer.map(isOwn) ?? false
}

private func withoutDefaultPort(_ authority: String) -> String {
  for port in [":80", ":443"] where authority.hasSuffix(port) {
    return String(authority.dropLast(port.count))
  }
  return authority
}
