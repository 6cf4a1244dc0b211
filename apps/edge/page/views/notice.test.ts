import { describe, expect, test } from 'vitest'
import { faultOf, isOurs } from './notice.ts'

const ORIGIN = 'http://gradus.test:8787'

test.each([
  [true, 'an error in the program', new Error('no'), `${ORIGIN}/page.js`],
  [true, 'a thrown value of no known file', 'no', ''],
  [false, 'an extension’s error', new Error('no'), 'chrome-extension://abc/content.js'],
  [false, 'an error in another site’s script, which browsers hide', null, ''],
  [false, 'a remark without an error, as on observed sizes', undefined, `${ORIGIN}/`],
])('%s: %s', (expected, _, error, filename) => {
  expect(isOurs(error, filename, ORIGIN)).toBe(expected)
})

describe('a fault', () => {
  test('is told with what to do, and what failed', () => {
    expect(faultOf(new TypeError('stroke.at is not a function'))).toMatch(
      /Reload it\. .* newer browser.* what failed: TypeError: stroke\.at is not a function$/,
    )
  })

  test.each([[undefined], [null], [{}], [42], [Symbol('no')]])('may be any value: %s', error => {
    expect(faultOf(error)).toContain(String(error))
  })

  test('is told briefly', () => {
    expect(faultOf(new Error('x'.repeat(10_000))).length).toBeLessThan(400)
  })
})
