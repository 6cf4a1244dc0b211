import type { LayerStatistics } from '@gradus/core'
import type { Finding, Health } from '@gradus/core/health'
import { describe, expect, test } from 'vitest'
import { ALARMED, confusionOfMatrix, loadingState, trainingState } from '../../../test/dashboard-states.ts'
import { ASCII } from '../../../test/frames.ts'
import { LARGE, PLACES, readView, SMALLEST, USUAL } from '../../../test/view-cases.tsx'
import type { DashboardState } from '../state.ts'
import { HealthView, hasHealthPages } from './health-view.tsx'

const state = trainingState()
const ill = { ...state, health: ALARMED }

/** The statistics with something else about every layer. */
function withLayers(change: (layer: LayerStatistics) => Partial<LayerStatistics>): DashboardState {
  const { statistics } = state
  if (!statistics) throw new Error('There are no statistics')
  const layers = statistics.layers.map(layer => ({ ...layer, ...change(layer) }))
  return { ...state, statistics: { ...statistics, layers } }
}

describe.each(PLACES)('%s', (_, place) => {
  test('the verdict, the layers and the classes', () => {
    const lines = readView(HealthView, state, place)
    expect(lines.slice(0, 2)).toEqual(['Health  healthy', 'Training is healthy.'])
    expect(lines.join('\n')).toMatch(
      /^layer {2}neurons {2}saturated +stuck +gradient {2}update\/weight +activation/m,
    )
    expect(lines.join('\n')).toMatch(/^1 +30 {2}[━─#-]+ +55 % +0 +0\.31 +0\.019 +0\.40$/m)
    expect(lines.join('\n')).toMatch(/^2 +10 {2}[━─#-]+ +75 % +0 +0\.15 +0\.019 +0\.20$/m)
    expect(lines).toContain('Never predicted: 9.')
    expect(lines.join('\n')).toMatch(/^occurs +1000 +1000/m)
    expect(lines.join('\n')).toMatch(/^predicted +2000 .* 0$/m)
  })

  test('the worst finding with evidence and remedy', () => {
    const text = readView(HealthView, ill, place).join(' ').replaceAll(/ +/g, ' ')
    expect(text).toContain('Health alarm alarm since epoch 0, layer 2: eta = 100 is too high')
    expect(text).toContain(
      'Evidence: 100 % of the output neurons are saturated since epoch 0; the largest gradient is 3.1e-23',
    )
    expect(text).toContain('Remedy: Try eta = 3.')
  })

  test.each([2, 3, 26, 256])('%d classes', classes => {
    const lines = readView(HealthView, trainingState({ sizes: [784, 5, 4, classes] }), place)
    expect(lines).toContain(
      classes === 2 ? 'Never predicted correctly: 1.' : `Never predicted: ${classes - 1}.`,
    )
    expect(lines.join('\n')).toMatch(new RegExp(`^3 +${classes} `, 'm'))
  })
})

function finding(text: string): Finding {
  return {
    ...{ code: 'neurons-stuck', severity: 'warning', since: 3 },
    ...{
      sentence: `${text}: half are stuck; try eta = 1.`,
      evidence: 'half are stuck',
      remedy: 'try eta = 1',
    },
  }
}

test('what the sentence says is not said again', () => {
  const health: Health = { status: 'warning', verdict: '', findings: [finding('Neurons sleep')] }
  const lines = readView(HealthView, { ...state, health }, USUAL)
  expect(lines.slice(0, 3)).toEqual([
    'Health  warning',
    'warning since epoch 3: Neurons sleep: half are stuck; try eta = 1.',
    '',
  ])
})

test('a note stands below the verdict that all is well', () => {
  const note = { ...finding('Class 0 occurs nowhere'), code: 'class-unused', severity: 'note' } as const
  const health: Health = { status: 'healthy', verdict: 'Healthy: after 1 epoch.', findings: [note] }
  expect(readView(HealthView, { ...state, health }, USUAL).slice(0, 3)).toEqual([
    'Health  healthy',
    'Healthy: after 1 epoch.',
    'note since epoch 3: Class 0 occurs nowhere: half are stuck; try eta = 1.',
  ])
})

test('the worst finding can be read whole, however many classes there are', () => {
  const many = trainingState({ sizes: [784, 5, 4, 256] })
  const long = finding(`Classes ${Array.from({ length: 80 }, (_, i) => i).join(', ')} sleep`)
  const health: Health = { status: 'alarm', verdict: '', findings: [long] }
  const text = readView(HealthView, { ...many, health }, SMALLEST).join(' ')
  expect(text).toContain('78, 79 sleep: half are stuck; try eta = 1. Layers')
})

/** The lines of all pages, and how many pages there are. */
function readPages(shown: DashboardState, place: typeof SMALLEST): { count: number; pages: string[][] } {
  const pageOf = (page: number): string[] =>
    readView(HealthView, { ...shown, pages: { ...shown.pages, health: page } }, place)
  const count = Number(/page 1 of (\d+)$/.exec(pageOf(0)[0] ?? '')?.[1] ?? 1)
  return { count, pages: Array.from({ length: count }, (_, page) => pageOf(page)) }
}

test('findings for which there is no room are counted, and stand on further pages', () => {
  const findings = Array.from({ length: 12 }, (_, i) => finding(`Fault ${i}`))
  const health: Health = { status: 'warning', verdict: '', findings }
  const { count, pages } = readPages({ ...state, health }, SMALLEST)
  expect(count).toBe(2)
  expect(pages[0]?.slice(0, 4)).toEqual([
    'Health  warning   page 1 of 2',
    'warning since epoch 3: Fault 0: half are stuck; try eta = 1.',
    'And 11 findings more.',
    'Layers  of 60 examples after 12 epochs and 25,000 of 50,000 examples of the next',
  ])
  expect(pages.flat().filter(line => line.includes(': half are stuck'))).toHaveLength(12)
  expect(pages.flat().filter(line => /^predicted/.test(line))).toHaveLength(1)
  expect(readView(HealthView, { ...state, health }, LARGE).join('\n')).toContain('Fault 11:')
})

test('of a deep network nothing is cut off: all layers and classes, page by page', () => {
  const deep = trainingState({ sizes: [784, ...Array.from({ length: 24 }, () => 30), 10] })
  const { count, pages } = readPages({ ...deep, health: ALARMED }, SMALLEST)
  expect(count).toBeGreaterThan(1)
  const lines = pages.flat()
  for (let layer = 1; layer <= 25; layer++)
    expect(lines.filter(line => new RegExp(`^${layer} +(30|10) `).test(line))).toHaveLength(1)
  // The heading of the table stands above each of its parts.
  for (const page of pages) {
    const first = page.findIndex(line => /^\d+ +\d+ /.test(line))
    if (first >= 0) expect(page[first - 1]).toMatch(/^layer +neurons/)
  }
  expect(lines.join('\n')).toMatch(/^Never predicted: 9\.$(.|\n)*^predicted/m)
  expect(lines.join(' ')).toContain('Remedy: Rewind with a smaller eta.')
  expect(hasHealthPages({ ...SMALLEST, state: deep })).toBe(true)
  expect(hasHealthPages({ ...SMALLEST, state })).toBe(false)
})

test('stuck neurons are counted and named', () => {
  const stuck = withLayers(({ neuronActivations, neuronSaturated }) => ({
    neuronActivations: neuronActivations.map((a, j) => (j < 10 ? 0 : j === 20 ? 1 : a)),
    neuronSaturated: neuronSaturated.map((share, j) => (j < 10 || j === 20 ? 1 : share)),
  }))
  const lines = readView(HealthView, stuck, SMALLEST)
  expect(lines.join('\n')).toMatch(/^1 +30 .* 55 % +11 /m)
  expect(lines.join(' ')).toMatch(
    / Stuck neurons of layer 1: 0 \(at 0\), 1 \(at 0\), .* 7 \(at 0\) and 3 more\. /,
  )
})

test('classes that are predicted too often, and those that the rule of the health finds hardly predicted', () => {
  const { confusion } = state
  if (!confusion) throw new Error('There is no confusion')
  const counts = confusionOfMatrix([
    [10, 0, 0],
    [8, 2, 0],
    [10, 0, 0],
  ])
  const shown: DashboardState = { ...state, confusion: { ...confusion, ...counts } }
  const lines = readView(HealthView, shown, SMALLEST)
  expect(lines).toEqual(expect.arrayContaining(['Never predicted: 2.', 'Predicted too often: 0.']))
  expect(lines.join('\n')).not.toContain('Hardly predicted')
  expect(lines.at(-1)).toMatch(/^predicted +28 +2 +0$/)
  const [, stuck] = ALARMED.findings
  if (!stuck) throw new Error('There are two findings')
  const ill = { ...ALARMED, findings: [{ ...stuck, classes: [1, 2] }] }
  expect(readView(HealthView, { ...shown, health: ill }, SMALLEST)).toEqual(
    expect.arrayContaining(['Never predicted: 2.', 'Hardly predicted: 1.', 'Predicted too often: 0.']),
  )
})

test('without test data: the classes of the sample', () => {
  const untested = { ...trainingState({ test: undefined, validation: undefined }) }
  const lines = readView(HealthView, untested, SMALLEST)
  expect(lines).toEqual(
    expect.arrayContaining([
      'Classes  a sample of 60 training examples, epoch 12',
      'Every class that occurs is predicted.',
    ]),
  )
})

test('what is not known yet is said', () => {
  const text = readView(HealthView, loadingState(), { ...SMALLEST, theme: ASCII }).join('\n')
  expect(text).toContain('Health  unknown\nNothing is known yet.')
  expect(text).toContain('Layers\nNot known: the first statistics come')
  expect(text).toContain('Classes\nNot known yet: the classes are counted')
})

test('the layers are those after an epoch that is complete', () => {
  const { statistics } = state
  if (!statistics) throw new Error('There are no statistics')
  const ended = { ...state, statistics: { ...statistics, epoch: 29, position: 50_000 } }
  expect(readView(HealthView, ended, SMALLEST)).toContain('Layers  of 60 examples after 30 epochs')
})

test('numbers that are none', () => {
  const still = withLayers(() => ({ weightNorm: 0, updateNorm: 0, gradientNorm: 3.14e-23 }))
  expect(readView(HealthView, still, USUAL).join('\n')).toMatch(/3\.1e-23 +- +0\.40$/m)
})
