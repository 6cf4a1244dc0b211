import { AxeBuilder } from '@axe-core/playwright'
import { formatModel, Network } from '@gradus/core'
import { readServedModel, serve } from '@gradus/edge/node'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { drawDigit } from './draw.ts'
import { predicts, twoFrames, Visits } from './page-visits.ts'

const visits = new Visits()

/**
 * Removes from the window the features of browsers younger than five years in 2026, as far as scripts can.
 */
function forget(): void {
  const remove = (from: object, ...names: string[]): void => {
    for (const name of names) Reflect.deleteProperty(from, name)
  }
  remove(Array.prototype, 'at', 'findLast', 'findLastIndex', 'toReversed', 'toSorted', 'toSpliced', 'with')
  for (const { prototype } of [Uint8Array, Float64Array]) {
    const typed: unknown = Object.getPrototypeOf(prototype)
    if (typeof typed === 'object' && typed) {
      remove(typed, 'at', 'findLast', 'findLastIndex', 'toReversed', 'toSorted', 'with')
    }
  }
  remove(String.prototype, 'at', 'isWellFormed', 'toWellFormed')
  remove(Object, 'hasOwn', 'groupBy')
  remove(Map, 'groupBy')
  remove(Array, 'fromAsync')
  remove(Promise, 'try', 'withResolvers')
  remove(Set.prototype, 'union', 'intersection', 'difference', 'isSubsetOf')
  remove(AbortSignal, 'any', 'timeout')
  remove(PointerEvent.prototype, 'getCoalescedEvents', 'getPredictedEvents')
  remove(
    Element.prototype,
    ...Object.getOwnPropertyNames(Element.prototype).filter(name => name.startsWith('aria')),
  )
  remove(Element.prototype, 'checkVisibility', 'setHTMLUnsafe')
  remove(Blob.prototype, 'bytes')
  remove(Response.prototype, 'bytes')
  remove(
    window,
    ...[
      'Iterator',
      'structuredClone',
      'scheduler',
      'OffscreenCanvas',
      'DecompressionStream',
      'CompressionStream',
    ],
  )
  remove(Navigator.prototype, 'clipboard', 'locks', 'storage', 'serviceWorker')
  remove(Crypto.prototype, 'randomUUID', 'subtle')

  // Safari before 15.4 knows no :focus-visible.
  const matches = Element.prototype.matches
  Reflect.set(Element.prototype, 'matches', function (this: Element, selector: string) {
    if (selector.includes(':focus-visible')) throw new SyntaxError(`'${selector}' is not a valid selector.`)
    return matches.call(this, selector)
  })
  const { supports } = CSS
  CSS.supports = (condition: string, ...rest: string[]) =>
    !condition.includes(':focus-visible') && Reflect.apply(supports, CSS, [condition, ...rest])
}

/** Draws a seven, sees it predicted, undoes it, and draws it by keys. */
async function expectUse(page: Page): Promise<void> {
  await drawDigit(page, 7)
  await predicts(page, 7)
  await page.locator('#clear').click()
  await predicts(page, '')
  await page.locator('#pad').focus()
  await page.keyboard.press('Space')
  for (let i = 0; i < 14; i++) await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Space')
  await predicts(page, 1)
  await page.getByRole('button', { name: 'Test image: 3' }).click()
  await predicts(page, 3)
  expect(await page.locator('#redo').getAttribute('aria-disabled')).toBe('true')
  expect(await page.locator('#fault').textContent()).toBe('')
}

