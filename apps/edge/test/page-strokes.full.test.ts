import { drawing, STYLES, type StrokeDrawing, VARIANTS } from '@gradus/data/strokes'
import { describe, expect, test } from 'vitest'
import { networkImage } from '../page/drawing/rasterise.ts'
import { BLANK, extended, type Stroke, withStroke } from '../page/drawing/stroke.ts'
import { drawQuickly } from './draw.ts'
import { countOf, type Reading, readDrawing } from './page-reading.ts'
import { pixelsOf, twoFrames, Visits } from './page-visits.ts'

const visits = new Visits()

/** The digits of the test part, whose hands neither train nor choose. */
const TEST = { part: 'test', seed: 0 } as const

async function readingsOf(drawings: readonly StrokeDrawing[]): Promise<Reading[]> {
  const page = await visits.open()
  const readings: Reading[] = []
  for (const each of drawings) readings.push(await readDrawing(page, each))
  expect(visits.complaints).toEqual([])
  return readings
}

describe('digits that hands draw', () => {
  test.each([
    [
      'styles',
      STYLES.filter((_, i) => i % 2 === 0).map((style, i) =>
        drawing({ ...TEST, index: i, style: style.name }),
      ),
    ],
    [
      'variants',
      VARIANTS.map(({ name }, i) => drawing({ ...TEST, index: i, variant: name, style: 'usual' })),
    ],
  ])('in %s are read', async (_, drawings) => {
    const readings = await readingsOf(drawings)
    const { all, correct } = countOf(readings)
    const wrong = readings.flatMap(({ label, digit, score }, i) =>
      label === digit
        ? []
        : [`${drawings[i]?.variant}, ${drawings[i]?.style}: ${digit} (${score.toFixed(2)})`],
    )
    expect(correct, wrong.join('\n')).toBeGreaterThanOrEqual(0.9 * all)
  })
})

test('the network sees every point that the mouse passes, and nothing else', async () => {
  const page = await visits.open()
  for (const style of ['usual', 'a tenth of the pad', 'trembling much']) {
    const { strokes } = drawing({ ...TEST, index: 4, style })
    await drawQuickly(page, { strokes })
    await twoFrames(page)
    const box = await page.locator('#pad').boundingBox()
    if (!box) throw new Error('The pad is not to be seen.')
    const seen = (await pixelsOf(page, 'seen')).filter((_, i) => i % 4 === 3)
    // A mouse knows whole pixels.
    const passed = (start: number, part: number): number =>
      (Math.round(start + box.width * part) - start) / box.width
    const drawn = strokes.map(stroke =>
      stroke
        .map(([x, y]) => ({ x: passed(box.x, x), y: passed(box.y, y) }))
        .reduce((grown: Stroke, point) => extended(grown, point), []),
    )
    const image = networkImage(drawn.reduce(withStroke, BLANK), { kind: 'image', rows: 28, cols: 28 })
    expect(seen, style).toEqual([...(image ?? [])])
    await page.locator('#clear').click()
  }
})
