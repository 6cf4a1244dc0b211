import { completeSpec, diffSpecs, RECIPES, type Spec } from '@gradus/core'
import type { ReactNode } from 'react'
import { formatSeed } from '../../arguments.ts'
import { describeWays } from '../../run/settings.ts'
import { Lines } from '../../terminal/bar-view.tsx'
import { countOf, formatCount, formatEta, listOf, shortList, splitCounts } from '../../terminal/format.ts'
import { printable } from '../../terminal/printable.ts'
import { tabsLine } from '../../terminal/tabs.ts'
import { lineOf, packed, type Span } from '../../terminal/text.ts'
import type { Style, Theme } from '../../terminal/theme.ts'
import { type DashboardState, VIEWS } from '../state.ts'

const MOST_LINES = 3
/** Lines up to which details are shown: further ones are for the views. */
const LINES_FOR_DETAILS = 2
const HASH_DIGITS = 8
/** Digits shown at the start and at the end of a long seed. */
const SEED_DIGITS = 10
const SEPARATOR = '   '

export interface HeadProps {
  readonly state: DashboardState
  readonly theme: Theme
  readonly columns: number
}

/** Network, ways to learn and data of the run, what a learner understands first; hashes and the like last. */
export function Head(props: HeadProps): ReactNode {
  return <Lines lines={headLines(props)} />
}

/** One line or more, at most three. */
export function headLines({ state, theme, columns }: HeadProps): string[] {
  const { title } = state.loaded ?? {}
  const name = title === undefined ? [] : [printable(title)]
  const learning = [...name, ...learningOf(state)]
  if (learning.length === 0) learning.push('Gradus')
  const needed = packed(learning, SEPARATOR, columns).length
  return packed([...learning, ...detailsOf(state)], SEPARATOR, columns)
    .slice(0, Math.min(MOST_LINES, Math.max(LINES_FOR_DETAILS, needed)))
    .map((line, i) => lineOf(i === 0 ? titled(line) : [line], columns, theme))
}

/** The first piece, which is the run's title or the network's architecture, stands out. */
function titled(line: string): Span[] {
  const end = line.indexOf(SEPARATOR)
  return end < 0 ? [['title', line]] : [['title', line.slice(0, end)], line.slice(end)]
}

/** The network, how it learns and from what: what is never cut on a terminal of 80 columns. */
function learningOf(state: DashboardState): string[] {
  const { started, loaded, eta, askedEta } = state
  const data = loaded ? [splitCounts(loaded)] : []
  if (!started) return data
  const { sizes, miniBatchSize, schedule, eta: first } = started.spec
  const recipe = recipeOf(started.spec)
  return [
    describeSizes(sizes),
    schedule
      ? `eta ${formatEta(askedEta ?? eta ?? first)} (${schedule.name} from ${formatEta(first)})`
      : etaText(first, usedEta(state) ?? first, askedEta ?? eta),
    `mini-batches of ${formatCount(miniBatchSize)}`,
    ...(recipe === undefined ? waysOf(started.spec) : [`recipe ${recipe}`]),
    ...data,
    // Choices besides the recipe come last in the description of its ways.
    ...(recipe === undefined ? [] : waysOf(started.spec).reverse()),
  ]
}

function detailsOf({ started, loaded }: DashboardState): string[] {
  const hash = loaded?.dataHash
  return [
    ...(started ? [countOf(parametersOf(started.spec.sizes), 'parameter')] : []),
    ...(started && loaded ? [`seed ${shortened(formatSeed(loaded.seed))}`] : []),
    ...(started ? [`${started.engine}, ${started.spec.precision}`] : []),
    ...(hash === undefined ? [] : [`data ${hash.slice(0, HASH_DIGITS)}`]),
  ]
}

/** Hidden layers that are named; more are only counted. */
const MOST_LAYERS = 4

/** Sizes in words: `784 inputs, 30 and 20 hidden, 10 outputs`. */
function describeSizes(sizes: readonly number[]): string {
  const hidden = sizes.slice(1, -1)
  const named =
    hidden.length > MOST_LAYERS ? shortList(hidden.map(String), MOST_LAYERS) : listOf(hidden.map(String))
  return [
    countOf(sizes[0] ?? 0, 'input'),
    ...(hidden.length === 0 ? [] : [`${named} hidden`]),
    countOf(sizes.at(-1) ?? 0, 'output'),
  ].join(', ')
}

/** The recipe of which a run has every field; the textbook's, which is the default, is not named. */
function recipeOf(spec: Spec): string | undefined {
  const { textbook: _, ...recipes } = RECIPES
  const found = Object.entries(recipes).find(
    ([, recipe]) => diffSpecs([spec, completeSpec({ ...spec, ...recipe })]).length === 0,
  )
  return found?.[0]
}

/** The ways in which a run learns that are not the textbook's, but for the schedule, which stands beside eta. */
function waysOf(spec: Spec): string[] {
  const { schedule: _, ...others } = spec
  return describeWays(others).flatMap(line => line.split(', '))
}

/** The learning rate that it was changed to last before the examples that were trained on last. */
function usedEta({ progress, started, etaChanges }: DashboardState): number | undefined {
  const place = progress ?? started ?? { epoch: 0, position: 0 }
  return etaChanges.findLast(({ epoch, position }) => {
    return epoch < place.epoch || (epoch === place.epoch && position < place.position)
  })?.eta
}

/** @param next from the next mini-batch on: of a run that is paused, for as long as that lasts */
function etaText(first: number, eta: number, next: number | undefined): string {
  const now = formatEta(eta)
  if (next !== undefined && next !== eta) return `eta ${now}, next ${formatEta(next)}`
  return eta === first ? `eta ${now}` : `eta ${now} (began with ${formatEta(first)})`
}

/** Weights and biases. */
function parametersOf(sizes: readonly number[]): number {
  return sizes.slice(1).reduce((sum, neurons, l) => sum + neurons * ((sizes[l] ?? 0) + 1), 0)
}

function shortened(seed: string): string {
  if (seed.length <= 2 * SEED_DIGITS + 3) return seed
  return `${seed.slice(0, SEED_DIGITS)}...${seed.slice(-SEED_DIGITS)}`
}

const PHASE_STYLES: Readonly<Record<DashboardState['phase'], Style>> = {
  loading: 'dim',
  training: 'good',
  paused: 'warning',
  stopping: 'warning',
  saving: 'dim',
  over: 'accent',
}

/** The views with their keys, the one that is shown in brackets, and what the run is doing. */
export function Tabs({ state, theme, columns }: HeadProps): ReactNode {
  const { help, showsDoctor, view, phase } = state
  const tabs = {
    views: VIEWS,
    shown: help || showsDoctor ? undefined : view,
    signs: new Map([['health', signOf(state, theme)]]),
    right: [PHASE_STYLES[phase], phase] as const,
  }
  return <Lines lines={[tabsLine(tabs, columns, theme)]} />
}

/** A sign beside the health where something is wrong. */
function signOf({ health }: DashboardState, { unicode }: Theme): Span[] {
  const { status } = health
  return status === 'alarm' || status === 'warning' ? [' ', [status, unicode ? '▲' : '*']] : []
}
