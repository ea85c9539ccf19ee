// Signs a phone in with account code and PIN, in place of the form's own way, which tells the PIN to whoever
// listens. Works on every form that goes to /t/sign-in.
import { api } from "./api.js"
import { problemText, speak, t } from "./i18n.js"
import { hmac, keep } from "./signing.js"

const plain = (code) => code.toUpperCase().replace(/[^A-Z0-9]/g, "")

async function signIn(code, pin) {
  const { agreement } = await import("./srp.js")
  const own = agreement(code, pin)
  const challenge = await api.challengeSignIn(code, own.a)
  const { m1, m2, key } = own.prove(challenge)
  const answer = await api.signInTenant(challenge.id, m1)
  if (answer.m2 !== m2) throw new Error("The server could not prove that it knows the PIN.")
  keep(hmac(key, `sign-in\n${answer.sign_in_id}`))
}

/** What was refused; a wait counts down, and then there is a next try. */
function tell(form, problem) {
  const told = form.querySelector("[role=alert]")
  const button = form.querySelector("button")
  const until = Date.now() + (problem.numbers?.retry_after ?? 0) * 1000
  const show = () => {
    const left = Math.ceil((until - Date.now()) / 1000)
    button.disabled = left > 0
    const time = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`
    told.textContent = [refusal(problem), left > 0 && t("enter.wait", { time })].filter(Boolean).join(" ")
    if (left > 0) setTimeout(show, 500)
  }
  told.hidden = false
  show()
}

function refusal(problem) {
  const left = problem.numbers?.tries_left
  if (left === undefined) return problemText(problem)
  return left ? t("problem.wrong-pin", { n: left }) : t("problem.wrong-pin.none")
}

async function submit(event) {
  event.preventDefault()
  const form = event.target
  const { code, pin, back } = Object.fromEntries(new FormData(form))
  form.querySelector("button").disabled = true
  try {
    await signIn(plain(code), pin.trim())
    location.replace(back || "/t")
  } catch (problem) {
    tell(form, problem)
  }
}

await speak(document.documentElement.lang)
for (const form of document.querySelectorAll("form[action='/t/sign-in']")) {
  form.addEventListener("submit", submit)
  form.dataset.live = "yes"
}
