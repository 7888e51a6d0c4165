// The player: it has the whole life at hand and plays it in the browser; the page hears only on which day it rests.

const PLAY = 'M8 5v14l11-7z'
const PAUSE = 'M6 5h4v14H6zM14 5h4v14h-4z'
const PACES = [0.15, 0.5, 2, 8] // days a second
const REST = 350 // milliseconds before the page hears of a day
const FEED_EVERY = 110
const players = new WeakMap()
// A token is that of the lives and the language.
const livesIn = data => data.token.slice(0, data.token.lastIndexOf('/'))

class Player {
  constructor(root) {
    this.root = root
    this.find = name => root.querySelector(name)
    this.slider = this.find('input')
    this.still = window.matchMedia('(prefers-reduced-motion: reduce)')
    this.watcher = new ResizeObserver(() => this.paint())
    this.watcher.observe(root)
    this.playing = false
    this.pace = 1
  }

  take(data, tell) {
    this.tell = tell
    const style = getComputedStyle(this.root)
    const value = name => style.getPropertyValue(name).trim()
    this.ink = {
      text: value('--st-text-color') || '#333',
      ground: value('--st-background-color') || '#fff',
      accent: value('--st-primary-color') || '#07c',
      font: style.fontFamily,
    }
    if (this.data?.token !== data.token) this.open(data)
    else if (this.data.go !== data.go) this.goTo(data.day)
    this.data.go = data.go
    this.paint()
  }

  open(data) {
    // In another language it is the same life, and one stays on the day that it has come to.
    const same = this.data && livesIn(this.data) === livesIn(data)
    this.pause(same)
    this.data = { ...data }
    this.teller = new Teller(data)
    this.lives = data.worlds.map(world => lifeOf(world, data.days))
    if (!same) this.day = Math.min(data.day, data.days - 1)
    this.clock = this.day + 1
    this.slider.max = data.days - 1
    this.slider.setAttribute('aria-label', data.texts.slider)
    this.lifeLine = new LifeLine(this.find('canvas.life'), this.lives, data, day => this.goTo(day))
    this.label()
    this.build()
    this.bind()
  }

  label() {
    const { texts } = this.data
    this.find('.transport').setAttribute('aria-label', texts.transport)
    for (const [name, text] of [['.back', texts.back], ['.on', texts.on]]) {
      this.find(name).setAttribute('aria-label', text)
      this.find(name).title = text
    }
    this.find('.pace span').textContent = texts.pace
    this.find('select').replaceChildren(...texts.paces.map((text, number) => {
      const made = element('option', '', text)
      made.value = String(number)
      made.selected = number === this.pace
      return made
    }))
    const jumps = []
    for (const [day, text] of this.data.jumps) {
      const made = element('button', '', text)
      made.type = 'button'
      made.onclick = () => this.goTo(day)
      jumps.push(made)
    }
    this.find('.jumps').replaceChildren(...jumps)
    const names = this.lives.map((life, number) => {
      const made = element('span')
      const swatch = element('i', number ? 'dashed' : '')
      swatch.style.borderColor = life.colour
      made.append(swatch, filled(texts.line, { strategy: life.name, most: this.teller.plain.format(Math.max(...life.gauges.messages)) }))
      return made
    })
    const moves = element('span')
    moves.append(element('i', 'moves'), texts.marks)
    this.find('.lifenames').replaceChildren(...names, moves)
    this.find('.legend').replaceChildren(...texts.legend.map(text => element('span', '', text)))
    this.swatches()
  }

  // Before the first words of the legend stand the dots that they explain.
  swatches() {
    const dot = (fill, line) => {
      const made = element('i')
      made.style.cssText = `width:11px;height:11px;border-radius:50%;background:${fill};border:2px solid ${line}`
      return made
    }
    const spans = [...this.find('.legend').children]
    TIER_COLOURS.forEach((colour, tier) => spans[tier].prepend(dot(colour, TIER_LINES[tier])))
    spans[3].prepend(dot('transparent', TIER_LINES[1]))
    spans[4].prepend(element('b', '', '×'))
    spans[5].prepend(dot('var(--st-primary-color)', 'transparent'))
    if (spans[6]) spans[6].prepend(dot(TIER_COLOURS[1], 'var(--st-text-color)'))
  }

  build() {
    const { texts } = this.data
    const worlds = this.find('.worlds')
    worlds.className = `worlds ${this.lives.length > 1 ? 'two' : 'one'}`
    worlds.replaceChildren()
    this.views = this.lives.map(life => {
      const world = element('section', 'world')
      world.setAttribute('aria-label', life.name)
      const head = element('h2')
      const swatch = element('i')
      swatch.style.background = life.colour
      head.append(swatch, life.name)
      const said = element('p', 'said')
      said.setAttribute('aria-live', 'polite')
      const feedBox = element('div', 'feedbox')
      const feed = element('div', 'feed')
      feed.tabIndex = 0
      feed.setAttribute('role', 'region')
      feed.setAttribute('aria-label', filled(texts.feed, { strategy: life.name }))
      feedBox.append(feed)
      const netBox = element('div', 'netbox')
      const canvas = element('canvas', 'net')
      canvas.setAttribute('role', 'img')
      const tip = element('div', 'tip')
      netBox.append(canvas, tip)
      const gauges = element('dl', 'gauges')
      world.append(head, said, feedBox, netBox, gauges)
      worlds.append(world)
      return {
        life, said, canvas,
        feed: new Feed(feed, life, this.teller),
        network: new Network(netBox, canvas, tip, life, this.teller),
        gauges: this.gaugesIn(gauges),
      }
    })
  }

