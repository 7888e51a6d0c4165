// What the page sends once: columns of numbers in base64, texts with places to fill in.

const COLUMNS = {
  minute: Int32Array,
  kind: Uint8Array,
  member: Int16Array,
  target: Int16Array,
  code: Uint8Array,
  hash: Uint8Array,
  move: Int16Array,
  about: Int32Array,
  value: Int32Array,
}
const MINUTES = 1440

function unpacked(text, type) {
  const raw = atob(text)
  const bytes = new Uint8Array(raw.length)
  for (let i = 0; i < raw.length; i++) bytes[i] = raw.charCodeAt(i)
  return new type(bytes.buffer)
}

function filled(template, values) {
  return template.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole))
}

// One group's life: its acts by row, and where each day begins among them.
function lifeOf(sent, days) {
  const rows = {}
  for (const name in COLUMNS) rows[name] = unpacked(sent.rows[name], COLUMNS[name])
  const starts = new Int32Array(days + 1)
  let row = 0
  for (let day = 0; day <= days; day++) {
    while (row < rows.minute.length && rows.minute[row] < day * MINUTES) row++
    starts[day] = row
  }
  return { ...sent, rows, starts }
}

// First row at or after a moment in days.
function rowAt(life, t) {
  const minutes = life.rows.minute
  let low = 0
  let high = minutes.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (minutes[middle] < t * MINUTES) low = middle + 1
    else high = middle
  }
  return low
}

class Teller {
  constructor(data) {
    this.data = data
    this.plain = new Intl.NumberFormat(data.locale, { maximumFractionDigits: 0 })
    this.fine = new Intl.NumberFormat(data.locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 })
    this.kinds = Object.fromEntries(data.kinds.map((kind, number) => [kind, number]))
  }

  name(member) {
    if (member === -1) return this.data.texts.operator
    if (member === -2) return this.data.texts.shill
    return this.data.names[member]
  }

  line(rows, row) {
    const lines = this.data.lines[rows.code[row]]
    return filled(lines[rows.hash[row] % lines.length], {
      name: this.name(rows.member[row]),
      to: this.name(rows.target[row]),
      amount: '¥' + this.fine.format(rows.value[row] / 100),
      n: String(rows.value[row]),
    })
  }

  clock(minute) {
    const inDay = minute % MINUTES
    const two = number => String(number).padStart(2, '0')
    return `${two(Math.floor(inDay / 60))}:${two(inDay % 60)}`
  }

  gauge(name, value) {
    if (value === null) return '–'
    if (name === 'money') {
      const yuan = Math.round(value / 100)
      return (yuan < 0 ? '−' : '') + '¥' + this.plain.format(Math.abs(yuan))
    }
    return this.data.shares.includes(name) ? this.plain.format(100 * value) + '%' : this.plain.format(value)
  }
}

function element(tag, className, text) {
  const made = document.createElement(tag)
  if (className) made.className = className
  if (text !== undefined) made.textContent = text
  return made
}
