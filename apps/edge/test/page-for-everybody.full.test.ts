import { gzipSync } from 'node:zlib'
import { AxeBuilder } from '@axe-core/playwright'
import type { BrowserContextOptions } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { drawDigit, drawStroke } from './draw.ts'
import { pixelsOf, predicts, twoFrames, Visits } from './page-visits.ts'

const visits = new Visits()

describe('for everybody', () => {
  const views: Readonly<Record<string, BrowserContextOptions>> = {
    light: {},
    dark: { colorScheme: 'dark' },
    '320 pixels wide': { viewport: { width: 320, height: 256 } },
    'a phone': { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, colorScheme: 'dark' },
    'high contrast': { forcedColors: 'active' },
  }
  test.each(Object.entries(views))('axe finds nothing: %s', async (_, options) => {
    const page = await visits.open('?predict=api', options)
    const violations = async (): Promise<unknown[]> => {
      const results = await new AxeBuilder({ page }).analyze()
      return results.violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html }) => html) }))
    }
    await drawDigit(page, 3)
    await predicts(page, 3)
    expect(await violations()).toEqual([])
    await page.context().setOffline(true)
    await drawStroke(page, [
      [20, 20],
      [30, 30],
    ])
    await page.locator('#retry').waitFor()
    expect(await violations()).toEqual([])
  })

  test('nothing is wider than 320 pixels, also at 400 % of 1280', async () => {
    const page = await visits.open('', { viewport: { width: 320, height: 256 }, deviceScaleFactor: 4 })
    await drawDigit(page, 6)
    await predicts(page, 6)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320)
    expect(visits.complaints).toEqual([])
  })

  test('pad, tools and answer are seen without scrolling, on phones also on their side', async () => {
    const page = await visits.open('', { hasTouch: true, isMobile: true })
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
      const box = async (selector: string) => {
        const found = await page.locator(selector).boundingBox()
        return found ?? expect.fail(`${selector} is not to be seen at ${width} x ${height}`)
      }
      const pad = await box('#pad')
      expect(pad.width, `the pad at ${width} x ${height}`).toBeGreaterThanOrEqual(200)
      expect(pad.height).toBe(pad.width)
      for (const selector of ['#pad', '.tools', '.verdict']) {
        const { x, y, ...size } = await box(selector)
        expect(x + size.width, `${selector} at ${width} x ${height}`).toBeLessThanOrEqual(width)
        expect(y + size.height, `${selector} at ${width} x ${height}`).toBeLessThanOrEqual(height)
      }
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width)
    }
  })

  test.each([
    ['reduce', '0s'],
    ['no-preference', '0.12s'],
  ] as const)('motion: %s', async (reducedMotion, duration) => {
    const page = await visits.open('', { reducedMotion })
    const found = await page.evaluate(() => {
      const bar = document.querySelector('.bar')
      return bar && getComputedStyle(bar, '::before').transitionDuration
    })
    expect(found).toBe(duration)
  })

  test('colours change with the system, and pictures with them', async () => {
    const page = await visits.open()
    await drawDigit(page, 2)
    await page.mouse.move(0, 0)
    await twoFrames(page)
    const light = await pixelsOf(page, 'seen')
    await page.emulateMedia({ colorScheme: 'dark' })
    await twoFrames(page)
    const dark = await pixelsOf(page, 'seen')
    expect(dark).not.toEqual(light)
    const alphas = (pixels: readonly number[]): number[] => pixels.filter((_, i) => i % 4 === 3)
    expect(alphas(dark)).toEqual(alphas(light))
  })
})

test('all that the page loads but the model is smaller than 34,000 bytes, gzipped', async () => {
  const page = await visits.blank()
  const loaded = new Map<string, Promise<Buffer>>()
  page.on('response', response => loaded.set(new URL(response.url()).pathname, response.body()))
  await page.goto(visits.url)
  await page.locator('#sample-buttons button').last().waitFor()
  await page.waitForFunction(() => document.getElementById('model')?.textContent)
  expect([...loaded.keys()]).toEqual(
    expect.arrayContaining(['/', '/page.js', '/style.css', '/samples.bin', '/model.safetensors']),
  )
  expect([...loaded.keys()]).not.toContain('/table.js')
  loaded.delete('/model.safetensors')
  const sizes = await Promise.all(
    [...loaded.values()].map(async body => gzipSync(await body, { level: 9 }).length),
  )
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(34_000)
})
