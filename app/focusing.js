// What had the focus may be gone with its page, as the button that opened a lesson. The new page's heading then takes
// the focus: a reader of the screen hears where it is, and Tab goes on from there instead of from somewhere below.
if (!window.qunlabFocusing) {
  window.qunlabFocusing = true
  const heading = () => document.querySelector('[data-testid="stMain"] h1')
  let last = null
  document.addEventListener('focusin', event => {
    last = { one: event.target, under: heading()?.textContent }
  })
  const look = () => {
    const now = heading()
    if (!last || last.one.isConnected || document.activeElement !== document.body) return
    if (!now || now.textContent === last.under) return
    now.tabIndex = -1
    now.focus({ preventScroll: true })
  }
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true })
}
