import { AxeBuilder } from '@axe-core/playwright'
import { formatModel, type GreyImage, Network } from '@gradus/core'
import { readServedModel, type Serving, serve } from '@gradus/edge/node'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { drawDigit } from './draw.ts'
import { drawnOn, pixelsOf, predicts, scoresOf, twoFrames, Visits } from './page-visits.ts'

const visits = new Visits()

/** Images of 20 x 12 pixels, which are pictures resized. */
const WHOLE: GreyImage = { kind: 'image', rows: 20, cols: 12, form: 'resized' }
let server: Serving
beforeAll(async () => {
  const bytes = formatModel(new Network([240, 8, 3], { seed: 2 }), { preprocessing: WHOLE })
  const model = await readServedModel(bytes, { name: 'pictures' })
  server = await serve({ model, hostname: '127.0.0.1', port: 0, environment: {} })
})
afterAll(() => server.close())

/** The body of a request. */
interface Sent {
  readonly mimeType: string
  readonly buffer: Buffer
}

/** A picture as a file. */
interface PictureFile extends Sent {
  readonly name: string
}

/** The page of that model, and the pictures that it sends: a list that grows. */
async function open(query = ''): Promise<{ page: Page; sent: Sent[] }> {
  const page = await visits.blank()
  const sent: Sent[] = []
  // Playwright does not tell what a Blob holds that is sent.
  await page.exposeFunction('tellSent', (mimeType: string, base64: string) => {
    sent.push({ mimeType, buffer: Buffer.from(base64, 'base64') })
  })
  await page.addInitScript(() => {
    const { fetch: send } = window
    window.fetch = async (url, init) => {
      if (init?.body instanceof Blob) {
        const bytes = new Uint8Array(await init.body.arrayBuffer())
        const text = Array.from(bytes, byte => String.fromCharCode(byte)).join('')
        await Reflect.get(window, 'tellSent')(init.body.type, btoa(text))
      }
      return send(url, init)
    }
  })
  await visits.load(page, `${server.url}/${query}`, { samples: false })
  return { page, sent }
}

interface Drawn {
  readonly width: number
  readonly height: number
  /** Whether every pixel has a value of its own, so that the file is large. */
  readonly isNoise?: boolean
  /** Whether two bars side by side are white instead. */
  readonly isPair?: boolean
}

/** A picture whose upper left quarter is white and the rest black, encoded by the browser. */
async function picture(
  page: Page,
  type: string,
  drawn: Drawn = { width: 48, height: 80 },
): Promise<PictureFile> {
  const base64 = await page.evaluate(
    async ({ type, width, height, isNoise, isPair }) => {
      const canvas = new OffscreenCanvas(width, height)
      const context = canvas.getContext('2d')
      if (!context) throw new Error('There is no canvas.')
      context.fillRect(0, 0, width, height)
      context.fillStyle = '#fff'
      if (isPair) for (const x of [0.2, 0.6]) context.fillRect(x * width, height / 4, width / 5, height / 2)
      else context.fillRect(0, 0, width / 2, height / 2)
      if (isNoise) {
        const data = context.getImageData(0, 0, width, height)
        // The same noise each time, by a linear congruential generator, of which the high bits are used.
        let state = 1
        data.data.forEach((byte, i, bytes) => {
          if (i % 4 === 3) return
          state = (Math.imul(state, 1664525) + 1013904223) >>> 0
          bytes[i] = byte ^ (state >>> 26)
        })
        context.putImageData(data, 0, 0)
      }
      const blob = await canvas.convertToBlob({ type })
      const bytes = new Uint8Array(await blob.arrayBuffer())
      let text = ''
      for (const byte of bytes) text += String.fromCharCode(byte)
      return btoa(text)
    },
    { type, ...drawn },
  )
  return { name: `picture.${type.slice(6)}`, mimeType: type, buffer: Buffer.from(base64, 'base64') }
}

/** Gives the page a file as a drop or a paste does. */
async function give(
  page: Page,
  how: 'drop' | 'paste',
  { name, mimeType, buffer }: PictureFile,
): Promise<void> {
  await page.evaluate(
    ({ how, name, mimeType, base64 }) => {
      const bytes = Uint8Array.from(atob(base64), letter => letter.charCodeAt(0))
      const transfer = new DataTransfer()
      transfer.items.add(new File([bytes], name, { type: mimeType }))
      const init = { bubbles: true, cancelable: true }
      const event =
        how === 'paste'
          ? new ClipboardEvent('paste', { ...init, clipboardData: transfer })
          : new DragEvent('drop', { ...init, dataTransfer: transfer })
      if (document.querySelector('footer')?.dispatchEvent(event) !== false)
        throw new Error('The browser would open the file itself.')
    },
    { how, name, mimeType, base64: buffer.toString('base64') },
  )
}

