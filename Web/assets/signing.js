// Signs what this phone asks for. Plain HTTP has no crypto.subtle, so SHA-256 (FIPS 180-4) and HMAC (RFC 2104)
// stand here; the key stays in this browser and never travels.
const primes = []
for (let n = 2; primes.length < 64; n++) if (primes.every((p) => n % p)) primes.push(n)
const fraction = (x) => ((x - Math.floor(x)) * 2 ** 32) | 0
const begin = primes.slice(0, 8).map((p) => fraction(Math.sqrt(p)))
const steps = primes.map((p) => fraction(Math.cbrt(p)))
const turn = (x, n) => (x >>> n) | (x << (32 - n))

/** Of bytes, as bytes. */
export function sha256(bytes) {
  const padded = new Uint8Array(((bytes.length + 72) >> 6) << 6)
  padded.set(bytes)
  padded[bytes.length] = 128
  const view = new DataView(padded.buffer)
  view.setUint32(padded.length - 8, Math.floor(bytes.length / 2 ** 29))
  view.setUint32(padded.length - 4, bytes.length << 3)
  const state = [...begin]
  const w = new Int32Array(64)
  for (let at = 0; at < padded.length; at += 64) {
    for (let i = 0; i < 64; i++) {
      const [x, y] = [w[i - 15], w[i - 2]]
      w[i] = i < 16 ? view.getInt32(at + 4 * i) : w[i - 16] + w[i - 7]
        + (turn(x, 7) ^ turn(x, 18) ^ (x >>> 3)) + (turn(y, 17) ^ turn(y, 19) ^ (y >>> 10))
    }
    let [a, b, c, d, e, f, g, h] = state
    for (let i = 0; i < 64; i++) {
      const one = h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + steps[i] + w[i]
      const two = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0]
    }
    for (const [i, value] of [a, b, c, d, e, f, g, h].entries()) state[i] = (state[i] + value) | 0
  }
  const out = new DataView(new ArrayBuffer(32))
  for (const [i, value] of state.entries()) out.setInt32(4 * i, value)
  return new Uint8Array(out.buffer)
}

export const utf8 = (text) => new TextEncoder().encode(text)
export const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("")
export const unhex = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16))
export const joined = (...parts) => Uint8Array.from(parts.flatMap((part) => [...part]))
export const random = (count) => crypto.getRandomValues(new Uint8Array(count))

/** HMAC-SHA-256 of a text under a key of up to 64 bytes. */
export function hmac(key, text) {
  const pad = (byte) => Uint8Array.from({ length: 64 }, (_, i) => (key[i] ?? 0) ^ byte)
  return sha256(joined(pad(0x5c), sha256(joined(pad(0x36), utf8(text)))))
}

const place = "signing"
const kept = () => JSON.parse(localStorage.getItem(place) ?? "null")

/** From the sign-in on, everything is signed with this key. */
export const keep = (key) => localStorage.setItem(place, JSON.stringify({ key: hex(key), counter: 0 }))
export const forget = () => localStorage.removeItem(place)
export const canSign = () => kept() !== null

/** The header of a request that changes something; none where no key is kept. body: its text. */
export function signature(method, path, body = "") {
  const own = kept()
  if (!own) return {}
  // The clock, so that a counter from an old copy of this browser's memory does not come again.
  const counter = Math.max(own.counter + 1, Date.now())
  localStorage.setItem(place, JSON.stringify({ ...own, counter }))
  const mac = hmac(unhex(own.key), `${method}\n${path}\n${hex(sha256(utf8(body)))}\n${counter}`)
  return { "Wattkeeper-Signature": `${counter}.${hex(mac)}` }
}

/** A PIN for a request's body: nobody who listens can read it, or try PINs on it. */
export function sealed(pin) {
  const nonce = hex(random(16))
  const cover = hmac(unhex(kept().key), `pin\n${nonce}`)
  return { nonce, sealed: hex(utf8(pin).map((byte, i) => byte ^ cover[i])) }
}
