import type { Chance } from './chance.ts'
import { type Canvas, change } from './paint.ts'

/** Lets the shadow of a straight edge or of something round fall on the picture: its edge is soft. */
export function shadow(canvas: Canvas, chance: Chance): void {
  const { width, height } = canvas
  const side = Math.min(width, height)
  const dark = chance.between(0.5, 0.85)
  const softness = side * chance.between(0.06, 0.3)
  const [x0, y0] = [width * chance.between(0.25, 0.75), height * chance.between(0.25, 0.75)]
  const [dx, dy] = chance.direction()
  const radius = side * chance.between(0.3, 0.6)
  const isRound = chance.unit() < 0.4
  const depthAt = (x: number, y: number): number => {
    const [px, py] = [x - x0, y - y0]
    if (!isRound) return px * dx + py * dy
    const [cx, cy] = [px - dx * radius, py - dy * radius]
    return radius - Math.sqrt(cx * cx + cy * cy)
  }
  change(canvas, (value, x, y) => {
    const part = Math.min(1, Math.max(0, depthAt(x, y) / softness + 0.5))
    const smooth = part * part * (3 - 2 * part)
    return value * (1 - smooth + smooth * dark)
  })
}

/** Darkens the picture towards its corners. */
export function vignette(canvas: Canvas, chance: Chance): void {
  const { width, height } = canvas
  const loss = chance.between(0.3, 0.65)
  const [x0, y0] = [width * chance.between(0.4, 0.6), height * chance.between(0.4, 0.6)]
  const squares = (width * width + height * height) / 4
  change(canvas, (value, x, y) => {
    const [px, py] = [x - x0, y - y0]
    return value * Math.max(0.25, 1 - (loss * (px * px + py * py)) / squares)
  })
}

/** Lets the light fall off evenly, from one side of the picture to the other. */
export function slope(canvas: Canvas, chance: Chance): void {
  const { width, height } = canvas
  const least = chance.between(0.4, 0.75)
  const [dx, dy] = chance.direction()
  const length = Math.abs(dx) * width + Math.abs(dy) * height
  change(canvas, (value, x, y) => {
    const part = ((x - width / 2) * dx + (y - height / 2) * dy) / length + 0.5
    return value * (1 - part * (1 - least))
  })
}

/** Adds noise of that standard deviation to each pixel. */
export function noise(canvas: Canvas, deviation: number, chance: Chance): void {
  change(canvas, value => value + deviation * chance.normal())
}
