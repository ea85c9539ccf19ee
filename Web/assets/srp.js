// The phone's side of SRP-6a (RFC 5054, 2048-bit group, SHA-256): proves the PIN without telling it, to nobody.
// Loaded only when a PIN was typed.
import { hex, joined, random, sha256, unhex, utf8 } from "./signing.js"

const N = BigInt("0xac6bdb41324a9a9bf166de5e1389582faf72b6651987ee07fc3192943db56050"
  + "a37329cbb4a099ed8193e0757767a13dd52312ab4b03310dcd7f48a9da04fd50"
  + "e8083969edb767b0cf6095179a163ab3661a05fbd5faaae82918a9962f0b93b8"
  + "55f97993ec975eeaa80d740adbf4ff747359d041d5c33ea71d281e446b14773b"
  + "ca97b43a23fb801676bd207a436c6481f1d2b9078717461a5b9d32e688f87748"
  + "544523b524b0d57d5ea77a2775d2ecfa032cfbdbf52fb3786160279004e57ae6"
  + "af874e7303ce53299ccc041c7bc308d82a5698f3a8d0c38271ae35f8e9dbfbb6"
  + "94b5c803d89f7ae435de236d525f54759b65e372fcd68ef20fa7111f9e4aff73")
const g = 2n

const number = (bytes) => BigInt("0x" + hex(bytes))
const bytes = (value) => {
  const text = value.toString(16)
  return unhex(text.length % 2 ? "0" + text : text)
}
const padded = (value) => unhex(value.toString(16).padStart(512, "0"))
const hash = (...parts) => sha256(joined(...parts))

function power(base, exponent) {
  let result = 1n
  for (base %= N; exponent; exponent >>= 1n) {
    if (exponent & 1n) result = result * base % N
    base = base * base % N
  }
  return result
}

/** One sign-in: `a` goes to the server, `prove` with its answer gives {m1, m2, key}. */
export function agreement(name, pin) {
  const secret = number(random(32))
  const a = power(g, secret)
  const prove = ({ salt, b: answer }) => {
    const [s, b] = [unhex(salt), BigInt("0x" + answer)]
    if (!(b % N)) throw new Error("The server's answer is no public key.")
    const x = number(hash(s, hash(utf8(`${name}:${pin}`))))
    const u = number(hash(padded(a), padded(b)))
    const k = number(hash(padded(N), padded(g)))
    const base = (b - k * power(g, x) % N + N) % N
    const key = hash(bytes(power(base, secret + u * x)))
    const mixed = hash(padded(N)).map((byte, i) => byte ^ hash(padded(g))[i])
    const m1 = hash(mixed, hash(utf8(name)), s, bytes(a), bytes(b), key)
    return { m1: hex(m1), m2: hex(hash(bytes(a), m1, key)), key }
  }
  return { a: hex(padded(a)), prove }
}
