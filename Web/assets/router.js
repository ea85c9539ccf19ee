// Hash routes: "#/charges/12?card=A" is page "charges", id "12", query {card: "A"}; a third step, as in
// "#/wallboxes/CP1/messages", is the section "messages" of that page.
export function route() {
  const [path, search] = location.hash.replace(/^#\/?/, "").split("?")
  const [page, id, section] = path.split("/").map(decodeURIComponent)
  return {
    page: page || "board", id: id || null, section: section || null, query: new URLSearchParams(search ?? ""),
  }
}

export function link(page, id, query) {
  const path = id === undefined || id === null ? page : `${page}/${encodeURIComponent(id)}`
  return `#/${path}` + (query ? "?" + new URLSearchParams(query) : "")
}

export function go(page, id, query) {
  const hash = link(page, id, query)
  if (location.hash === hash) dispatchEvent(new HashChangeEvent("hashchange"))
  else location.hash = hash
}
