import { AxeBuilder } from '@axe-core/playwright'
import { denseExamples, formatModel, type GreyImage, Network, oneHot, sgd, type Table } from '@gradus/core'
import { argmax, LightPredictor } from '@gradus/core/predict'
import { rowInput } from '@gradus/data'
import { readServedModel, type Serving, serve } from '@gradus/edge/node'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { afterEach, describe, expect, test } from 'vitest'
import { drawStroke } from './draw.ts'
import { isEmpty, pixelsOf, predicts, scoresOf, twoFrames, Visits } from './page-visits.ts'

const visits = new Visits()
const servers: Serving[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close()
})

interface Facts {
  readonly classes?: readonly string[]
  readonly preprocessing?: GreyImage | Table
}

/** Opens the page of a server with this model, and waits until it has its predictor. */
async function open(
  network: Network,
  facts: Facts,
  query = '',
  options: BrowserContextOptions = {},
): Promise<Page> {
  const model = await readServedModel(formatModel(network, facts), { name: 'own' })
  const server = await serve({ model, hostname: '127.0.0.1', port: 0, environment: {} })
  servers.push(server)
  const page = await visits.blank(options)
  await visits.load(page, `${server.url}/${query}`, { samples: false })
  return page
}

const GARMENTS = ['sneaker', '外套', 'a very long name of a coat for cold days']
const WHOLE: GreyImage = { kind: 'image', rows: 28, cols: 28, form: 'resized' }

/** A network that tells where in 28 x 28 pixels there is a light bar: low, high, or upright on the left. */
async function garmentNetwork(): Promise<Network> {
  const network = new Network([784, 12, 3], { seed: 1 })
  const bars = [
    (_: number, y: number, at: number) => Math.abs(y - 21 - at) <= 1,
    (_: number, y: number, at: number) => Math.abs(y - 8 - at) <= 1,
    (x: number, _: number, at: number) => Math.abs(x - 5 - at) <= 1,
  ]
  const examples = denseExamples(
    bars.flatMap((isInk, k) =>
      [-2, -1, 0, 1, 2].map(at => {
        const image = Array.from({ length: 784 }, (_, i) => Number(isInk(i % 28, Math.floor(i / 28), at)))
        return [image, oneHot(k, 3)] as const
      }),
    ),
  )
  for await (const _ of sgd(network, examples, { epochs: 200, miniBatchSize: 5, eta: 3 })) {
    // Only the network counts.
  }
  return network
}

const LOW = [
  [8, 76],
  [92, 76],
] as const

const violationsOf = async (page: Page): Promise<unknown[]> => {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html }) => html) }))
}

