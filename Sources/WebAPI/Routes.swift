/// Every address the appliance serves, and who may call it. Wallboxes' upgrade requests never come here.
/// `Web/openapi.json` describes the same lines; a test compares the two.
extension Route {
  static let all: [Route] =
    pages + entrance + access + own + live + wallboxes + load + charges + people + places + work
    + privacy + money + house + paper

  private static let pages = [
    Route("GET", "/", .everyone) { try $0.indexPage() },
    Route("GET", "/assets/{file}", .everyone) { try $0.asset() },
    Route("GET", "/assets/{folder}/{file}", .everyone) { try $0.asset() },
    Route("GET", "/i18n/{file}", .everyone) { try $0.translation() },
    Route("GET", "/i18n/{readers}/{file}", .everyone) { try $0.translation() },
    Route("GET", "/i/{id}", .everyone) { try $0.invitePage() },
    Route("GET", "/a/{id}", .everyone) { try $0.accountPage() },
    Route("GET", "/t", .everyone) { try await $0.tenantPage() },
    Route("GET", "/t/pin", .everyone) { try $0.invitePage() },
    Route("POST", "/t/sign-in", .everyone) { try await $0.signTenantInFromForm() },
    Route("GET", "/t/charges", .everyone) { try await $0.tenantCharges() },
    Route("GET", "/t/charges/{id}", .everyone) { try await $0.tenantDoubt() },
    Route("GET", "/t/mine", .everyone) { try await $0.tenantThings() },
    Route("POST", "/t/{action}", .tenant) { try await $0.tenantForm() },
    Route("GET", "/c/{id}", .everyone) { try await $0.bayPage() },
    Route("GET", "/C/{id}", .everyone) { try await $0.bayPage() },
    Route("GET", "/api/openapi.json", .everyone) { try $0.openAPI() },
    Route("GET", "/healthz", .everyone) { $0.healthz() },
    Route("GET", "/readyz", .everyone) { $0.readyz() },
    Route("GET", "/metrics", .everyone) { try $0.metrics() },
  ]

  private static let entrance = [
    api("GET", "/site", .everyone) { try await $0.showSite() },
    api("GET", "/countries", .everyone) { $0.listCountries() },
    api("POST", "/claim", .everyone) { try await $0.claim() },
    api("POST", "/claim-codes", .control) { try await $0.makeClaimCode() },
    api("POST", "/sign-in", .everyone) { try await $0.signIn() },
    api("POST", "/sign-out", .signedIn) { try await $0.signOut() },
    api("GET", "/me", .signedIn) { $0.showMe() },
    api("GET", "/links/{id}/challenge", .everyone) { $0.challengeLink() },
    api("POST", "/links/{id}/open", .everyone) { try await $0.openLink() },
    api("POST", "/tenant-sign-in/challenge", .everyone) { try await $0.challengeTenant() },
    api("POST", "/tenant-sign-in", .everyone) { try await $0.signTenantIn() },
    api("GET", "/tokens", .owner) { try await $0.listTokens() },
    api("POST", "/tokens", .ownerOrControl) { try await $0.createToken() },
    api("DELETE", "/tokens/{id}", .owner) { try await $0.revokeToken() },
  ]

  private static let access = [
    api("GET", "/accounts", .ownerOrControl) { try await $0.listAccounts() },
    api("POST", "/accounts", .owner) { try await $0.createAccount() },
    api("PATCH", "/accounts/{id}", .owner) { try await $0.changeAccount() },
    api("POST", "/accounts/{id}/link", .owner) { try await $0.inviteAccount() },
    api("DELETE", "/accounts/{id}/second-factor", .owner) { try await $0.removeSecondFactor() },
    api("GET", "/accounts/{id}/sign-ins", .owner) { try await $0.listAccountSignIns() },
    api("POST", "/account-links", .control) { try await $0.makeAccountLink() },
    api("POST", "/account-links/{id}/use", .everyone) { try await $0.useAccountLink() },
    api("POST", "/recover", .everyone) { try await $0.recoverAccount() },
    api("GET", "/audit", .managers) { try await $0.listAudit() },
    api("GET", "/audit.csv", .managers) { try await $0.exportAudit() },
    api("GET", "/audit/check", .managers) { try await $0.checkAudit() },
  ]

