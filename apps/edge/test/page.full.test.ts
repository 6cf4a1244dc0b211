import { AxeBuilder } from '@axe-core/playwright'
import { formatModel, Network } from '@gradus/core'
import { argmax } from '@gradus/core/predict'
import { readServedModel, serve } from '@gradus/edge/node'
import { loadTestData } from '@gradus/mnist/node'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { drawDigit, onPad } from './draw.ts'
import { drawnOn, isEmpty, isReady, pixelsOf, predicts, scoresOf, twoFrames, Visits } from './page-visits.ts'
import { digits } from './served.ts'

const visits = new Visits()

describe('drawing', () => {
  test('predicts at least nine of the ten digits correctly', async () => {
    const page = await visits.open()
    const read: (string | null)[] = []
    for (let digit = 0; digit < 10; digit++) {
      await drawDigit(page, digit)
      await twoFrames(page)
      read.push(await page.locator('#answer').textContent())
      await page.locator('#clear').click()
    }
    const right = read.filter((answer, digit) => answer === `${digit}`)
    expect(right.length, `read ${read.join(' ')}`).toBeGreaterThanOrEqual(9)
    expect(visits.complaints).toEqual([])
  })

  test('is read at a tenth of the usual size, too', async () => {
    const page = await visits.open()
    for (const digit of [2, 5, 7]) {
      await drawDigit(page, digit, 0.1)
      await predicts(page, digit)
      await page.locator('#clear').click()
    }
    expect(visits.complaints).toEqual([])
  })

  test('is read while the pen is down, and spoken when it rests', async () => {
    const page = await visits.open()
    const places = await onPad(page, [
      [50, 15],
      [50, 30],
      [49, 45],
      [49, 60],
      [49, 85],
    ])
    for (const [i, [x, y]] of places.entries()) {
      await page.mouse.move(x, y)
      if (i === 0) await page.mouse.down()
    }
    await predicts(page, 1)
    // Longer than the delay before a prediction is spoken.
    await page.waitForTimeout(1500)
    expect(await page.locator('#spoken').textContent()).toBe('')
    await page.mouse.up()
    await page.waitForFunction(() => document.getElementById('spoken')?.textContent?.includes('1'))
    expect(await page.locator('#spoken').textContent()).toMatch(/^1\. Score [01]\.\d{3}(, unsure)?\.$/)
    expect(visits.complaints).toEqual([])
  })

  test('with a finger: the page stays where it is, and a second finger draws nothing', async () => {
    const { page, touch } = await visits.openOnPhone()
    const places = await onPad(
      page,
      Array.from({ length: 14 }, (_, i) => [51 - i / 8, 15 + 5 * i]),
    )
    const [other] = await onPad(page, [[10, 90]])
    if (!other) throw new Error('There is no place for the second finger.')
    for (const [i, place] of places.entries()) {
      await touch(i === 0 ? 'touchStart' : 'touchMove', place)
      if (i === 5) await touch('touchStart', place, other)
    }
    await touch('touchEnd')
    await predicts(page, 1)
    expect(await page.evaluate(() => scrollY)).toBe(0)
    await page.locator('#undo').tap()
    await predicts(page, '')
    expect(visits.complaints).toEqual([])
  })

  test('with a pen', async () => {
    const page = await visits.open()
    const devtools = await page.context().newCDPSession(page)
    const places = await onPad(
      page,
      Array.from({ length: 14 }, (_, i) => [51 - i / 8, 15 + 5 * i]),
    )
    const pen = { pointerType: 'pen', button: 'left', buttons: 1, clickCount: 1 } as const
    for (const [i, [x, y]] of places.entries()) {
      await devtools.send('Input.dispatchMouseEvent', {
        ...pen,
        type: i ? 'mouseMoved' : 'mousePressed',
        x,
        y,
      })
    }
    await predicts(page, 1)
    expect(visits.complaints).toEqual([])
  })

  test('by keyboard alone', async () => {
    const page = await visits.open()
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('pad')
    await page.keyboard.press('Space')
    for (let i = 0; i < 14; i++) await page.keyboard.press('ArrowDown')
    await predicts(page, 1)
    expect(await page.locator('#spoken').textContent()).toBe('Pen down')
    await page.keyboard.press('Space')
    await page.waitForFunction(() => document.getElementById('spoken')?.textContent?.startsWith('1'))
    const one = await pixelsOf(page, 'seen')

    await page.keyboard.press('Shift+ArrowRight')
    await page.keyboard.press('Enter')
    await twoFrames(page)
    expect(await pixelsOf(page, 'seen'), 'a dot beside it').not.toEqual(one)
    await page.keyboard.press('Control+z')
    await twoFrames(page)
    expect(await pixelsOf(page, 'seen')).toEqual(one)
    await page.keyboard.press('Delete')
    await predicts(page, '')
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('undo')
    expect(visits.complaints).toEqual([])
  })
})