const choose = (page: Page, file: PictureFile) => page.locator('#file').setInputFiles(file)

/** Waits for the image, and gives its bytes as the page shows them. */
async function seenOn(page: Page): Promise<number[]> {
  await page.waitForFunction(() => document.querySelector('#scores data')?.getAttribute('value'))
  await twoFrames(page)
  return (await pixelsOf(page, 'seen')).filter((_, i) => i % 4 === 3)
}

/** The answer of the API to a file. */
async function answerTo({ mimeType, buffer }: Sent) {
  const headers = { 'Content-Type': mimeType }
  const body = new Uint8Array(buffer)
  const response = await fetch(`${server.url}/predict?input=true`, { method: 'POST', headers, body })
  const { predictions } = await response.json()
  return predictions[0]
}

const noticeOf = async (page: Page): Promise<string> => {
  await page.waitForFunction(() => document.getElementById('notice')?.textContent)
  return (await page.locator('#notice').textContent()) ?? ''
}

describe('a picture is read by the server, and the page shows what the network sees', () => {
  test.each(['choose', 'drop', 'paste'] as const)('a PNG, as it is: %s', async how => {
    const { page, sent } = await open()
    const file = await picture(page, 'image/png')
    await (how === 'choose' ? choose(page, file) : give(page, how, file))
    const { input, scores } = await answerTo(file)
    expect(await seenOn(page)).toEqual(input)
    expect(input[0]).toBe(255)
    expect(await scoresOf(page)).toEqual(scores)
    expect(sent.map(({ mimeType }) => mimeType)).toEqual(['image/png'])
    expect(sent[0]?.buffer.equals(file.buffer)).toBe(true)
    expect(visits.complaints).toEqual([])
  })

  test.each(['image/jpeg', 'image/webp'])('%s', async type => {
    const { page, sent } = await open('?predict=api')
    await choose(page, await picture(page, type))
    const seen = await seenOn(page)
    const [first, last = expect.fail('Nothing was sent.')] = [sent[0], sent.at(-1)]
    expect(seen).toEqual((await answerTo(last)).input)
    expect(seen[0]).toBeGreaterThan(250)
    expect(seen[239]).toBeLessThan(5)
    expect(first?.mimeType).toBe(type === 'image/webp' ? 'image/png' : type)
  })

  test('a large one is made smaller first, a long one shorter', async () => {
    const { page, sent } = await open()
    for (const drawn of [
      { width: 500, height: 600, isNoise: true },
      { width: 600, height: 1500 },
    ]) {
      const before = sent.length
      await choose(page, await picture(page, 'image/png', drawn))
      await expect.poll(() => sent.length, { timeout: 20_000 }).toBeGreaterThan(before)
      const { buffer: png } = sent.at(-1) ?? expect.fail('Nothing was sent.')
      const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)]
      expect(png.length).toBeLessThanOrEqual(2 ** 18)
      expect(height).toBeLessThanOrEqual(1024)
      expect(Math.abs(width - (height * drawn.width) / drawn.height)).toBeLessThanOrEqual(1)
    }
    expect(sent).toHaveLength(2)
  })

  test('a photograph that lies on its side is made upright', async () => {
    const { page } = await open()
    const { buffer, ...file } = await picture(page, 'image/jpeg', { width: 1600, height: 1200 })
    // Orientation 6: to be turned clockwise. The white quarter comes to the upper right.
    const exif = Buffer.from(
      'ffe1002245786966000049492a0008000000010012010300010000000600000000000000',
      'hex',
    )
    await choose(page, { ...file, buffer: Buffer.concat([buffer.subarray(0, 2), exif, buffer.subarray(2)]) })
    const seen = await seenOn(page)
    expect([seen[1], seen[10]].map(value => (value ?? 0) > 250)).toEqual([false, true])
  })

  test('it is asked for by the button, also from the keyboard', async () => {
    const { page } = await open()
    const chooser = page.waitForEvent('filechooser')
    await page.locator('#picture').focus()
    await page.keyboard.press('Enter')
    await (await chooser).setFiles(await picture(page, 'image/png'))
    await seenOn(page)
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations).toEqual([])
  })

  test('it can be undone and drawn on', async () => {
    const { page } = await open()
    await drawDigit(page, 1)
    await twoFrames(page)
    const drawn = await drawnOn(page)
    await choose(page, await picture(page, 'image/png'))
    await page.waitForFunction(() => document.getElementById('spoken')?.textContent === 'Reading the picture')
    await page.waitForFunction(() => document.getElementById('spoken')?.textContent !== 'Reading the picture')
    const seen = await seenOn(page)
    await drawDigit(page, 7)
    await twoFrames(page)
    expect(await seenOn(page)).not.toEqual(seen)
    await page.locator('#undo').click()
    await twoFrames(page)
    expect(await seenOn(page)).toEqual(seen)
    await page.locator('#undo').click()
    await twoFrames(page)
    expect(await drawnOn(page)).toBe(drawn)
  })

  test('of digits it is in MNIST’s form', async () => {
    const page = await visits.open()
    await give(page, 'drop', await picture(page, 'image/png'))
    await page.waitForFunction(() => document.getElementById('spoken')?.textContent?.endsWith('.'))
    const seen = (await pixelsOf(page, 'seen')).filter((_, i) => i % 4 === 3)
    expect(seen[0]).toBe(0)
    expect(seen[14 * 28 + 14]).toBeGreaterThan(200)
  })
})

