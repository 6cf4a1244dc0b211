import type { Key } from 'ink'
import { boundAction } from '../terminal/bound-keys.ts'
import { VIEWS, type ViewName } from './state.ts'

/** Action that a key asks for. */
export type Action =
  | 'toggle-pause'
  | 'step-mini-batch'
  | 'step-epoch'
  | 'eta-up'
  | 'eta-down'
  | 'checkpoint'
  | 'rewind'
  | 'export'
  | 'toggle-help'
  | 'close'
  | 'examine'
  | 'next-view'
  | 'previous-view'
  | 'page-on'
  | 'page-back'
  | 'toggle-change'
  | 'toggle-order'
  | 'quit'
  | 'interrupt'
  | 'suspend'
  | { readonly view: ViewName }

const LETTERS: ReadonlyMap<string, Action> = new Map([
  [' ', 'toggle-pause'],
  ['n', 'step-mini-batch'],
  ['e', 'step-epoch'],
  ['s', 'checkpoint'],
  ['r', 'rewind'],
  ['x', 'export'],
  ['c', 'toggle-change'],
  ['o', 'toggle-order'],
  ['d', 'examine'],
  ['?', 'toggle-help'],
  ['q', 'quit'],
])

type NamedKey = 'upArrow' | 'downArrow' | 'leftArrow' | 'rightArrow' | 'pageUp' | 'pageDown' | 'escape'

const NAMED: readonly (readonly [NamedKey, Action])[] = [
  ['upArrow', 'eta-up'],
  ['downArrow', 'eta-down'],
  ['leftArrow', 'page-back'],
  ['rightArrow', 'page-on'],
  ['pageUp', 'page-back'],
  ['pageDown', 'page-on'],
  ['escape', 'close'],
]

/** Action that a key asks for; undefined if it asks for none. */
export function actionOf(input: string, key: Key): Action | undefined {
  return boundAction(input, key, { letters: LETTERS, named: NAMED, views: VIEWS })
}

/** Factor by which a key multiplies or divides eta: three steps double it. */
export const ETA_FACTOR = 1.25

/** The next learning rate up or down, with three digits that mean something. */
export function steppedEta(eta: number, direction: 'up' | 'down'): number {
  const next = direction === 'up' ? eta * ETA_FACTOR : eta / ETA_FACTOR
  return Number(next.toPrecision(3))
}
