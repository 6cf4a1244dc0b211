import { describe, expect, test } from 'vitest'
import { progress } from '../../test/events.ts'
import { barLine, fractionOf, glyphsFor, statusLine } from './progress-bar.ts'

const glyphs = { done: '#', rest: '-' }
const at = (epoch: number, position: number) => ({ ...progress, epoch, position })

test('the fraction is that of the whole run', () => {
  expect(fractionOf(at(0, 0))).toBe(0)
  expect(fractionOf(at(15, 0))).toBe(0.5)
  expect(fractionOf(at(29, 50_000))).toBe(1)
})

describe('the bar', () => {
  const text = (epoch: number, position: number, columns: number): string => {
    const { before, done, rest, after } = barLine(at(epoch, position), columns, glyphs)
    return before + done + rest + after
  }

  test.each([
    [0, 0, '  0 % ------------------  0 of 30 epochs'],
    [15, 0, ' 50 % #########--------- 15 of 30 epochs'],
    [29, 49_990, ' 99 % #################- 29 of 30 epochs'],
    [29, 50_000, '100 % ################## 30 of 30 epochs'],
  ])('in epoch %d at %d', (epoch, position, line) => {
    expect(text(epoch, position, line.length)).toBe(line)
  })

  test('leaves the bar out where there is no room', () => {
    expect(text(15, 0, 3)).toBe(' 50 %  15 of 30 epochs')
  })

  test('does not grow without end', () => {
    expect(text(15, 0, 500)).toHaveLength(102)
  })
})

describe('the status', () => {
  const whole = '    0:24 left   212,000 examples/s   cost 0.0432   0:14 elapsed'

  test.each([
    [whole.length, whole],
    [whole.length - 1, '    0:24 left   212,000 examples/s   cost 0.0432'],
    [40, '    0:24 left   212,000 examples/s'],
    [5, '    0:24 left'],
  ])('in %d columns', (columns, line) => {
    expect(statusLine(progress, columns)).toBe(line)
  })
})

test.each([
  [{ LANG: 'en_GB.UTF-8' }, 'linux', '━'],
  [{ LANG: 'C.utf8' }, 'linux', '━'],
  [{ LANG: 'en_GB.UTF-8', LC_ALL: 'C' }, 'linux', '#'],
  [{ LC_ALL: '', LC_CTYPE: 'UTF-8' }, 'darwin', '━'],
  [{}, 'linux', '#'],
  [{}, 'win32', '━'],
] as const)('the bar of %j on %s', (env, platform, done) => {
  expect(glyphsFor(env, platform).done).toBe(done)
})
