import { PassThrough } from 'node:stream'
import { WriteStream } from 'node:tty'
import { describe, expect, test } from 'vitest'
import { COLOURS_256, type Rgb, SIXTEEN, type Style, type Terminal, themeFor, themeOf } from './theme.ts'

const styles: readonly Style[] = ['dim', 'good', 'warning', 'alarm', 'accent', 'second', 'third', 'fourth']

/** A stream that says it is a terminal, of which Node tells the colours from the environment. */
function terminal(): Terminal {
  const getColorDepth = (env?: object): number => WriteStream.prototype.getColorDepth(env)
  return Object.assign(new PassThrough(), { isTTY: true, getColorDepth })
}

describe('what a terminal can show', () => {
  test.each([
    [{ TERM: 'xterm-256color', COLORTERM: 'truecolor' }, 24],
    [{ TERM: 'xterm-256color' }, 8],
    [{ TERM: 'xterm' }, 4],
    [{ TERM: 'dumb' }, 1],
    [{ TERM: 'xterm-256color', NO_COLOR: '1' }, 1],
    [{ TERM: 'dumb', FORCE_COLOR: '3' }, 24],
    [{ TERM: 'xterm-256color', FORCE_COLOR: '0' }, 1],
  ])('%j: %d bits a colour', (env, depth) => {
    expect(themeOf(terminal(), env, 'linux').depth).toBe(depth)
  })

  test('a pipe has colours only where they are forced', () => {
    expect(themeOf(new PassThrough(), { TERM: 'xterm-256color' }, 'linux').depth).toBe(1)
    expect(themeOf(new PassThrough(), { FORCE_COLOR: '2' }, 'linux').depth).toBe(8)
  })

  test.each([
    [{ LANG: 'en_GB.UTF-8', TERM: 'xterm' }, true],
    [{ LANG: 'C', TERM: 'xterm' }, false],
    [{ LANG: 'en_GB.UTF-8', TERM: 'linux' }, false],
  ])('%j: more than ASCII %s', (env, unicode) => {
    expect(themeOf(terminal(), env, 'linux').unicode).toBe(unicode)
  })
})

test('without colours there are no escape codes', () => {
  const theme = themeFor({ unicode: true, depth: 1 })
  for (const style of styles) expect(theme.paint(style, 'text')).toBe('text')
  expect(theme.tint('text', [1, 2, 3], [4, 5, 6])).toBe('text')
})

test.each([
  [4, '\u001B[31;41mx\u001B[39;49m', '\u001B[1;31mx\u001B[22;39m', '\u001B[2mx\u001B[22m'],
  [
    8,
    '\u001B[38;5;160;48;5;160mx\u001B[39;49m',
    '\u001B[1;38;5;167mx\u001B[22;39m',
    '\u001B[38;5;244mx\u001B[39m',
  ],
  [
    24,
    '\u001B[38;2;210;5;5;48;2;210;5;5mx\u001B[39;49m',
    '\u001B[1;38;2;216;74;60mx\u001B[22;39m',
    '\u001B[38;2;128;128;128mx\u001B[39m',
  ],
] as const)('%d bits a colour: what is opened is closed', (depth, tinted, alarm, dim) => {
  const theme = themeFor({ unicode: true, depth })
  expect(theme.tint('x', [210, 5, 5], [210, 5, 5])).toBe(tinted)
  expect(theme.paint('alarm', 'x')).toBe(alarm)
  expect(theme.paint('dim', 'x')).toBe(dim)
  expect(theme.tint('x', undefined)).toBe('x')
  expect(theme.tint('', [0, 0, 0])).toBe('')
  expect(theme.paint('title', '')).toBe('')
})

/** The colour that the text is painted with. */
function colourOf(painted: string, depth: 8 | 24): Rgb {
  const numbers =
    painted
      .match(/38;[25];([\d;]+)m/)?.[1]
      ?.split(';')
      .map(Number) ?? []
  const [red = 0, green = 0, blue = 0] = depth === 8 ? (COLOURS_256[numbers[0] ?? 0] ?? []) : numbers
  return [red, green, blue]
}

/** WCAG 2.2: relative luminance, and the contrast of two. */
function luminance(rgb: Rgb): number {
  const [red = 0, green = 0, blue = 0] = rgb.map(value =>
    value <= 10 ? value / 3294.6 : ((value / 255 + 0.055) / 1.055) ** 2.4,
  )
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(a: Rgb, b: Rgb): number {
  const [darker = 0, lighter = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y)
  return (lighter + 0.05) / (darker + 0.05)
}

test.each([8, 24] as const)('with %d bits every style can be read on black and on white', depth => {
  const theme = themeFor({ unicode: true, depth })
  for (const style of styles) {
    const colour = colourOf(theme.paint(style, 'x'), depth)
    expect.soft(contrast(colour, [0, 0, 0]), style).toBeGreaterThan(3)
    expect.soft(contrast(colour, [255, 255, 255]), style).toBeGreaterThan(3)
  }
})

test('every one of the sixteen colours is its own nearest', () => {
  const theme = themeFor({ unicode: true, depth: 4 })
  const codes = SIXTEEN.map(rgb => theme.tint('x', rgb).slice(2, 4))
  expect(codes).toEqual(
    [...Array(8).keys()].flatMap(i => [`3${i}`]).concat([...Array(8).keys()].map(i => `9${i}`)),
  )
})
