import { describe, expect, test } from 'vitest'
import { large, small } from '../../test/kept-runs.ts'
import { runLines } from './run-lines.ts'

const ESCAPE = '\u001B'

/** Times are those of the machine's zone. */
const timeless = (line: string): string => line.replaceAll(/20\d\d-\d\d-\d\d \d\d:\d\d/g, 'YYYY-MM-DD HH:MM')

describe('a run in full', () => {
  const kept = { model: 'kept', checkpoint: 'kept' } as const
  const linesOf = (...args: Parameters<typeof runLines>): string[] => runLines(...args).map(timeless)

  test('that is done', () => {
    expect(linesOf(small, { model: 'kept', checkpoint: 'missing' })).toEqual([
      'Run 20261124-003912-a1b2: done',
      'Started YYYY-MM-DD HH:MM, 1.8 s of work, 300,000 examples/s',
      'Epochs complete: 3 of 3',
      'Network 784-15-10, seed 0, engine simd (float64)',
      'Mini-batches of 10, eta 3',
      'Images: 50,000 training, 10,000 validation, 10,000 test',
      'Training data: d1',
      'Best test: 9,300 / 10,000 (93.00 %) after epoch 1',
      'Last test: 9,200 / 10,000 (92.00 %) after epoch 2',
      'Model: /models/gradus.safetensors',
      'sha256 ab12',
      'Checkpoint: /models/gradus.checkpoint.safetensors (no longer there)',
    ])
  })

  test('that learned better ways', () => {
    const spec = { ...small.spec, l2: 5, keep: 'best' } as const
    expect(linesOf({ ...small, spec }, kept)).toContain('l2 5, keep the best epoch')
  })

  test('that can go on', () => {
    const change = { position: 300, rewinds: 1, resumedFrom: '/models/older' }
    const lines = linesOf(
      { ...large, ...change, spec: { ...large.spec, data: { train: 60 } }, folder: '/data' },
      kept,
    )
    for (const line of [
      'Alarm: eta = 100 is too high: no gradient flows; try 3.',
      'Epochs complete: 2 of 30 and 300 examples of the next',
      'Went on from /models/older',
      'Begun anew once',
      '  changed to 0.25 in epoch 1 after 2,000 examples',
      'Images: 60 training, no validation, no test',
      'Data in /data',
      'Go on with: gradus train --resume /models/gradus.checkpoint.safetensors --data /data --no-test',
    ]) {
      expect(lines).toContain(line)
    }
  })

  test.each([
    ['done', kept],
    ['diverged', kept],
    ['aborted', { ...kept, checkpoint: 'replaced' }],
    ['aborted', { ...kept, checkpoint: 'missing' }],
  ] as const)('that cannot: %s, %j', (status, files) => {
    const lines = linesOf({ ...large, result: { status } }, files)
    expect(lines.some(line => line.startsWith('Go on with'))).toBe(false)
  })

  test('says why, and what went wrong, without control characters', () => {
    const result = { status: 'failed', reason: `Out of ${ESCAPE}[31mluck`, problem: 'Lost.' } as const
    const model = `/models/${ESCAPE}]0;evil\u0007`
    const text = linesOf({ ...small, result, model }, { ...kept, model: 'replaced' }).join('\n')
    expect(text).toContain('Out of \u{FFFD}[31mluck\nLost.\n')
    expect(text).toContain('Model: /models/\u{FFFD}]0;evil\u{FFFD} (holds that of another run now)')
    expect(text).not.toContain(ESCAPE)
  })
})
