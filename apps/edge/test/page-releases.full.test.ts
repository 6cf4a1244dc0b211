import type { CDPSession, Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { drawStroke, onPad } from './draw.ts'
import { drawnOn, predicts, twoFrames, Visits } from './page-visits.ts'

const visits = new Visits()

/** A seven, in hundredths of the pad's side, and a way that would spoil it. */
const SEVEN = [
  [30, 20],
  [70, 20],
  [45, 80],
] as const
const SPOILING = [
  [10, 90],
  [90, 90],
  [90, 10],
] as const

interface Hand {
  readonly page: Page
  readonly devtools: CDPSession
}

/** A page with a seven, whose mouse button is still down. */
async function drawing(): Promise<Hand> {
  const page = await visits.open()
  const [first, ...others] = await onPad(page, SEVEN)
  if (!first) throw new Error('There is no pad.')
  await page.mouse.move(...first)
  await page.mouse.down()
  for (const place of others) await page.mouse.move(...place, { steps: 4 })
  await predicts(page, 7)
  return { page, devtools: await page.context().newCDPSession(page) }
}

/** Moves the mouse with these buttons down, whatever was pressed. */
async function wave({ page, devtools }: Hand, buttons: number): Promise<void> {
  const button = buttons ? 'left' : 'none'
  for (const [x, y] of await onPad(page, SPOILING)) {
    await devtools.send('Input.dispatchMouseEvent', { type: 'mouseMoved', x, y, button, buttons })
  }
  await twoFrames(page)
}

describe('a stroke whose release is lost', () => {
  test.each<[string, number, (hand: Hand) => Promise<unknown>]>([
    ['to who knows what: the mouse moves on with no button down', 0, async () => {}],
    [
      'to the pad, which has the pointer no more',
      1,
      ({ page }) => page.locator('#pad').evaluate(pad => pad.releasePointerCapture(1)),
    ],
    ['to another window', 1, ({ page }) => page.evaluate(() => dispatchEvent(new Event('blur')))],
    ['to another page', 1, ({ page }) => page.evaluate(() => dispatchEvent(new Event('pagehide')))],
    [
      'to another tab',
      1,
      ({ page }) => page.evaluate(() => document.dispatchEvent(new Event('visibilitychange'))),
    ],
  ])('%s', async (_, buttons, lose) => {
    const hand = await drawing()
    const { page } = hand
    await lose(hand)
    await twoFrames(page)
    const seven = await drawnOn(page)
    await wave(hand, buttons)
    expect(await drawnOn(page)).toBe(seven)
    expect(await page.locator('#answer').textContent()).toBe('7')

    await drawStroke(page, SPOILING)
    await twoFrames(page)
    expect(await drawnOn(page), 'the next press draws').not.toBe(seven)
    await page.locator('#undo').click()
    await twoFrames(page)
    expect(await drawnOn(page), 'a stroke of its own').toBe(seven)
    expect(visits.complaints).toEqual([])
  })

  test('does not keep the mouse from the buttons', async () => {
    const hand = await drawing()
    await wave(hand, 0)
    await hand.page.locator('#clear').click()
    await predicts(hand.page, '')
    expect(visits.complaints).toEqual([])
  })

  test('is ended by the next press where nothing told of it before', async () => {
    const { page, devtools } = await drawing()
    const [start, end] = await onPad(page, SPOILING)
    if (!start || !end) throw new Error('There is no pad.')
    await twoFrames(page)
    const seven = await drawnOn(page)
    for (const [type, [x, y]] of [
      ['mousePressed', start],
      ['mouseMoved', end],
      ['mouseReleased', end],
    ] as const) {
      await devtools.send('Input.dispatchMouseEvent', {
        type,
        x,
        y,
        button: 'left',
        buttons: 1,
        clickCount: 1,
      })
    }
    await twoFrames(page)
    expect(await drawnOn(page)).not.toBe(seven)
    await page.locator('#undo').click()
    await twoFrames(page)
    expect(await drawnOn(page)).toBe(seven)
  })

  test('of a finger, to the browser', async () => {
    const { page, touch } = await visits.openOnPhone()
    const [first, second, third] = await onPad(page, SEVEN)
    if (!first || !second || !third) throw new Error('There is no pad.')
    await touch('touchStart', first)
    await touch('touchMove', second)
    await touch('touchCancel')
    await twoFrames(page)
    const bar = await drawnOn(page)
    await touch('touchStart', second)
    await touch('touchMove', third)
    await predicts(page, 7)
    await touch('touchEnd')
    await page.locator('#undo').click()
    await page.locator('#redo[aria-disabled="false"]').waitFor()
    await twoFrames(page)
    expect(await drawnOn(page)).toBe(bar)
    expect(visits.complaints).toEqual([])
  })
})

test('a stroke does not drag away what is selected', async () => {
  const page = await visits.open()
  await page.keyboard.press('Control+a')
  await drawStroke(page, SEVEN)
  await predicts(page, 7)
  expect(visits.complaints).toEqual([])
})

describe('the pad is not drawn on', () => {
  test('by a press that began beside it', async () => {
    const page = await visits.open()
    const blank = await drawnOn(page)
    await page.mouse.move(2, 2)
    await page.mouse.down()
    for (const place of await onPad(page, SEVEN)) await page.mouse.move(...place, { steps: 4 })
    await page.mouse.up()
    await twoFrames(page)
    expect(await drawnOn(page)).toBe(blank)
  })

  test.each(['right', 'middle'] as const)('by the %s button', async button => {
    const page = await visits.open()
    const blank = await drawnOn(page)
    const [first, second] = await onPad(page, SEVEN)
    if (!first || !second) throw new Error('There is no pad.')
    await page.mouse.move(...first)
    await page.mouse.down({ button })
    await page.mouse.move(...second, { steps: 4 })
    await page.mouse.up({ button })
    await twoFrames(page)
    expect(await drawnOn(page)).toBe(blank)
  })

  test.each(['right', 'middle'] as const)('after a stroke that the %s button disturbed', async button => {
    const hand = await drawing()
    const { page } = hand
    await page.mouse.down({ button })
    await page.mouse.up()
    await wave(hand, 2)
    await page.mouse.up({ button })
    expect(await page.locator('#answer').textContent()).toBe('7')
    await page.locator('#undo').click()
    await predicts(page, '')
    expect(visits.complaints).toEqual([])
  })

  test('by arrows, while the mouse draws', async () => {
    const { page } = await drawing()
    await twoFrames(page)
    const before = await page.locator('#scores').textContent()
    for (let i = 0; i < 5; i++) await page.keyboard.press('Shift+ArrowLeft')
    await twoFrames(page)
    expect(await page.locator('#scores').textContent()).toBe(before)
  })
})