describe('names of classes', () => {
  test('are the answer, its bars and what is spoken, and nothing is called a digit', async () => {
    const page = await open(await garmentNetwork(), { classes: GARMENTS, preprocessing: WHOLE })
    await drawStroke(page, LOW)
    await predicts(page, 'sneaker')
    await page.waitForFunction(() => document.getElementById('spoken')?.textContent?.startsWith('sneaker'))
    expect(await page.locator('#scores .name').allTextContents()).toEqual(GARMENTS)
    expect(await page.locator('#scores .best .name').textContent()).toBe('sneaker')
    const texts = await page.locator('main :not(script)').allTextContents()
    expect(texts.join(' ')).not.toMatch(/digit/i)
    expect(await page.title()).toBe('Gradus: draw, or give a picture')
    expect(await page.locator('#samples').isVisible()).toBe(false)
    expect(await page.locator('#seen-title').textContent()).toMatch(/28 × 28 pixels, all of the pad/)
    expect(visits.complaints).toEqual([])
  })

  test.each(['light', 'dark'] as const)('fit on 320 pixels, and axe finds nothing: %s', async colorScheme => {
    const classes = ['東京都特許許可局局長', 'W'.repeat(40), 'sneaker']
    const viewport = { width: 320, height: 568 }
    const network = await garmentNetwork()
    const page = await open(network, { classes, preprocessing: WHOLE }, '', { viewport, colorScheme })
    await drawStroke(page, [
      [8, 29],
      [92, 29],
    ])
    await predicts(page, 'W'.repeat(40))
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320)
    expect(await violationsOf(page)).toEqual([])
  })

  test('pad, tools and answer are seen without scrolling, and nothing moves when there is an answer', async () => {
    const network = await garmentNetwork()
    const phone = { hasTouch: true, isMobile: true }
    const page = await open(network, { classes: GARMENTS, preprocessing: WHOLE }, '', phone)
    for (const [width, height] of [
      [320, 568],
      [568, 320],
      [375, 667],
      [667, 375],
      [768, 1024],
      [1280, 800],
    ] as const) {
      await page.setViewportSize({ width, height })
      await twoFrames(page)
      const tops = () =>
        page.evaluate(() =>
          [...document.querySelectorAll('#pad, .tools, .verdict, .input, .output')].map(element => {
            const { top, bottom, right } = element.getBoundingClientRect()
            return { top, bottom, right }
          }),
        )
      const blank = await tops()
      for (const [i, { bottom, right }] of blank.slice(0, 3).entries()) {
        expect(bottom, `part ${i} at ${width} x ${height}`).toBeLessThanOrEqual(height)
        expect(right).toBeLessThanOrEqual(width)
      }
      await drawStroke(page, LOW)
      await predicts(page, 'sneaker')
      expect(
        (await tops()).map(({ top }) => top),
        `at ${width} x ${height}`,
      ).toEqual(blank.map(({ top }) => top))
      await page.locator('#clear').click()
      await predicts(page, '')
    }
  })

  test('of 47 the best ten are shown, the highest first', async () => {
    const classes = Array.from({ length: 47 }, (_, k) => `letter ${k}`)
    const network = new Network([784, 47], { seed: 4 })
    const page = await open(network, { classes, preprocessing: { kind: 'image', rows: 28, cols: 28 } })
    expect(await page.locator('#scores li').count()).toBe(10)
    await drawStroke(page, LOW)
    await page.waitForFunction(() => document.getElementById('note')?.textContent !== 'Nothing drawn yet')
    const scores = await scoresOf(page)
    expect(scores).toEqual(scores.toSorted((a, b) => b - a))
    const seen = (await pixelsOf(page, 'seen')).filter((_, i) => i % 4 === 3)
    const all = network.feedforward(Float64Array.from(seen, byte => byte / 255)).at(-1)?.data ?? []
    const falling = [...all.keys()].sort((a, b) => (all[b] ?? 0) - (all[a] ?? 0))
    expect(await page.locator('#scores .name').allTextContents()).toEqual(
      falling.slice(0, 10).map(k => `letter ${k}`),
    )
    expect(await page.locator('#scores-title').textContent()).toBe('The 10 best of 47 classes')
  })
})

describe('a pad of 20 x 12', () => {
  const tall: GreyImage = { kind: 'image', rows: 20, cols: 12 }
  const network = new Network([240, 8, 3], { seed: 2 })
  const DOWN = [
    [50, 4],
    [50, 96],
  ] as const

  test.each(['normalised', 'resized'] as const)('has that shape, and so has what is seen: %s', async form => {
    const shown = []
    for (const query of ['', '?predict=api']) {
      const page = await open(network, { preprocessing: { ...tall, form } }, query)
      const box = (await page.locator('#pad').boundingBox()) ?? expect.fail('The pad is not to be seen.')
      expect(box.width / box.height).toBeCloseTo(0.6, 2)
      await drawStroke(page, DOWN)
      await page.waitForFunction(() => document.getElementById('spoken')?.textContent !== '')
      const [seen, decided] = [await pixelsOf(page, 'seen'), await pixelsOf(page, 'decided')]
      const alphas = seen.filter((_, i) => i % 4 === 3)
      expect(alphas).toHaveLength(240)
      const rows = new Set([...alphas.keys()].filter(i => alphas[i]).map(i => Math.floor(i / 12)))
      expect(rows.size).toBe(form === 'resized' ? 20 : 14)
      expect(isEmpty(decided)).toBe(false)
      shown.push({ seen, decided, scores: await scoresOf(page) })
      const outputs = network.feedforward(Float64Array.from(alphas, byte => byte / 255)).at(-1)
      expect(argmax(await scoresOf(page))).toBe(argmax(outputs?.data ?? []))
      expect(visits.complaints).toEqual([])
    }
    expect(shown[1]).toEqual(shown[0])
  })
})

