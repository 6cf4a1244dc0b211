import type { Key } from 'ink'
import { beforeAll, expect, test } from 'vitest'
import { followed, pointsPlan, trainAll } from '../../../test/studies.ts'
import {
  initialLook,
  type Look,
  type Looked,
  lookAfter,
  placeOf,
  type StudyAction,
  studyActionOf,
} from './look.ts'

const PAGE = 5
let study: Looked
let three: Looked
beforeAll(async () => {
  const plan = pointsPlan(['eta=0.01..100'])
  study = followed(plan, await trainAll(plan)).state.snapshot()
  three = followed(pointsPlan(['eta=0.01..100', 'l2=0..5', 'dropout=0..0.5']), []).state.snapshot()
})

function after(actions: readonly StudyAction[], look: Partial<Look> = {}, of = study): Look {
  return actions.reduce<Look>((last, action) => lookAfter(last, action, of, PAGE), {
    ...initialLook,
    ...look,
  })
}

test.each<[string, Partial<Key>, StudyAction | undefined]>([
  ['q', {}, 'quit'],
  ['c', { ctrl: true }, 'interrupt'],
  ['z', { ctrl: true }, 'suspend'],
  ['?', {}, 'toggle-help'],
  ['h', {}, { view: 'map' }],
  ['5', {}, { view: 'result' }],
  ['6', {}, undefined],
  ['0', {}, undefined],
  ['', { tab: true }, 'next-view'],
  ['', { tab: true, shift: true }, 'previous-view'],
  ['', { return: true }, 'open'],
  ['', { pageDown: true }, 'page-on'],
  ['', { home: true }, 'first'],
  ['w', {}, undefined],
])('key %j %j', (input, key, action) => {
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
  expect(studyActionOf(input, { ...none, ...key })).toEqual(action)
})

test('arrows and pages choose a trial, and end at the first and the last', () => {
  const places = (actions: readonly StudyAction[]): number => placeOf(after(actions), study)
  expect(places(['down', 'down'])).toBe(2)
  expect(places(['down', 'page-on', 'up'])).toBe(PAGE)
  expect(places(['page-on', 'page-on', 'page-back'])).toBe(PAGE)
  expect(places(['last'])).toBe(17)
  expect(places(['last', 'down'])).toBe(17)
  expect(places(['last', 'first'])).toBe(0)
})

test('a trial that is chosen stays so wherever it goes; the first one is whichever is the best', () => {
  const { trial } = after(['down', 'down'])
  expect(trial).toBe(study.rows[2]?.trial)
  const turned = { ...study, rows: study.rows.toReversed() }
  expect(placeOf({ trial }, turned)).toBe(15)
  expect(after(['down', 'up']).trial).toBeUndefined()
  expect(placeOf(after(['down', 'up']), turned)).toBe(0)
})

test('Enter shows the chosen trial, arrows other ones, Escape all', () => {
  expect(after(['down', 'open'])).toMatchObject({ view: 'trial', trial: study.rows[1]?.trial })
  expect(after(['open', 'right', 'down', 'left'])).toMatchObject({
    view: 'trial',
    trial: study.rows[1]?.trial,
  })
  expect(after(['open', 'close']).view).toBe('trials')
  expect(after(['open'], { view: 'map' }).view).toBe('map')
})

test('views in turn, and the help over each', () => {
  expect(after(['next-view', 'next-view']).view).toBe('trial')
  expect(after(['previous-view']).view).toBe('result')
  expect(after(['toggle-help', 'close'])).toEqual(initialLook)
  expect(after(['toggle-help', 'right', 'down', 'left'])).toMatchObject({
    help: true,
    page: 1,
    trial: undefined,
  })
  expect(after(['toggle-help', { view: 'map' }])).toMatchObject({ help: false, view: 'map' })
})

test('the map shows other fields, never one against itself', () => {
  const axes = (actions: readonly StudyAction[], of: Looked): number[] => {
    const { across, up } = after(actions, { view: 'map' }, of)
    return [across, up]
  }
  expect(axes([], three)).toEqual([0, 1])
  expect(axes(['right'], three)).toEqual([1, 0])
  expect(axes(['right', 'right'], three)).toEqual([2, 0])
  expect(axes(['left'], three)).toEqual([2, 1])
  expect(axes(['up'], three)).toEqual([0, 2])
  expect(axes(['down'], three)).toEqual([1, 0])
  expect(axes(['right'], study)).toEqual([0, 1])
})

test('keys that mean nothing leave the look as it is', () => {
  const look = { ...initialLook, view: 'result' as const }
  for (const action of ['first', 'open', 'close', 'quit', 'suspend'] as const)
    expect(lookAfter(look, action, study, PAGE)).toBe(look)
})
