// Reading again because something changed: once for a burst of events, and quietly when the server is away (the
// strip about the lost connection says so).
export function soon(read, delay = 400) {
  let timer = null
  return () => {
    timer ??= setTimeout(() => {
      timer = null
      Promise.resolve(read()).catch(() => {})
    }, delay)
  }
}
