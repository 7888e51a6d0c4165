// The drawing of who talks with whom: everybody keeps their place, today's talk lights up.

const TIER_COLOURS = ['#b8430f', '#d9a441', '#858c97']
const TIER_LINES = ['#b8430f', '#a87410', '#858c97']
const TIER_SIZES = [5.5, 4.5, 3.6]
const FADING = 0.1 // days after which a lit tie has mostly faded while playing
const AWAY = 0
const HERE = 1
const MUTED = 2
const GONE = 3

class Network {
  constructor(box, canvas, tip, life, teller) {
    this.canvas = canvas
    this.tip = tip
    this.life = life
    this.teller = teller
    this.data = teller.data
    this.state = new Uint8Array(this.data.tiers.length)
    this.role = new Uint8Array(this.data.tiers.length)
    this.reached = 0
    canvas.onmousemove = event => this.point(event)
    canvas.onmouseleave = () => (this.tip.textContent = '')
  }

  // Who is in the group after the rows before `upTo`.
  follow(upTo) {
    const { rows } = this.life
    const { kinds } = this.teller
    if (upTo < this.reached) {
      this.state.fill(AWAY)
      this.role.fill(0)
      this.reached = 0
    }
    for (let row = this.reached; row < upTo; row++) {
      const who = rows.member[row]
      switch (rows.kind[row]) {
        case kinds.join: this.state[who] = HERE; break
        case kinds.mute: this.state[who] = MUTED; break
        case kinds.leave: case kinds.remove: case kinds.move: this.state[who] = GONE; break
        case kinds.promote: this.role[who] = 1; break
      }
    }
    this.reached = upTo
  }

  place(member) {
    const { width, height } = this.size
    // The operator stands below the members, shills above.
    if (member === -1) return [width / 2, height - 16]
    if (member === -2) return [width / 2, 16]
    const [x, y] = [this.data.places[2 * member], this.data.places[2 * member + 1]]
    return [width / 2 + x * (width / 2 - 18), height / 2 + y * (height / 2 - 40)]
  }

  draw(day, upTo, clock, playing, ink) {
    this.follow(upTo)
    const ratio = window.devicePixelRatio || 1
    const width = this.canvas.clientWidth
    const height = this.canvas.clientHeight
    if (!width) return
    if (this.canvas.width !== Math.round(width * ratio)) this.canvas.width = Math.round(width * ratio)
    if (this.canvas.height !== Math.round(height * ratio)) this.canvas.height = Math.round(height * ratio)
    this.size = { width, height }
    const pen = this.canvas.getContext('2d')
    pen.setTransform(ratio, 0, 0, ratio, 0, 0)
    pen.clearRect(0, 0, width, height)
    this.knownTies(pen, ink)
    const wrote = this.talk(pen, day, upTo, clock, playing, ink)
    this.people(pen, wrote, ink)
  }

  knownTies(pen, ink) {
    const { ties } = this.data
    pen.strokeStyle = ink.text
    pen.globalAlpha = 0.13
    pen.lineWidth = 1
    pen.beginPath()
    for (let i = 0; i < ties.length; i += 2) {
      const [a, b] = [ties[i], ties[i + 1]]
      const shown = one => this.state[one] === HERE || this.state[one] === MUTED
      if (!shown(a) || !shown(b)) continue
      pen.moveTo(...this.place(a))
      pen.lineTo(...this.place(b))
    }
    pen.stroke()
    pen.globalAlpha = 1
  }