describe('the page is whole', () => {
  test('on plain http at a name other than localhost', async () => {
    const page = await visits.blank()
    await visits.load(page, visits.insecureUrl)
    expect(await page.evaluate(() => isSecureContext || 'getCoalescedEvents' in PointerEvent.prototype)).toBe(
      false,
    )
    await expectUse(page)
    // Browsers warn that such a page cannot be isolated from others.
    const others = visits.complaints.filter(text => !/Cross-Origin-Opener|origin-keyed/.test(text))
    expect(others).toEqual([])
  })

  test.each([
    ['', 'Predicted in this page: no drawing leaves it. Pictures are sent to the server.'],
    ['?predict=api', 'Predicted by the server: drawings and pictures are sent to it.'],
  ])('in a browser of five years ago: %j', async (query, place) => {
    const page = await visits.blank()
    await page.addInitScript(forget)
    await visits.load(page, `${visits.url}${query}`)
    expect(await page.locator('#place').textContent()).toBe(place)
    await expectUse(page)
    expect(visits.complaints).toEqual([])
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations).toEqual([])
  })

  test('as a form for a table, in a browser of five years ago', async () => {
    const columns = [{ name: 'length' }, { name: 'colour', values: ['blue', 'red'] }]
    const preprocessing = {
      kind: 'table',
      label: 'species',
      columns,
      means: [1, 0, 0],
      spreads: [1, 1, 1],
    } as const
    const bytes = formatModel(new Network([3, 4, 2], { seed: 1 }), { preprocessing })
    const model = await readServedModel(bytes, { name: 'table' })
    const server = await serve({ model, hostname: '127.0.0.1', port: 0, environment: {} })
    try {
      const page = await visits.blank()
      await page.addInitScript(forget)
      await visits.load(page, `${server.url}/`, { samples: false })
      await page.getByLabel('length').fill('2.5')
      await page.getByLabel('colour').selectOption('red')
      await page.waitForFunction(() => document.querySelector('#scores data')?.getAttribute('value'))
      expect(visits.complaints).toEqual([])
    } finally {
      await server.close()
    }
  })

  test('for a pointer that cannot be captured', async () => {
    const page = await visits.open()
    await page.locator('#pad').evaluate(pad => {
      const { left, top, width, height } = pad.getBoundingClientRect()
      const tell = (type: string, x: number, y: number): boolean =>
        pad.dispatchEvent(
          new PointerEvent(type, {
            bubbles: true,
            pointerId: 99,
            pointerType: 'touch',
            isPrimary: true,
            buttons: type === 'pointerup' ? 0 : 1,
            clientX: left + width * x,
            clientY: top + height * y,
          }),
        )
      tell('pointerdown', 0.3, 0.2)
      tell('pointermove', 0.7, 0.2)
      tell('pointermove', 0.45, 0.8)
      tell('pointerup', 0.45, 0.8)
    })
    await predicts(page, 7)
    expect(visits.complaints).toEqual([])
  })
})

describe('the page says once', () => {
  const fault = (page: Page) => page.locator('#fault')

  test.each([
    ['light', 1280],
    ['dark', 320],
  ] as const)(
    'that its program fails, however often it does: %s, %i pixels wide',
    async (colorScheme, width) => {
      const page = await visits.blank({ colorScheme, viewport: { width, height: 700 } })
      await page.addInitScript(() => {
        let count = 0
        CanvasRenderingContext2D.prototype.lineTo = () => {
          count++
          throw new TypeError(`no line ${count} ${'x'.repeat(1000)}`)
        }
      })
      await visits.load(page, visits.url)
      expect(await fault(page).textContent()).toBe('')
      await drawDigit(page, 7)
      await fault(page).getByRole('button').waitFor()
      expect(visits.complaints.length).toBeGreaterThan(1)
      expect(await fault(page).locator('p').allTextContents()).toEqual([
        expect.stringMatching(
          /^Something went wrong in this page\. Reload it\..*TypeError: no line 1 x{100,200}…$/,
        ),
      ])
      await predicts(page, 7)
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width)
      const { violations } = await new AxeBuilder({ page }).analyze()
      expect(violations).toEqual([])
    },
  )

  test('what no promise caught, and loads again when asked', async () => {
    const page = await visits.blank()
    await page.route('**/model', async route => {
      // As if the page and its program were of two versions.
      await page.evaluate(() => document.getElementById('model')?.remove())
      await route.continue()
    })
    await page.goto(visits.url)
    await fault(page).getByText('#model is no HTMLElement of this page').waitFor()
    await page.unroute('**/model')
    await fault(page).getByRole('button', { name: 'Reload the page' }).click()
    await page.waitForFunction(() => document.getElementById('model')?.textContent)
    expect(await fault(page).textContent()).toBe('')
  })

  test('nothing of what browsers remark and others do', async () => {
    const page = await visits.open()
    await page.evaluate(() => {
      dispatchEvent(new ErrorEvent('error', { message: 'ResizeObserver loop completed' }))
      const filename = 'moz-extension://abc/content.js'
      dispatchEvent(new ErrorEvent('error', { error: new Error('not ours'), filename }))
    })
    await twoFrames(page)
    expect(await fault(page).textContent()).toBe('')
  })
})

describe('a program that does not start', () => {
  const late = /has not started/

  test.each(['not found', 'of a newer language', 'not allowed'])('is told of: %s', async why => {
    const page = await visits.blank({ javaScriptEnabled: why !== 'not allowed' })
    await page.route('**/page.js', route =>
      why === 'not found'
        ? route.fulfill({ status: 404 })
        : route.fulfill({ contentType: 'text/javascript', body: 'const a = |> 1' }),
    )
    await page.goto(visits.url)
    expect(await page.getByText(late).isVisible()).toBe(false)
    await page.getByText(late).waitFor({ state: 'visible' })
  })

  test('is not spoken of once it has started', async () => {
    const page = await visits.open()
    expect(await page.getByText(late).count()).toBe(0)
  })
})
