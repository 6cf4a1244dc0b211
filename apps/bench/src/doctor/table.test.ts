import { expect, test } from 'vitest'
import type { Examined, Verdict } from './grading.ts'
import type { SetUp } from './set-up.ts'
import { tableOf } from './table.ts'

const SET_UP: SetUp = {
  ...{ name: 'board-4', fault: '4 epochs, not 120', truth: 'epochs', flags: '' },
  data: { shape: { kind: 'board', side: 3 }, train: 10, validation: 10 },
  ...{ ill: { flags: '--epochs 4' }, twin: { flags: '--epochs 120' } },
}
const healthy: Verdict = { isIll: false, named: [], accuracy: 0.98, cures: [], spent: 1e6 }
const cure = { change: '16 epochs', accuracy: 0.95, isReached: true }
const ill: Verdict = { ...healthy, isIll: true, named: ['epochs'], accuracy: 0.9, cures: [cure] }
const machine = { processor: 'A chip', cores: 2, memoryGiB: 8, system: 'Linux', loadBefore: 0 }

function table(...all: readonly Pick<Examined, 'ill' | 'twin'>[]): string[] {
  const examined = all.map((one, seed) => ({ ...one, name: 'board-4', seed, truth: 'epochs' as const }))
  return tableOf([SET_UP], examined, { date: '2026-11-30', machine }, 3).split('\n')
}

test('a row tells the fault, the answers, the cure and the twin', () => {
  expect(table({ ill, twin: healthy }, { ill, twin: healthy })[2]).toBe(
    '| board-4 | 4 epochs, not 120 | epochs | epochs | 16 epochs | 90.0 | 95.0 | healthy 98.0 |',
  )
})

test('seeds that differ are told one by one, and accuracies are means', () => {
  const other: Verdict = {
    ...ill,
    named: ['start', 'epochs'],
    accuracy: 0.8,
    cures: [{ ...cure, change: 'eta = 3' }],
  }
  const twin: Verdict = { ...healthy, isIll: true, named: ['start'], accuracy: 0.96 }
  const rows = table({ ill, twin: healthy }, { ill: other, twin }, { ill: healthy, twin: healthy })
  expect(rows[2]).toBe(
    '| board-4 | 4 epochs, not 120 | epochs | epochs; start + epochs; none | 16 epochs; eta = 3 | 89.3 | 95.0 | healthy; start; healthy 97.3 |',
  )
})

test('the grades stand below, with the day, the machine and the work', () => {
  const rows = table({ ill, twin: healthy }, { ill: healthy, twin: healthy })
  expect(rows.slice(4)).toEqual([
    'Recall 0.500: 1 of 2 faults are named. Precision 1.000: 1 of 1 answers "yes" are right. Twins called ill: 0 of 2. Commands that reach their accuracy: 1 of 1.',
    '',
    'Accuracies are those on the validation data in %, means over 2 seeds. 2026-11-30; A chip, 2 cores, 8 GiB, Linux, load 0.0 before; 4 million examples trained on, in 3 minutes.',
  ])
})