describe('a table', () => {
  const table: Table = {
    kind: 'table',
    label: 'species',
    columns: [{ name: 'petal length' }, { name: 'constructor' }, { name: 'colour', values: ['blue', 'red'] }],
    means: [3.758, 1.2, 0, 0],
    spreads: [1.76, 0.76, 1, 1],
  }
  const network = new Network([4, 6, 3], { seed: 3 })
  const classes = ['setosa', 'versicolor', 'virginica']
  const answered = (page: Page) =>
    page.waitForFunction(() => document.querySelector('#scores data')?.getAttribute('value'))
  const expected = (row: Readonly<Record<string, unknown>>, from = table) => [
    ...new LightPredictor(network).outputs(rowInput(from, row)),
  ]

  test.each(['', '?predict=api'])('is a form, filled in by keyboard: %j', async query => {
    const page = await open(network, { classes, preprocessing: table }, query)
    expect(await page.locator('h1').textContent()).toBe('Predict: species')
    for (const hidden of ['#pad', '#picture', '#seen', '#decided', '#samples']) {
      expect(await page.locator(hidden).isVisible(), hidden).toBe(false)
    }
    expect(await page.getByLabel('petal length').getAttribute('placeholder')).toBe('3.76')
    await page.keyboard.press('Tab')
    await page.keyboard.type('1.5')
    expect(await page.locator('#note').textContent()).toBe('Still to fill in: constructor, colour')
    await page.keyboard.press('Tab')
    await page.keyboard.type('0.4')
    await page.keyboard.press('Tab')
    await page.keyboard.type('red')
    await answered(page)
    const row = { 'petal length': 1.5, constructor: 0.4, colour: 'red' }
    expect(await scoresOf(page)).toEqual(expected(row))
    expect(await page.locator('.hidden-layer figcaption').textContent()).toMatch(/ of 6 neurons active$/)
    await page.keyboard.press('Enter')
    expect(await page.locator('#place').textContent()).toMatch(
      query ? /^Predicted by the server: rows/ : /no row leaves it/,
    )
    expect(await violationsOf(page)).toEqual([])
    expect(visits.complaints).toEqual([])
  })

  test('whose form is not to be had says so, and loads again when asked', async () => {
    const model = await readServedModel(formatModel(network, { classes, preprocessing: table }), {
      name: 'own',
    })
    const server = await serve({ model, hostname: '127.0.0.1', port: 0, environment: {} })
    servers.push(server)
    const page = await visits.blank()
    await page.route('**/table.js', route => route.abort())
    await page.goto(server.url)
    const fault = page.locator('#fault')
    await fault.getByText('Something went wrong in this page.').waitFor()
    await page.unroute('**/table.js')
    await fault.getByRole('button', { name: 'Reload the page' }).click()
    await page.getByLabel('petal length').waitFor()
    expect(await fault.textContent()).toBe('')
  })

  test('errors stand beside their fields, and no prediction beside them', async () => {
    const page = await open(network, { classes, preprocessing: table }, '', {
      viewport: { width: 320, height: 568 },
    })
    const field = page.getByLabel('petal length')
    await page.getByLabel('constructor').fill('1')
    await page.getByLabel('colour').selectOption('blue')
    await field.pressSequentially('-')
    const error = page.locator('#error-0')
    expect(await error.textContent()).toBe('Expected a number.')
    expect(await field.getAttribute('aria-invalid')).toBe('true')
    expect(await page.locator('#note').textContent()).toBe('No prediction')
    await field.fill('1e308')
    await field.fill('4')
    await answered(page)
    expect(await error.textContent()).toBe('')
    expect(await violationsOf(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320)
  })

  test('that fills what is missing needs one field alone', async () => {
    const filled = { ...table, fill: true }
    const page = await open(network, { classes, preprocessing: filled })
    const colour = page.getByLabel('colour')
    expect(await colour.locator('option').allTextContents()).toEqual(['missing', 'blue', 'red'])
    await colour.selectOption('blue')
    await answered(page)
    expect(await scoresOf(page)).toEqual(expected({ colour: 'blue' }, filled))
    await colour.selectOption('missing')
    await page.getByText('Nothing filled in yet').waitFor()
  })
})
