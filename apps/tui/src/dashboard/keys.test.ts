import type { Key } from 'ink'
import { expect, test } from 'vitest'
import { actionOf, steppedEta } from './keys.ts'

const none: Key = {
  ...{
    upArrow: false,
    downArrow: false,
    leftArrow: false,
    rightArrow: false,
    pageDown: false,
    pageUp: false,
  },
  ...{ home: false, end: false, return: false, escape: false, ctrl: false, shift: false, tab: false },
  ...{
    backspace: false,
    delete: false,
    meta: false,
    super: false,
    hyper: false,
    capsLock: false,
    numLock: false,
  },
}

test.each([
  [' ', 'toggle-pause'],
  ['n', 'step-mini-batch'],
  ['e', 'step-epoch'],
  ['s', 'checkpoint'],
  ['r', 'rewind'],
  ['x', 'export'],
  ['d', 'examine'],
  ['?', 'toggle-help'],
  ['q', 'quit'],
  ['1', { view: 'overview' }],
  ['6', { view: 'log' }],
  ['7', { view: 'example' }],
  ['8', undefined],
  ['c', 'toggle-change'],
  ['o', 'toggle-order'],
  ['0', undefined],
  ['Q', undefined],
  ['toString', undefined],
  ['', undefined],
])('%j', (input, action) => {
  expect(actionOf(input, none)).toEqual(action)
})

test.each([
  [{ upArrow: true }, 'eta-up'],
  [{ downArrow: true }, 'eta-down'],
  [{ leftArrow: true }, 'page-back'],
  [{ pageDown: true }, 'page-on'],
  [{ tab: true }, 'next-view'],
  [{ tab: true, shift: true }, 'previous-view'],
  [{ escape: true }, 'close'],
])('%j', (key, action) => {
  expect(actionOf('', { ...none, ...key })).toBe(action)
})

test.each([
  ['c', 'interrupt'],
  ['z', 'suspend'],
  ['s', undefined],
])('Ctrl-%s', (input, action) => {
  expect(actionOf(input, { ...none, ctrl: true })).toBe(action)
})

test('three steps about double eta, and a step back undoes one', () => {
  const up = [3, 3.75, 4.69, 5.86]
  for (const [i, eta] of up.slice(0, -1).entries()) expect(steppedEta(eta, 'up')).toBe(up[i + 1])
  expect(steppedEta(3.75, 'down')).toBe(3)
})
