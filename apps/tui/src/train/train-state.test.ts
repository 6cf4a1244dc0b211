import { expect, test } from 'vitest'
import { epoch, finished, loaded, progress, saved, started } from '../../test/events.ts'
import type { ScreenEvent } from '../run/events.ts'
import { initialState, reduce } from './live-screen.tsx'

const phaseAfter = (...events: ScreenEvent[]): string => events.reduce(reduce, initialState).phase
const stopping = { type: 'stopping' } as const

test.each<[string, ScreenEvent[]]>([
  ['loading', []],
  ['loading', [loaded]],
  ['training', [loaded, started]],
  ['training', [loaded, started, progress, epoch]],
  ['stopping', [loaded, started, stopping, progress]],
  ['stopping', [stopping, loaded, started]],
  ['saving', [loaded, started, stopping, finished]],
  ['over', [loaded, started, finished, saved]],
  ['over', [{ type: 'failed', message: '', usage: false }]],
])('%s', (phase, events) => {
  expect(phaseAfter(...events)).toBe(phase)
})

test('keeps the latest progress', () => {
  const later = { ...progress, epoch: 12 }
  expect([started, progress, later, epoch].reduce<typeof initialState>(reduce, initialState).progress).toBe(
    later,
  )
})