  private static let own = [
    api("GET", "/me/account", .staff) { try await $0.showOwnAccount() },
    api("GET", "/me/sign-ins", .staff) { try await $0.listOwnSignIns() },
    api("DELETE", "/me/sign-ins", .staff) { try await $0.endOtherSignIns() },
    api("DELETE", "/sign-ins/{id}", .staff) { try await $0.endSignIn() },
    api("PUT", "/me/password", .staff) { try await $0.changePassword() },
    api("POST", "/me/recovery-codes", .staff) { try await $0.renewRecoveryCodes() },
    api("POST", "/me/totp", .staff) { try await $0.offerSecondFactor() },
    api("POST", "/me/totp/confirm", .staff) { try await $0.confirmSecondFactor() },
    api("DELETE", "/me/totp", .staff) { try await $0.removeOwnSecondFactor() },
  ]

  private static let live = [
    api("GET", "/board", .staff) { try await $0.showBoard() },
    api("GET", "/events", .signedIn) { try $0.followEvents() },
    api("GET", "/health", .staff) { $0.health() },
  ]

  private static let wallboxes = [
    api("GET", "/charge-points", .staff) { try $0.listChargePoints() },
    api("POST", "/charge-points", .operators) { try await $0.createChargePoint() },
    api("GET", "/charge-points/{id}", .staff) { try $0.showChargePoint() },
    api("PATCH", "/charge-points/{id}", .operators) { try await $0.changeChargePoint() },
    api("DELETE", "/charge-points/{id}", .operators) { try await $0.archiveChargePoint() },
    api("GET", "/charge-points/{id}/operations", .staff) { try await $0.listOperations() },
    api("POST", "/charge-points/{id}/operations", .operators) { try await $0.sendOperation() },
    api("GET", "/charge-points/{id}/notices", .staff) { try await $0.listNotices() },
    api("GET", "/charge-points/{id}/certificates", .staff) { try await $0.showCertificates() },
    api("GET", "/charge-points/{id}/configuration", .staff) { try await $0.showConfiguration() },
    api("POST", "/charge-points/{id}/configuration/read", .operators) { try await $0.readConfiguration() },
    api("GET", "/charge-points/{id}/local-list", .staff) { try await $0.showLocalList() },
    api("PATCH", "/charge-points/{id}/local-list", .operators) { try await $0.changeLocalList() },
    api("POST", "/charge-points/{id}/local-list/send", .operators) { try await $0.sendLocalList() },
    api("POST", "/charge-points/{id}/start", .operators) { try await $0.startCharge() },
    api("GET", "/charge-points/{id}/messages", .operators) { try await $0.listMessages() },
    api("GET", "/charge-points/{id}/messages.ndjson", .operators) { try await $0.downloadMessages() },
    api("GET", "/reservations", .staff) { try await $0.listReservations() },
    api("GET", "/charging-profiles", .staff) { try await $0.listChargingProfiles() },
    api("GET", "/charge-points/{id}/unassigned", .readers) { try await $0.listUnassigned() },
  ]

  private static let load = [
    api("GET", "/load", .staff) { $0.showLoad() },
    api("POST", "/load-groups", .operators) { try await $0.createLoadGroup() },
    api("PATCH", "/load-groups/{id}", .operators) { try await $0.changeLoadGroup() },
    api("DELETE", "/load-groups/{id}", .operators) { try await $0.deleteLoadGroup() },
    api("PATCH", "/load-connectors/{charge_point}/{connector}", .operators) {
      try await $0.changeLoadConnector()
    },
  ]

