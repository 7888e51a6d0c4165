// The day's feed: messages as bubbles, what else happens as notes. All of it is text, nothing is markup.

const MOST_SHOWN = 250
const RUN = 3
const FOLDED = ['claim', 'mention', 'join', 'check_in', 'respond', 'attend', 'mute', 'leave', 'private']

class Feed {
  constructor(box, life, teller) {
    this.box = box
    this.life = life
    this.teller = teller
    this.day = -1
    this.upTo = 0
    this.last = { kind: '', count: 0, node: null }
  }

  // Show a day's acts up to a row; what is there already stays.
  show(day, upTo) {
    const start = this.life.starts[day]
    if (day !== this.day || upTo < this.upTo) {
      this.box.replaceChildren()
      this.day = day
      this.upTo = start
      this.last = { kind: '', count: 0, node: null }
      if (upTo - start > MOST_SHOWN) {
        const left = upTo - start - MOST_SHOWN
        this.box.append(this.note(filled(this.teller.data.texts.earlier, { n: this.teller.plain.format(left) })))
        this.upTo = upTo - MOST_SHOWN
      }
    }
    if (upTo > this.upTo && this.box.firstChild?.className === 'empty') this.box.replaceChildren()
    const added = document.createDocumentFragment()
    for (let row = this.upTo; row < upTo; row++) this.add(added, row)
    const grew = upTo > this.upTo
    this.upTo = upTo
    this.box.append(added)
    while (this.box.childElementCount > MOST_SHOWN) this.box.firstChild.remove()
    if (!this.box.childElementCount) this.box.append(element('p', 'empty', this.teller.data.texts.quiet))
    return grew
  }

  note(text) {
    return element('p', 'note', text)
  }

  add(parent, row) {
    const { rows } = this.life
    const teller = this.teller
    const kind = teller.data.kinds[rows.kind[row]]
    const closed = kind === 'owner_post' && rows.target[row] >= 0
    const folding = closed ? 'private' : kind
    if (folding === this.last.kind && FOLDED.includes(folding)) {
      this.last.count++
      if (this.last.count > RUN) {
        const more = teller.plain.format(this.last.count - RUN)
        this.last.node.querySelector('.more').textContent = filled(teller.data.texts.more, { n: more })
        return
      }
    } else this.last = { kind: folding, count: 1, node: null }
    const made = teller.data.spoken.includes(kind) ? this.message(row, kind, closed) : this.told(row, kind)
    made.append(element('span', 'more'))
    this.last.node = made
    parent.append(made)
  }

  told(row, kind) {
    const { rows } = this.life
    const unseen = this.teller.data.unseen.includes(kind)
    const made = this.note(`${this.teller.clock(rows.minute[row])} ${this.teller.line(rows, row)}`)
    if (unseen) {
      made.classList.add('unseen')
      made.append(this.teller.data.texts.unseen)
    }
    return made
  }

  message(row, kind, closed) {
    const { rows } = this.life
    const { data } = this.teller
    const author = rows.member[row]
    const made = element('div', 'msg')
    if (author === -1) made.classList.add('operator')
    if (author === -2) made.classList.add('shill')
    if (kind === 'packet') made.classList.add('packet')
    const head = element('header')
    head.append(element('b', '', this.teller.name(author)), element('time', '', this.teller.clock(rows.minute[row])))
    const move = data.moves[rows.move[row]]
    if (move) head.append(element('span', 'tag', move))
    if (closed) head.append(element('span', 'tag', filled(data.texts.private, { to: this.teller.name(rows.target[row]) })))
    const bubble = element('div', 'bubble')
    const about = rows.about[row]
    if (about >= 0) {
      const quoted = `${this.teller.name(rows.member[about])}: ${this.teller.line(rows, about)}`
      bubble.append(element('span', 'quote', quoted))
    } else if (rows.target[row] !== -1 && (kind === 'answer' || kind === 'owner_answer'))
      bubble.append(element('span', 'quote', this.teller.name(rows.target[row])))
    bubble.append(this.teller.line(rows, row))
    made.append(head, bubble)
    return made
  }
}