test('undo, redo and clear', async () => {
  const page = await visits.open()
  const enabled = async (): Promise<string[]> =>
    page.locator('.tools button:not([aria-disabled="true"])').evaluateAll(all => all.map(({ id }) => id))
  expect(await enabled()).toEqual(['picture'])
  const blank = await drawnOn(page)
  await drawDigit(page, 4)
  await twoFrames(page)
  const [drawn, seen, scores] = [await drawnOn(page), await pixelsOf(page, 'seen'), await scoresOf(page)]
  expect(await enabled()).toEqual(['undo', 'clear', 'picture'])

  await page.locator('#undo').click()
  await twoFrames(page)
  expect(await drawnOn(page)).not.toEqual(drawn)
  await page.locator('#undo').click()
  await predicts(page, '')
  expect(await drawnOn(page)).toBe(blank)
  for (const canvas of ['seen', 'decided']) expect(isEmpty(await pixelsOf(page, canvas)), canvas).toBe(true)
  expect(await enabled()).toEqual(['redo', 'picture'])

  await page.keyboard.press('Control+Shift+z')
  await page.locator('#redo').click()
  await twoFrames(page)
  expect(await drawnOn(page)).toEqual(drawn)
  expect(await pixelsOf(page, 'seen')).toEqual(seen)
  expect(await scoresOf(page)).toEqual(scores)

  await page.locator('#clear').click()
  await predicts(page, '')
  expect(await scoresOf(page)).toEqual(Array(10).fill(Number.NaN))
  await page.locator('#undo').click()
  await twoFrames(page)
  expect(await drawnOn(page)).toEqual(drawn)
  expect(visits.complaints).toEqual([])
})

test('samples are images of the test set, and the network sees them as they are', async () => {
  const data = await loadTestData()
  const { predictor } = await digits()
  const page = await visits.open()
  for (let digit = 0; digit < 10; digit++) {
    await page.getByRole('button', { name: `Test image: ${digit}` }).click()
    await twoFrames(page)
    const alphas = (await pixelsOf(page, 'seen')).filter((_, i) => i % 4 === 3)
    const example = Array.from({ length: 200 }, (_, i) => data.at(i)).find(({ pixels }) =>
      pixels.every((value, i) => value === alphas[i]),
    )
    expect(example?.label).toBe(digit)
    const scores = predictor.scores(example?.pixels ?? new Uint8Array())
    expect(await scoresOf(page)).toEqual(scores)
    expect(await page.locator('#answer').textContent()).toBe(`${argmax(scores)}`)
  }
  expect(visits.complaints).toEqual([])
})

test('with what the browser has kept, a second visit is like the first', async () => {
  const page = await visits.open()
  const revalidated: string[] = []
  page.on('request', async request => {
    const headers = await request.allHeaders()
    if (headers['if-none-match']) revalidated.push(new URL(request.url()).pathname)
  })
  await page.reload()
  await isReady(page)
  await drawDigit(page, 7)
  await predicts(page, 7)
  expect(revalidated).toContain('/')
  expect(visits.complaints).toEqual([])
})

