// The line of messages a day over the whole life: where one stands, what the operator did, where the worlds part.

const EDGE = 10 // half a thumb: the line's days stand above the slider's
const LANE = 9

class LifeLine {
  constructor(canvas, lives, data, go) {
    this.canvas = canvas
    this.lives = lives
    this.data = data
    canvas.onclick = event => {
      const share = (event.offsetX - EDGE) / (canvas.clientWidth - 2 * EDGE)
      go(Math.round(share * (data.days - 1)))
    }
  }

  draw(day, ink) {
    const ratio = window.devicePixelRatio || 1
    const width = this.canvas.clientWidth
    const height = this.canvas.clientHeight
    if (!width) return
    this.canvas.width = Math.round(width * ratio)
    this.canvas.height = Math.round(height * ratio)
    const pen = this.canvas.getContext('2d')
    pen.scale(ratio, ratio)
    const { days } = this.data
    const at = one => EDGE + ((width - 2 * EDGE) * one) / Math.max(1, days - 1)
    const floor = height - 4 - LANE * this.lives.length
    const top = Math.max(1, ...this.lives.flatMap(life => life.gauges.messages))
    const up = value => floor - (floor - 14) * (value / top)
    this.flag(pen, this.data.parting, at, floor, ink)
    this.lives.forEach((life, number) => {
      pen.strokeStyle = life.colour
      pen.lineWidth = 2
      pen.setLineDash(number ? [5, 3] : [])
      pen.beginPath()
      life.gauges.messages.forEach((value, one) => (one ? pen.lineTo(at(one), up(value)) : pen.moveTo(at(one), up(value))))
      pen.stroke()
      pen.setLineDash([])
      pen.globalAlpha = 0.75
      pen.lineWidth = Math.max(1, Math.min(3, ((width - 2 * EDGE) / days) * 0.5))
      pen.beginPath()
      const lane = floor + 3 + LANE * number
      for (const one of life.marks) {
        pen.moveTo(at(one), lane)
        pen.lineTo(at(one), lane + LANE - 3)
      }
      pen.stroke()
      pen.globalAlpha = 1
    })
    pen.strokeStyle = ink.text
    pen.lineWidth = 1.5
    pen.beginPath()
    pen.moveTo(at(day), 4)
    pen.lineTo(at(day), height)
    pen.stroke()
  }

  flag(pen, day, at, floor, ink) {
    if (day < 0) return
    pen.strokeStyle = ink.accent
    pen.fillStyle = ink.accent
    pen.lineWidth = 1.5
    pen.beginPath()
    pen.moveTo(at(day), floor)
    pen.lineTo(at(day), 3)
    pen.stroke()
    pen.beginPath()
    pen.moveTo(at(day), 3)
    pen.lineTo(at(day) + 11, 8)
    pen.lineTo(at(day), 13)
    pen.fill()
  }
}
