// Tables wider or taller than their box scroll in it. Such a box is made a stop of the Tab key, named like its table,
// so that the arrow keys can scroll it: Streamlit gives it neither.
if (!window.qunlabScrolling) {
  window.qunlabScrolling = true
  const mark = box => {
    const scrolls = box.scrollWidth > box.clientWidth + 1 || box.scrollHeight > box.clientHeight + 1
    if (scrolls === (box.tabIndex === 0)) return
    if (scrolls) {
      box.tabIndex = 0
      box.setAttribute('role', 'group')
      box.setAttribute('aria-label', box.querySelector('table')?.getAttribute('aria-label') ?? '')
    } else for (const name of ['tabindex', 'role', 'aria-label']) box.removeAttribute(name)
  }
  const sizes = new ResizeObserver(changed => changed.forEach(one => mark(one.target.closest('[data-testid="stTable"] > div'))))
  const known = new WeakSet()
  const look = () => {
    for (const table of document.querySelectorAll('[data-testid="stTable"] > div > table')) {
      if (known.has(table)) continue
      known.add(table)
      sizes.observe(table)
      sizes.observe(table.parentElement)
    }
  }
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true })
  look()
}