describe('where it is read', () => {
  test.each([3, 8])('the server gives the same bits as the page: %i', async digit => {
    const shown = []
    for (const query of ['', '?predict=api']) {
      const page = await visits.open(query)
      await drawDigit(page, digit)
      await predicts(page, digit)
      await page.waitForFunction(() => document.getElementById('spoken')?.textContent !== '')
      shown.push({
        scores: await scoresOf(page),
        seen: await pixelsOf(page, 'seen'),
        decided: await pixelsOf(page, 'decided'),
        hidden: await page.locator('.hidden-layer').allTextContents(),
        text: await page.locator('.reading').textContent(),
      })
      expect(await page.locator('#place').textContent()).toMatch(query ? /by the server/ : /in this page/)
      expect(await page.locator('#model').textContent()).toMatch(
        /^Model: digits, test accuracy 9\d\.\d\d %\.$/,
      )
      expect(visits.complaints).toEqual([])
    }
    expect(shown[1]).toEqual(shown[0])
    const { sizes } = await digits()
    expect(shown[0]?.hidden).toEqual(
      sizes
        .slice(1, -1)
        .map(neurons => expect.stringMatching(new RegExp(` \\d+ of ${neurons} neurons active$`))),
    )
    expect(isEmpty(shown[0]?.decided ?? [])).toBe(false)
  })

  test('in the page nothing is sent', async () => {
    const page = await visits.open()
    const sent: string[] = []
    page.on('request', request => sent.push(request.url()))
    await drawDigit(page, 7)
    await predicts(page, 7)
    expect(sent).toEqual([])
  })

  test.each(['404', 'not a model'])('without a model for the page the server reads: %s', async fault => {
    const page = await visits.blank()
    await page.route('**/model.safetensors', route =>
      fault === '404' ? route.fulfill({ status: 404 }) : route.fulfill({ body: fault }),
    )
    await page.goto(visits.url)
    await drawDigit(page, 5)
    await predicts(page, 5)
    expect(await page.locator('#place').textContent()).toMatch(/by the server/)
  })
})

test('of a model that takes no drawings the page says what to do instead, and that works', async () => {
  const bytes = formatModel(new Network([20, 8, 3], { seed: 1 }))
  const model = await readServedModel(bytes, { name: 'other' })
  const server = await serve({ model, hostname: '127.0.0.1', port: 0, environment: {} })
  try {
    const page = await visits.blank()
    await page.goto(server.url)
    await page.getByText('has 20 inputs and 3 outputs').waitFor()
    for (const hidden of ['#pad', '#undo', '#answer', '#seen', '#samples', '#late']) {
      expect(await page.locator(hidden).isVisible(), hidden).toBe(false)
    }
    const command = (await page.locator('#other-command').textContent()) ?? ''
    const [, body, url] = /^curl -d '(.*)' -H 'Content-Type: application\/json' (\S+)$/.exec(command) ?? []
    const headers = { 'Content-Type': 'application/json' }
    const answer = await fetch(url ?? '', { method: 'POST', headers, body: body ?? '' })
    expect(answer.status).toBe(200)
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations).toEqual([])
  } finally {
    await server.close()
  }
})

describe('when nothing can read', () => {
  const notice = (page: Page) => page.waitForFunction(() => document.getElementById('notice')?.textContent)

  test('offline, it says so, and tries again when asked', async () => {
    const page = await visits.open('?predict=api')
    await page.context().setOffline(true)
    await page.getByRole('button', { name: 'Test image: 7' }).click()
    await notice(page)
    expect(await page.locator('#notice').textContent()).toBe(
      'The server cannot be reached. Check the connection, then try again.',
    )
    expect(await page.locator('#note').textContent()).toBe('No prediction')
    await page.context().setOffline(false)
    await page.getByRole('button', { name: 'Try again' }).click()
    await predicts(page, 7)
    expect(await page.locator('#notice').textContent()).toBe('')
    expect(await page.locator('#retry').isVisible()).toBe(false)
  })

  test.each([
    [401, /asks for a token/],
    [413, /no input of this size.*body limit/],
    [422, /takes other inputs.*Reload/],
    [429, /too many requests.*Wait/],
    [503, /failed \(status 503\).*Wait/],
    [200, /cannot be read.*Reload/],
  ])('answer %i', async (status, message) => {
    const page = await visits.open('?predict=api')
    await page.route('**/predict', route => route.fulfill({ status, json: { title: 'Not this' } }))
    await drawDigit(page, 1)
    await notice(page)
    expect(await page.locator('#notice').textContent()).toMatch(message)
    await page.locator('#clear').click()
    await page.locator('#retry').waitFor({ state: 'hidden' })
    expect(await page.locator('#notice').textContent()).toBe('')
  })
})
