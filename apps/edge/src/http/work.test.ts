import { expect, test } from 'vitest'
import { type Turn, Turns } from './work.ts'

const SLICE = 2 ** 18

/** Does so many slices, and tells of each. */
async function work(turn: Turn, slices: number, tell: () => void): Promise<void> {
  for (let i = 0; i < slices; i++) {
    await turn.spend(SLICE)
    tell()
  }
}

test('one slice has its turn, then what else there is to do', async () => {
  const turns = new Turns()
  const told: string[] = []
  const all = ['a', 'b'].map(name => work(turns.join(), 3, () => told.push(name)))
  const look = () => {
    told.push('-')
    if (told.length < 12) setImmediate(look)
  }
  setImmediate(look)
  await Promise.all(all)
  expect(told.join('')).not.toMatch(/[ab]{2}/)
  expect(told.filter(name => name !== '-').join('')).toBe('ababab')
})

test('a slice is shared by all that is done in a turn', async () => {
  const turns = new Turns()
  const pauses = Array.from({ length: 8 }, () => turns.join().spend(SLICE / 4))
  expect(pauses.map(pause => pause === undefined)).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
    false,
    false,
  ])
  await Promise.all(pauses)
  await new Promise(setImmediate)
  expect(turns.join().spend(SLICE / 4)).toBeUndefined()
})

test('short work does not wait for long work', async () => {
  const turns = new Turns()
  const told: string[] = []
  const long = work(turns.join(), 200, () => told.push('long'))
  while (told.length < 100) await new Promise(setImmediate)
  await work(turns.join(), 5, () => told.push('short'))
  expect(told.slice(-5)).toEqual(Array.from({ length: 5 }, () => 'short'))
  expect(told.length).toBeLessThan(110)
  await long
})

test('long work is finished in the order in which it came', async () => {
  const turns = new Turns()
  const finished: number[] = []
  let slices = 0
  const all = [0, 1, 2].map(async number => {
    await work(turns.join(), 100, () => slices++)
    finished.push(number, slices)
  })
  await Promise.all(all)
  // Each had 32 turns beside the others, then one after the other has the rest of its own.
  expect(finished).toEqual([0, 3 * 32 + 68, 1, 3 * 32 + 2 * 68, 2, 300])
})