test('of two digits side by side the answer comes with a warning, until they are undone', async () => {
  const page = await visits.open()
  await choose(page, await picture(page, 'image/png', { width: 60, height: 60, isPair: true }))
  expect(await noticeOf(page)).toMatch(/several separate shapes of like size: expected one\./)
  expect(await seenOn(page)).toHaveLength(784)
  await page.locator('#undo').click()
  await page.waitForFunction(() => document.getElementById('notice')?.textContent === '')
})

describe('what cannot be read is told, and the drawing stays', () => {
  const text = { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('a, b, c') }

  test('no picture', async () => {
    const page = await visits.open()
    await drawDigit(page, 3)
    await predicts(page, 3)
    await choose(page, text)
    expect(await noticeOf(page)).toBe(
      'notes.txt is no picture that this browser can open. Choose a PNG, JPEG or WebP picture.',
    )
    expect(await page.locator('#retry').isVisible()).toBe(false)
    expect(await page.locator('#answer').textContent()).toBe('3')
    await page.locator('#clear').click()
    await page.waitForFunction(() => document.getElementById('notice')?.textContent === '')
    expect(visits.complaints).toEqual([])
  })

  test('a blank one', async () => {
    const page = await visits.open()
    await choose(page, await picture(page, 'image/png', { width: 1, height: 1 }))
    expect(await noticeOf(page)).toMatch(/^The picture is blank.* more contrast\.$/)
  })

  test('without a connection, and drawings are still predicted', async () => {
    const { page } = await open()
    const file = await picture(page, 'image/png')
    await page.context().setOffline(true)
    await choose(page, file)
    expect(await noticeOf(page)).toBe('The server cannot be reached. Check the connection, then try again.')
    await page.context().setOffline(false)
    await page.getByRole('button', { name: 'Try again' }).click()
    await seenOn(page)
    await page.context().setOffline(true)
    await page.locator('#clear').click()
    await drawDigit(page, 1)
    await seenOn(page)
    expect(await page.locator('#notice').textContent()).toBe('')
  })

  test('where files alone are served', async () => {
    const page = await visits.blank()
    await page.route(/\/(predict|model)(\?|$)/, route => route.fulfill({ status: 405, body: '<html>' }))
    await visits.load(page, `${server.url}/`, { samples: false })
    expect(await page.locator('#seen-title').textContent()).toContain('12 × 20 pixels')
    await choose(page, await picture(page, 'image/png'))
    expect(await noticeOf(page)).toMatch(/^Nothing reads pictures here.*without its predictor\. Draw instead/)
  })

  test('the last of several pictures is shown', async () => {
    const { page } = await open()
    const [first, second] = [
      await picture(page, 'image/png', { width: 600, height: 600 }),
      await picture(page, 'image/png'),
    ]
    let release = (): void => {}
    const held = new Promise<void>(resolve => {
      release = resolve
    })
    let count = 0
    await page.route(/input=true/, async route => {
      if (count++ === 0) await held
      await route.continue()
    })
    await choose(page, first)
    await choose(page, second)
    const { input } = await answerTo(second)
    expect(await seenOn(page)).toEqual(input)
    release()
    await page.waitForTimeout(300)
    expect(await seenOn(page)).toEqual(input)
  })
})