  gaugesIn(box) {
    const made = {}
    for (const [name, label, help] of this.data.gauges) {
      const one = element('div', 'gauge')
      one.title = help
      const cell = element('dd')
      const value = element('span')
      cell.append(value)
      one.append(element('dt', '', label), cell)
      let bar = null
      if (this.data.shares.includes(name)) {
        const track = element('div', 'bar')
        bar = element('i')
        track.append(bar)
        cell.append(track)
      }
      box.append(one)
      made[name] = { value, bar }
    }
    return made
  }

  bind() {
    this.find('.back').onclick = () => this.goTo(this.day - 1)
    this.find('.on').onclick = () => this.goTo(this.day + 1)
    this.find('.play').onclick = () => (this.playing ? this.pause() : this.play())
    this.find('select').onchange = event => (this.pace = Number(event.target.value))
    this.slider.oninput = () => this.goTo(Number(this.slider.value))
    this.root.onkeydown = event => {
      if (event.target.closest('button, select, input') || event.altKey || event.ctrlKey || event.metaKey) return
      if (event.key === ' ') this.playing ? this.pause() : this.play()
      else if (event.key === 'ArrowLeft') this.goTo(this.day - 1)
      else if (event.key === 'ArrowRight') this.goTo(this.day + 1)
      else return
      event.preventDefault()
    }
  }

  goTo(day) {
    const { days } = this.data
    this.pause(false)
    this.day = Math.min(Math.max(0, day), days - 1)
    this.clock = this.day + 1
    this.paint()
    this.rest()
  }

  // The page hears of the day once one stays on it.
  rest() {
    clearTimeout(this.resting)
    this.resting = setTimeout(() => this.tell(this.day), REST)
  }

  play() {
    if (this.day >= this.data.days - 1) this.day = -1
    this.clock = this.day + 1
    this.playing = true
    clearTimeout(this.resting)
    let before = performance.now()
    const step = now => {
      if (!this.playing) return
      const moved = (PACES[this.pace] * Math.min(250, now - before)) / 1000
      before = now
      this.clock = Math.min(this.clock + moved, this.data.days)
      const day = Math.min(Math.floor(this.clock), this.data.days - 1)
      const turned = day !== this.day
      this.day = day
      if (this.clock >= this.data.days) return this.pause()
      // Who wants no motion sees whole days, one after the other.
      if (turned || !this.still.matches) this.paint(now)
      this.frame = requestAnimationFrame(step)
    }
    this.frame = requestAnimationFrame(step)
    this.controls()
  }

  pause(tell = true) {
    if (!this.playing) return
    this.playing = false
    cancelAnimationFrame(this.frame)
    this.clock = this.day + 1
    this.paint()
    if (tell) this.rest()
  }

  controls() {
    const { texts, days } = this.data
    const play = this.find('.play')
    play.querySelector('path').setAttribute('d', this.playing ? PAUSE : PLAY)
    play.querySelector('span').textContent = this.playing ? texts.pause : texts.play
    this.find('.back').disabled = this.day <= 0
    this.find('.on').disabled = this.day >= days - 1
  }

  paint(now) {
    if (!this.data) return
    const { texts } = this.data
    const day = Math.max(0, this.day)
    this.controls()
    const shown = this.find('.day')
    shown.replaceChildren(filled(texts.day, { day: day + 1 }), ' ', element('small', '', filled(texts.of, { days: this.data.days })))
    this.slider.value = day
    const moving = this.playing && !this.still.matches
    const until = moving ? this.clock : day + 1
    const feeding = !now || !this.fed || now - this.fed > FEED_EVERY
    if (feeding) this.fed = now
    const summaries = this.views.map(view => {
      const upTo = rowAt(view.life, until)
      view.network.draw(day, upTo, until, moving, this.ink)
      if (feeding && view.feed.show(day, upTo)) view.feed.box.scrollTop = this.playing ? view.feed.box.scrollHeight : 0
      return this.sum(view, day)
    })
    this.slider.setAttribute('aria-valuetext', `${filled(texts.day, { day: day + 1 })}: ${summaries.join('; ')}`)
    this.lifeLine.draw(day, this.ink)
  }

  // The day in words and figures; the words are what the drawing says.
  sum(view, day) {
    const { life } = view
    const values = {}
    for (const name in life.gauges) values[name] = this.teller.gauge(name, life.gauges[name][day])
    const over = life.ended >= 0 && day >= life.ended
    const summary = over ? this.data.texts.over : filled(this.data.texts.summary, values)
    // A reader of the screen hears of the day on which one rests, not of all that pass.
    view.said.setAttribute('aria-live', this.playing ? 'off' : 'polite')
    if (view.said.textContent !== summary) view.said.textContent = summary
    view.canvas.setAttribute('aria-label', `${life.name}. ${summary}`)
    for (const name in view.gauges) {
      const { value, bar } = view.gauges[name]
      value.textContent = values[name]
      if (bar) bar.style.width = `${100 * (life.gauges[name][day] ?? 0)}%`
    }
    return summary
  }

  end() {
    this.playing = false
    cancelAnimationFrame(this.frame)
    clearTimeout(this.resting)
    this.watcher.disconnect()
  }
}

export default function (component) {
  const { data, parentElement, setStateValue } = component
  const root = parentElement.querySelector('.replay')
  if (!root || !data) return
  let player = players.get(root)
  if (!player) {
    player = new Player(root)
    players.set(root, player)
  }
  player.take(data, day => setStateValue('day', day))
  return () => {
    player.end()
    players.delete(root)
  }
}
