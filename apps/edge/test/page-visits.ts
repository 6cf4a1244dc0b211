import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { complaintsOf, INSECURE_NAME, openBrowser, servePage } from './browser.ts'

type TouchType = 'touchStart' | 'touchMove' | 'touchEnd' | 'touchCancel'

/** A position in the window. */
type Place = readonly [x: number, y: number]

/** Visits of a test file to the served page, each in a browser that never saw it. */
export class Visits {
  #browser: Browser | undefined
  #server: Awaited<ReturnType<typeof servePage>> | undefined
  /** The errors and warnings of the page that was opened last. */
  complaints: readonly string[] = []

  constructor() {
    beforeAll(async () => {
      this.#browser = await openBrowser()
      this.#server = await servePage()
    })
    afterEach(async () => {
      for (const context of this.#browser?.contexts() ?? []) await context.close()
    })
    afterAll(async () => {
      await this.#browser?.close()
      await this.#server?.close()
    })
  }

  get url(): string {
    return `${this.#server?.url}/`
  }

  /** The same page, but in no secure context. */
  get insecureUrl(): string {
    const url = new URL(this.url)
    url.hostname = INSECURE_NAME
    return url.href
  }

  /** A page that is blank as yet. */
  async blank(options: BrowserContextOptions = {}): Promise<Page> {
    const context = await this.#browser?.newContext(options)
    if (!context) throw new Error('The browser is not open yet: ask within a test.')
    return context.newPage()
  }

  /** Opens the page, and waits until it has its predictor. */
  async open(query = '', options: BrowserContextOptions = {}): Promise<Page> {
    const page = await this.blank(options)
    await this.load(page, `${this.url}${query}`)
    return page
  }

  /**
   * Opens the page on a phone.
   * @returns it, and a function that touches it at the given points, or lifts all fingers
   */
  async openOnPhone(): Promise<{
    page: Page
    touch: (type: TouchType, ...points: Place[]) => Promise<unknown>
  }> {
    const phone = { hasTouch: true, isMobile: true, viewport: { width: 360, height: 640 } }
    const page = await this.open('', phone)
    const devtools = await page.context().newCDPSession(page)
    const touch = (type: TouchType, ...points: Place[]) =>
      devtools.send('Input.dispatchTouchEvent', {
        type,
        touchPoints: points.map(([x, y], id) => ({ x, y, id })),
      })
    return { page, touch }
  }

  /**
   * Loads the page into a blank one, and waits as `open` does.
   * @param samples whether the page of this model has images of MNIST's test set
   */
  async load(page: Page, url: string, { samples = true } = {}): Promise<void> {
    this.complaints = await complaintsOf(page, new URL(url).origin)
    await page.goto(url)
    await (samples ? isReady(page) : hasPredictor(page))
  }
}

/** Waits until the page has its predictor and its samples. */
export async function isReady(page: Page): Promise<void> {
  await hasPredictor(page)
  await page.locator('#sample-buttons button').last().waitFor()
}

async function hasPredictor(page: Page): Promise<void> {
  await page.waitForFunction(() => document.getElementById('place')?.textContent?.startsWith('Predicted'))
}

/** Waits until the page predicts this class. */
export async function predicts(page: Page, answer: number | string): Promise<void> {
  await page.waitForFunction(wanted => document.getElementById('answer')?.textContent === wanted, `${answer}`)
}

/** Waits until the drawing is on the screen. */
export async function twoFrames(page: Page): Promise<void> {
  await page.evaluate(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))))
}

/** The ten scores, unrounded; NaN while there are none. */
export function scoresOf(page: Page): Promise<number[]> {
  return page
    .locator('#scores data')
    .evaluateAll(all => all.map(each => Number.parseFloat(each.getAttribute('value') ?? '')))
}

/** The pixels of a canvas, four bytes each. */
export function pixelsOf(page: Page, id: string): Promise<number[]> {
  return page.locator(`canvas#${id}`).evaluate(canvas => {
    if (!(canvas instanceof HTMLCanvasElement)) throw new Error(`${canvas.id} is no canvas`)
    const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', {
      willReadFrequently: true,
    })
    copy?.drawImage(canvas, 0, 0)
    return [...(copy?.getImageData(0, 0, canvas.width, canvas.height).data ?? [])]
  })
}

/** The drawing as the pad shows it. */
export function drawnOn(page: Page): Promise<string> {
  return page
    .locator('canvas#drawn')
    .evaluate(canvas => (canvas instanceof HTMLCanvasElement ? canvas.toDataURL() : ''))
}

export const isEmpty = (pixels: readonly number[]): boolean => pixels.every(value => value === 0)
