import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { useFolder } from '@gradus/testing/folders'
import { expect, it } from 'vitest'
import { nextTurn } from './turns.ts'

const folder = useFolder()

it('begins when both are ready, and changes who is first', () => {
  const letters = ['', 'w', 'wu', 'wuu', 'wuuw', 'wuuww', 'wuuwwu']
  expect(letters.map(each => nextTurn(each, 2))).toEqual([
    ...[undefined, undefined, 'u', 'w', 'w', 'u'],
    'none',
  ])
})

it('is over where the other has cleared up', () => {
  expect(nextTurn(undefined, 2)).toBe('none')
})

it('lets one of two threads work at a time, and leaves nothing behind', async () => {
  const file = join(folder.path, 'turns')
  const program = `
    const { parentPort, workerData: { url, turns, epochs, letters } } = await import('node:worker_threads')
    const { TurnTaker } = await import(url)
    const taker = new TurnTaker(turns)
    taker.begin()
    for (let epoch = 0; epoch < epochs; epoch++) {
      letters[Atomics.add(letters, 0, 1) + 1] = turns.player.charCodeAt(0)
      taker.epochDone()
    }
    parentPort.postMessage(taker.seconds.length)`
  const seconds: unknown[] = []
  // The number of letters, and then each of them: messages of two threads may overtake each other.
  const letters = new Int32Array(new SharedArrayBuffer(4 * 100))
  const url = new URL('turns.ts', import.meta.url).href
  const ended = ['w', 'u'].map(player => {
    const workerData = { url, turns: { file, player, turns: 2 }, epochs: 24, letters }
    const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(program)}`), { workerData })
    worker.on('message', message => seconds.push(message))
    return new Promise((resolve, reject) => worker.on('exit', resolve).on('error', reject))
  })
  await Promise.all(ended)
  const [count, ...codes] = letters
  expect(String.fromCharCode(...codes.slice(0, count))).toMatch(/^u{12}w{24}u{12}$/)
  expect(seconds).toEqual([2, 2])
  expect(existsSync(file)).toBe(false)
})
