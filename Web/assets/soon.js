// Reading again because something changed: once for a burst of events, and quietly when the server is away (the
// strip about the lost connection says so).

/** Who is signed in no more gets the page anew, which says how to get in. */
export function signedOut(problem) {
  if (problem?.status === 401) location.reload()
}

export function soon(read, delay = 400) {
  let timer = null
  return () => {
    timer ??= setTimeout(() => {
      timer = null
      Promise.resolve(read()).catch(signedOut)
    }, delay)
  }
}
