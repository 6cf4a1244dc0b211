import type { Key } from 'ink'
import { boundAction } from '../../terminal/bound-keys.ts'
import { pageAt } from '../../terminal/text.ts'
import type { StudySnapshot } from '../study-snapshot.ts'

export const VIEWS = ['trials', 'map', 'trial', 'workers', 'result'] as const
type ViewName = (typeof VIEWS)[number]

/** The part of a study that a person looks at. */
export interface Look {
  readonly view: ViewName
  readonly help: boolean
  /** Number of the trial that is chosen; undefined for the best one, whichever that is. */
  readonly trial: number | undefined
  /** Numbers of the fields that the map shows across and up, among those that are tried. */
  readonly across: number
  readonly up: number
  /** Page of the help, and of the workers: any whole number, of which the view takes the page by modulo. */
  readonly page: number
}

export const initialLook: Look = { view: 'trials', help: false, trial: undefined, across: 0, up: 1, page: 0 }

/** Action that a key asks for. */
export type StudyAction =
  | 'up'
  | 'down'
  | 'left'
  | 'right'
  | 'page-back'
  | 'page-on'
  | 'first'
  | 'last'
  | 'open'
  | 'close'
  | 'toggle-help'
  | 'next-view'
  | 'previous-view'
  | 'quit'
  | 'interrupt'
  | 'suspend'
  | { readonly view: ViewName }

const LETTERS: ReadonlyMap<string, StudyAction> = new Map<string, StudyAction>([
  ['h', { view: 'map' }],
  ['?', 'toggle-help'],
  ['q', 'quit'],
])

const NAMED = [
  ['upArrow', 'up'],
  ['downArrow', 'down'],
  ['leftArrow', 'left'],
  ['rightArrow', 'right'],
  ['pageUp', 'page-back'],
  ['pageDown', 'page-on'],
  ['home', 'first'],
  ['end', 'last'],
  ['return', 'open'],
  ['escape', 'close'],
] as const satisfies readonly (readonly [keyof Key, StudyAction])[]

/** Action that a key asks for; undefined if it asks for none. */
export function studyActionOf(input: string, key: Key): StudyAction | undefined {
  return boundAction(input, key, { letters: LETTERS, named: NAMED, views: VIEWS })
}

/** Parts of a study that a look depends on. */
export type Looked = Pick<StudySnapshot, 'rows' | 'trials'>

/**
 * The look after a key; the same one after a key that does not change it.
 * @param page trials that there is room for
 */
export function lookAfter(look: Look, action: StudyAction, study: Looked, page: number): Look {
  if (typeof action === 'object') return { ...look, help: false, view: action.view, page: 0 }
  switch (action) {
    case 'toggle-help':
      return { ...look, help: !look.help, page: 0 }
    case 'close':
      if (look.help) return { ...look, help: false, page: 0 }
      return look.view === 'trial' ? { ...look, view: 'trials' } : look
    case 'next-view':
      return turned(look, 1)
    case 'previous-view':
      return turned(look, -1)
    case 'open':
      return look.view === 'trials' && !look.help ? { ...look, view: 'trial' } : look
    case 'quit':
    case 'interrupt':
    case 'suspend':
      return look
    default:
      return moved(look, action, study, page)
  }
}

function turned(look: Look, by: 1 | -1): Look {
  const view = VIEWS[pageAt(VIEWS.indexOf(look.view) + by, VIEWS.length)] ?? look.view
  return { ...look, help: false, view, page: 0 }
}

type Move = 'up' | 'down' | 'left' | 'right' | 'page-back' | 'page-on' | 'first' | 'last'

function moved(look: Look, move: Move, study: Looked, page: number): Look {
  if (look.help || look.view === 'workers' || look.view === 'result') {
    const isOn = move === 'down' || move === 'right' || move === 'page-on'
    const isBack = move === 'up' || move === 'left' || move === 'page-back'
    return isOn || isBack ? { ...look, page: look.page + (isOn ? 1 : -1) } : look
  }
  if (look.view === 'map') return otherFields(look, move, study)
  const steps: Readonly<Record<Move, number>> = {
    ...{ up: -1, down: 1, left: look.view === 'trial' ? -1 : -page, right: look.view === 'trial' ? 1 : page },
    ...{
      'page-back': -page,
      'page-on': page,
      first: Number.NEGATIVE_INFINITY,
      last: Number.POSITIVE_INFINITY,
    },
  }
  const last = study.rows.length - 1
  const place = Math.min(last, Math.max(0, placeOf(look, study) + steps[move]))
  return { ...look, trial: place === 0 ? undefined : study.rows[place]?.trial }
}

/** The next pair of fields: where one would be shown against itself, they change places. */
function otherFields(look: Look, move: Move, { trials }: Looked): Look {
  const count = trials.space.dimensions.length
  const by = move === 'right' || move === 'up' ? 1 : move === 'left' || move === 'down' ? -1 : 0
  if (by === 0 || count < 2) return look
  const [side, other] =
    move === 'right' || move === 'left' ? (['across', 'up'] as const) : (['up', 'across'] as const)
  const next = pageAt(look[side] + by, count)
  return { ...look, [other]: next === look[other] ? look[side] : look[other], [side]: next }
}

/** The place of the chosen trial among all, the best one first. */
export function placeOf({ trial }: Pick<Look, 'trial'>, { rows }: Pick<Looked, 'rows'>): number {
  return trial === undefined
    ? 0
    : Math.max(
        0,
        rows.findIndex(row => row.trial === trial),
      )
}
