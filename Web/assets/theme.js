// Day or night as the device says, unless the person chose otherwise on this device. A classic script in the
// head, so that the choice stands before the first paint.
(() => {
  const sheet = document.getElementById("dark")
  const media = { light: "not all", dark: "all", system: "(prefers-color-scheme: dark)" }
  const apply = (choice) => {
    sheet.media = media[choice] ?? media.system
  }
  window.theme = {
    isDark: () => matchMedia(sheet.media).matches,
    choose(choice) {
      localStorage.setItem("theme", choice)
      apply(choice)
    },
  }
  apply(localStorage.getItem("theme"))
})()
