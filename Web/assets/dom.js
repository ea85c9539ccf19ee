// The one way elements are made: h("p", {class: "quiet"}, "text", node, [more]). Absent props and children
// (undefined, null, false) are left out.
const svgSpace = "http://www.w3.org/2000/svg"

export function h(tag, props, ...children) {
  return fill(document.createElement(tag), props, children)
}

/** The same for SVG. */
export function s(tag, props, ...children) {
  return fill(document.createElementNS(svgSpace, tag), props, children)
}

function fill(element, props, children) {
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === undefined || value === null || value === false) continue
    if (typeof value === "function") element[name] = value
    else element.setAttribute(name, value === true ? "" : value)
  }
  element.append(...children.flat(Infinity).filter((child) => child || child === 0))
  return element
}

/** A drawing from icons.svg; the words beside it carry the meaning, so it is hidden from readers. */
export function icon(name) {
  return s("svg", { class: "icon", "aria-hidden": "true" }, s("use", { href: `/assets/icons.svg#${name}` }))
}

const handlers = ["onclick", "onchange", "oninput", "onsubmit"]

/** Makes a parent's children look and act like the new ones, changing only what differs: focus, an open
    `details` and what someone typed stay. What has an id is found again wherever it moved. */
export function refresh(parent, children) {
  children.forEach((child, index) => {
    const same = child.id && [...parent.children].find(({ id }) => id === child.id)
    if (same && same !== parent.childNodes[index]) parent.insertBefore(same, parent.childNodes[index] ?? null)
    const old = parent.childNodes[index]
    if (!old) parent.append(child)
    else become(old, child)
  })
  while (parent.childNodes.length > children.length) parent.lastChild.remove()
}

function become(old, child) {
  if (old.nodeName !== child.nodeName || old.id !== child.id) return old.replaceWith(child)
  if (old.nodeType !== Node.ELEMENT_NODE) {
    if (old.data !== child.data) old.data = child.data
    return
  }
  for (const { name } of [...old.attributes]) {
    if (!child.hasAttribute(name) && name !== "open") old.removeAttribute(name)
  }
  for (const { name, value } of child.attributes) {
    if (old.getAttribute(name) !== value) old.setAttribute(name, value)
  }
  for (const handler of handlers) old[handler] = child[handler]
  refresh(old, [...child.childNodes])
}