  private static let charges = [
    api("GET", "/transactions", .readersAndTenant) { try await $0.listTransactions() },
    api("GET", "/transactions/{id}", .readersAndTenant) { try await $0.showTransaction() },
    api("GET", "/transactions/{id}/readings", .readersAndTenant) { try await $0.listReadings() },
    api("POST", "/transactions/{id}/stop", .operators) { try await $0.stopCharge() },
    api("GET", "/to-check", .readers) { try await $0.listToCheck() },
    api("PATCH", "/to-check/{id}", .managers) { try await $0.resolveToCheck() },
    api("GET", "/disputes", .readers) { try await $0.listDisputes() },
    api("GET", "/disputes/{id}", .readers) { try await $0.showDispute() },
    api("POST", "/disputes/{id}/answer", .managers) { try await $0.answerDispute() },
  ]

  private static let people = [
    api("GET", "/id-tags", .readers) { try await $0.listIdTags() },
    api("POST", "/id-tags", .managers) { try await $0.createIdTag() },
    api("GET", "/id-tags/{id_tag}", .readers) { try await $0.showIdTag() },
    api("PATCH", "/id-tags/{id_tag}", .managers) { try await $0.changeIdTag() },
    api("POST", "/id-tags/{id_tag}/aliases", .managers) { try await $0.createAlias() },
    api("DELETE", "/id-tags/{id_tag}/aliases/{alias}", .managers) { try await $0.deleteAlias() },
    api("GET", "/unknown-cards", .readers) { try await $0.listUnknownCards() },
    api("POST", "/unknown-cards/{id}/assign", .managers) { try await $0.assignUnknownCard() },
    api("DELETE", "/unknown-cards/{id}", .managers) { try await $0.dismissUnknownCard() },
    api("POST", "/card-learning", .managers) { try await $0.beginCardLearning() },
    api("GET", "/card-learning/{id}", .readers) { try $0.showCardLearning() },
    api("DELETE", "/card-learning/{id}", .managers) {
      try await $0.cancelCardLearning()
    },
    api("GET", "/guests", .readers) { try await $0.listGuests() },
    api("POST", "/guests", .managers) { try await $0.createGuest() },
    api("GET", "/tenants/{id}/budgets", .readers) { try await $0.listBudgets() },
    api("PUT", "/tenants/{id}/budgets", .managers) { try await $0.putBudgets() },
    api("GET", "/tenants", .readers) { try await $0.listTenants() },
    api("POST", "/tenants", .managers) { try await $0.createTenant() },
    api("GET", "/tenants/{id}", .readers) { try await $0.showTenant() },
    api("PATCH", "/tenants/{id}", .managers) { try await $0.changeTenant() },
    api("GET", "/tenants/{id}/links", .readers) { try await $0.listLinks() },
    api("POST", "/tenants/{id}/links", .managers) { try await $0.createLink() },
    api("DELETE", "/tenants/{id}/links/{link_id}", .managers) { try await $0.revokeLink() },
    api("GET", "/tenants/{id}/sign-ins", .readers) { try await $0.listPhones() },
    api("DELETE", "/tenants/{id}/sign-ins/{sign_in_id}", .managers) { try await $0.endPhone() },
    api("GET", "/tenants/{id}/pin", .managers) { try await $0.showPin() },
    api("POST", "/tenants/{id}/pin/reset", .managers) { try await $0.resetPin() },
    api("GET", "/tenant/pin", .tenant) { try await $0.showOwnPin() },
    api("PUT", "/tenant/pin", .tenant) { try await $0.chooseOwnPin() },
    api("GET", "/tenant", .tenant) { try await $0.showTenantView() },
    api("POST", "/tenant/start", .tenant) { try await $0.startAsTenant() },
    api("POST", "/tenant/stop", .tenant) { try await $0.stopAsTenant() },
    api("POST", "/tenant/arm", .tenant) { try await $0.armAsTenant() },
    api("DELETE", "/tenant/arm/{bay}", .tenant) { try await $0.disarmAsTenant() },
    api("POST", "/tenant/cards/{id_tag}/block", .tenant) { try await $0.blockOwnCard() },
    api("GET", "/tenant/sign-ins", .tenant) { try await $0.listOwnPhones() },
    api("DELETE", "/tenant/sign-ins", .tenant) { try await $0.endOtherPhones() },
    api("DELETE", "/tenant/sign-ins/{id}", .tenant) { try await $0.endOwnPhone() },
    api("GET", "/tenant/disputes", .tenant) { try await $0.listOwnDisputes() },
    api("POST", "/tenant/disputes", .tenant) { try await $0.openDispute() },
  ]