  talk(pen, day, upTo, clock, playing, ink) {
    const { rows, starts } = this.life
    const { kinds } = this.teller
    const wrote = new Map()
    pen.strokeStyle = ink.accent
    for (let row = starts[day]; row < upTo; row++) {
      const kind = rows.kind[row]
      const answers = kind === kinds.answer || kind === kinds.owner_answer
      if (!answers && kind !== kinds.say && kind !== kinds.go_on && kind !== kinds.owner_post && kind !== kinds.packet) continue
      const age = clock - rows.minute[row] / MINUTES
      const light = playing ? 0.22 + 0.78 * Math.exp(-age / FADING) : 0.55
      const author = rows.member[row]
      wrote.set(author, Math.max(light, wrote.get(author) || 0))
      if (!answers) continue
      const [x, y] = this.place(author)
      const [u, v] = this.place(rows.target[row])
      pen.globalAlpha = light
      pen.lineWidth = 0.8 + 2 * light
      pen.beginPath()
      pen.moveTo(x, y)
      pen.quadraticCurveTo((x + u) / 2 + (v - y) * 0.12, (y + v) / 2 - (u - x) * 0.12, u, v)
      pen.stroke()
    }
    pen.globalAlpha = 1
    return wrote
  }

  people(pen, wrote, ink) {
    const { tiers } = this.data
    for (let member = 0; member < tiers.length; member++) {
      const state = this.state[member]
      if (state === AWAY) continue
      const [x, y] = this.place(member)
      const size = TIER_SIZES[tiers[member]] * (tiers.length > 350 ? 0.8 : 1)
      if (state === GONE) {
        this.cross(pen, x, y, 2.6, ink)
        continue
      }
      if (wrote.has(member)) this.halo(pen, x, y, size, wrote.get(member), ink)
      pen.beginPath()
      pen.arc(x, y, size, 0, 2 * Math.PI)
      pen.fillStyle = state === MUTED ? ink.ground : TIER_COLOURS[tiers[member]]
      pen.fill()
      pen.lineWidth = this.role[member] ? 3 : 1.6
      pen.strokeStyle = this.role[member] ? ink.text : TIER_LINES[tiers[member]]
      pen.stroke()
    }
    this.outsider(pen, -1, wrote, ink)
    if (this.life.shills) this.outsider(pen, -2, wrote, ink)
  }

  halo(pen, x, y, size, light, ink) {
    pen.globalAlpha = 0.25 + 0.45 * light
    pen.fillStyle = ink.accent
    pen.beginPath()
    pen.arc(x, y, size + 3 + 4 * light, 0, 2 * Math.PI)
    pen.fill()
    pen.globalAlpha = 1
  }

  cross(pen, x, y, size, ink) {
    pen.globalAlpha = 0.35
    pen.strokeStyle = ink.text
    pen.lineWidth = 1
    pen.beginPath()
    pen.moveTo(x - size, y - size)
    pen.lineTo(x + size, y + size)
    pen.moveTo(x + size, y - size)
    pen.lineTo(x - size, y + size)
    pen.stroke()
    pen.globalAlpha = 1
  }

  outsider(pen, member, wrote, ink) {
    const [x, y] = this.place(member)
    if (wrote.has(member)) this.halo(pen, x, y, 7, wrote.get(member), ink)
    pen.fillStyle = ink.text
    pen.beginPath()
    pen.moveTo(x, y - 7)
    pen.lineTo(x + 7, y)
    pen.lineTo(x, y + 7)
    pen.lineTo(x - 7, y)
    pen.fill()
    pen.font = `12px ${ink.font}`
    pen.textBaseline = 'middle'
    pen.fillText(this.teller.name(member), x + 18, y)
  }

  point(event) {
    if (!this.size) return
    let best = null
    let near = 14
    for (let member = 0; member < this.state.length; member++) {
      if (this.state[member] === AWAY) continue
      const [x, y] = this.place(member)
      const far = Math.hypot(x - event.offsetX, y - event.offsetY)
      if (far < near) [near, best] = [far, [member, x, y]]
    }
    if (!best) return (this.tip.textContent = '')
    const [member, x, y] = best
    const { texts } = this.data
    const states = [texts.away, this.role[member] ? texts.steward : texts.here, texts.muted, texts.gone]
    this.tip.textContent = [this.data.names[member], texts.tiers[this.data.tiers[member]], states[this.state[member]]].join(' · ')
    const half = this.tip.offsetWidth / 2
    this.tip.style.left = `${Math.min(Math.max(x, half), this.size.width - half)}px`
    this.tip.style.top = `${Math.max(y, 40)}px`
  }
}
