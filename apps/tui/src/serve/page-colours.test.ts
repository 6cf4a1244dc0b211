import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { BLUE, ORANGE } from '../terminal/pictures/picture.ts'
import { type Rgb, type Style, themeFor } from '../terminal/theme.ts'

/** The style sheet of the page that `gradus serve` serves. */
const css = readFileSync(new URL('../../../edge/page/style.css', import.meta.url), 'utf8')
const [light = '', dark = ''] = css.split('@media (prefers-color-scheme: dark)')

/** A colour of the style sheet by its name, such as --ink. */
function colourOf(sheet: string, name: string): Rgb {
  const [, red = '', green = '', blue = ''] =
    new RegExp(`${name}: #(..)(..)(..);`).exec(sheet) ?? expect.fail(`The page has no colour ${name}.`)
  return [Number.parseInt(red, 16), Number.parseInt(green, 16), Number.parseInt(blue, 16)]
}

/** The colour that the dashboard gives a style. */
function dashboardColour(style: Style): Rgb {
  const text = themeFor({ unicode: true, depth: 24 }).paint(style, 'x')
  const [, red, green, blue] = /38;2;(\d+);(\d+);(\d+)m/.exec(text) ?? expect.fail(`${style} has no colour.`)
  return [Number(red), Number(green), Number(blue)]
}

/** Degrees on the wheel of colours. */
function hueOf([red, green, blue]: Rgb): number {
  const [most, least] = [Math.max(red, green, blue), Math.min(red, green, blue)]
  const range = most - least
  if (most === red) return (60 * ((green - blue) / range) + 360) % 360
  return most === green ? 60 * ((blue - red) / range) + 120 : 60 * ((red - green) / range) + 240
}

/** Contrast, 1 .. 21. Source: WCAG 2.2, https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrast(a: Rgb, b: Rgb): number {
  const [lighter = 0, darker = 0] = [luminance(a), luminance(b)].sort((a, b) => b - a)
  return (lighter + 0.05) / (darker + 0.05)
}

function luminance(colour: Rgb): number {
  const [red = 0, green = 0, blue = 0] = colour.map(value => {
    const share = value / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

describe.each([
  ['light', light],
  ['dark', dark],
])('the page in %s colours', (_, sheet) => {
  test.each<[string, Rgb]>([
    ['--predicted', dashboardColour('good')],
    ['--accent', dashboardColour('accent')],
    ['--warning', dashboardColour('warning')],
    ['--positive', ORANGE],
    ['--negative', BLUE],
  ])('%s has the hue of the dashboard', (name, rgb) => {
    expect(Math.abs(hueOf(colourOf(sheet, name)) - hueOf(rgb))).toBeLessThan(10)
  })

  test.each(['--ground', '--paper'])('every colour of text stands out from %s by 4.5 at least', behind => {
    const names = ['--ink', '--quiet', '--accent', '--predicted', '--positive', '--negative', '--warning']
    const low = names.filter(name => contrast(colourOf(sheet, name), colourOf(sheet, behind)) < 4.5)
    expect(low).toEqual([])
  })

  test.each(['--ground', '--paper', '--track'])('edges and bars stand out from %s by 3 at least', behind => {
    for (const name of ['--edge', '--predicted']) {
      expect(contrast(colourOf(sheet, name), colourOf(sheet, behind)), name).toBeGreaterThanOrEqual(3)
    }
  })
})