  private static let work = [
    api("POST", "/imports", .managers) { try await $0.createImport() },
    api("PATCH", "/imports/{id}", .managers) { try await $0.changeImport() },
    api("GET", "/jobs", .managers) { try await $0.listJobs() },
    api("GET", "/jobs/{id}", .managers) { try await $0.showJob() },
    api("POST", "/jobs/{id}/run", .managers) { try await $0.runJob() },
    api("POST", "/jobs/{id}/cancel", .managers) { try await $0.cancelJob() },
    api("POST", "/jobs/{id}/undo", .managers) { try await $0.undoJob() },
  ]

  private static let privacy = [
    Route("GET", "/privacy", .everyone) { try $0.privacyNotice() },
    api("GET", "/tenants/{id}/data", .managers) { try await $0.downloadPersonFile() },
    api("GET", "/erasures", .readers) { try await $0.listErasures() },
    api("POST", "/erasures", .managers) { try await $0.announceErasure() },
    api("POST", "/erasures/{id}/cancel", .managers) { try await $0.cancelErasure() },
    api("GET", "/tenant/data", .tenant) { try await $0.downloadOwnFile() },
    api("POST", "/tenant/erasure", .tenant) { try await $0.askForErasure() },
  ]

  private static let places = [
    api("GET", "/units", .readers) { try await $0.listUnits() },
    api("POST", "/units", .managers) { try await $0.createUnit() },
    api("PATCH", "/units/{id}", .managers) { try await $0.changeUnit() },
    api("DELETE", "/units/{id}", .managers) { try await $0.deleteUnit() },
    api("GET", "/groups", .readers) { try await $0.listGroups() },
    api("POST", "/groups", .managers) { try await $0.createGroup() },
    api("PATCH", "/groups/{id}", .managers) { try await $0.changeGroup() },
    api("DELETE", "/groups/{id}", .managers) { try await $0.deleteGroup() },
    api("GET", "/bays", .staff) { try await $0.listBays() },
    api("POST", "/bays", .managers) { try await $0.createBay() },
    api("GET", "/bays/{id}", .staff) { try await $0.showBay() },
    api("PATCH", "/bays/{id}", .managers) { try await $0.changeBay() },
    api("DELETE", "/bays/{id}", .managers) { try await $0.deleteBay() },
    api("GET", "/tenancies", .readers) { try await $0.listTenancies() },
    api("POST", "/tenancies", .managers) { try await $0.createTenancy() },
    api("PATCH", "/tenancies/{id}", .managers) { try await $0.changeTenancy() },
    api("GET", "/tenancies/{id}/final", .readers) { try await $0.showFinal() },
    api("POST", "/tenancies/{id}/end", .managers) { try await $0.endTenancy() },
  ]

  private static let money = [
    api("GET", "/tariffs", .readers) { try await $0.listTariffs() },
    api("POST", "/tariffs", .managers) { try await $0.createTariff() },
  ]

  private static let house = [
    api("GET", "/settings", .staff) { $0.showSettings() },
    api("PATCH", "/settings", .managers) { try await $0.changeSettings() },
  ]

  private static let paper = [
    api("GET", "/addresses", .operators) { $0.showAddresses() },
    api("GET", "/stickers", .operators) { try await $0.showStickers() },
    api("POST", "/stickers/printed", .operators) { try await $0.notePrinted() },
    api("POST", "/letters", .managers) { try await $0.createLetters() },
  ]

  private static func api(
    _ method: String, _ path: String, _ access: Access, _ handler: @escaping Handler
  ) -> Route {
    Route(method, "/api/v1" + path, access, handler)
  }
}
