import { expect, test } from 'vitest'
import { epoch, finished, loaded, progress, saved, started, untestedEpoch } from '../../test/events.ts'
import { textTranscript } from './transcripts.ts'

test('prints what the textbook prints, and nothing else', () => {
  expect(textTranscript(epoch)).toBe('Epoch 0 : 8881 / 10000')
  expect(textTranscript(untestedEpoch)).toBe('Epoch 3 complete')
  for (const event of [loaded, started, progress, finished, saved]) {
    expect(textTranscript(event)).toBeUndefined()
  }
})
