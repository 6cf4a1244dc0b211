import { drawing, type StrokeDrawing, VARIANTS } from '@gradus/data/strokes'
import type { Page } from 'playwright-core'

type Point = readonly [x: number, y: number]

/** Number of points that the pen passes between two of a stroke. */
const BETWEEN = 6

/** One in so many points of a drawing is enough for a digit drawn with care: each takes a frame. */
const THINNED = 3

/**
 * Draws a digit on the page's pad with the mouse, in its first variant and with care.
 * @param size in parts of the usual one
 */
export async function drawDigit(page: Page, digit: number, size = 1): Promise<void> {
  const variant = VARIANTS.find(each => each.digit === digit)?.name
  const { strokes } = drawing({ part: 'test', seed: 0, index: digit, variant, style: 'careful' })
  const sized = (part: number): number => 50 + size * (100 * part - 50)
  for (const stroke of strokes) {
    const thinned = stroke.filter((_, i) => i % THINNED === 0 || i === stroke.length - 1)
    await drawStroke(
      page,
      thinned.map(([x, y]) => [sized(x), sized(y)]),
      1,
    )
  }
}

/**
 * @param stroke in hundredths of the pad's side
 * @param between points that the pen passes between two of the stroke
 */
export async function drawStroke(page: Page, stroke: readonly Point[], between = BETWEEN): Promise<void> {
  const places = await onPad(page, curve(stroke, between))
  for (const [i, place] of places.entries()) {
    await move(page, place)
    if (i === 0) await page.mouse.down()
  }
  await page.mouse.up()
}

/**
 * Draws strokes of the unit square at once, and not a point a frame: the page gets the points between two frames
 * together, which only secure contexts have.
 */
export async function drawQuickly(page: Page, { strokes }: Pick<StrokeDrawing, 'strokes'>): Promise<void> {
  for (const stroke of strokes) {
    const hundredths = stroke.map(([x, y]): Point => [100 * x, 100 * y])
    const [start, ...way] = await onPad(page, hundredths)
    if (!start) continue
    await move(page, start)
    await page.mouse.down()
    await Promise.all(way.map(place => move(page, place)))
    await page.mouse.up()
  }
}

/** A mouse knows whole pixels. */
function move(page: Page, [x, y]: Point): Promise<void> {
  return page.mouse.move(Math.round(x), Math.round(y))
}

/** The window's coordinates of a point in hundredths of the pad's side. */
export async function onPad(page: Page, stroke: readonly Point[]): Promise<Point[]> {
  const pad = page.locator('#pad')
  await pad.scrollIntoViewIfNeeded()
  const box = await pad.boundingBox()
  if (!box) throw new Error('The pad is not to be seen.')
  return stroke.map(([x, y]) => [box.x + (box.width * x) / 100, box.y + (box.height * y) / 100])
}

/** The path of a hand through the points: a Catmull-Rom spline. */
function curve(points: readonly Point[], between = BETWEEN): Point[] {
  return points.flatMap((point, i) => {
    const next = points[i + 1]
    if (!next) return [point]
    const [before, after] = [points[i - 1] ?? point, points[i + 2] ?? next]
    return Array.from({ length: between }, (_, k): Point => {
      const t = k / between
      return [
        splined(t, [before[0], point[0], next[0], after[0]]),
        splined(t, [before[1], point[1], next[1], after[1]]),
      ]
    })
  })
}

function splined(t: number, [a, b, c, d]: readonly [number, number, number, number]): number {
  const cubic = (3 * (b - c) + d - a) * t ** 3
  const square = (2 * a - 5 * b + 4 * c - d) * t ** 2
  return b + ((c - a) * t + square + cubic) / 2
}
