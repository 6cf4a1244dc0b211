import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { useFolder } from '@gradus/testing/folders'
import { afterEach, expect, test } from 'vitest'

const TAKER = new URL('turn-taker.ts', import.meta.url).pathname
const WORK = 200
const FOR_EVER = 2 ** 30

const folder = useFolder('test')
let children: ChildProcessByStdio<null, Readable, null>[] = []
afterEach(() => {
  for (const child of children) child.kill('SIGKILL')
  children = []
})

/** A process that wants its turn. */
function taker(milliseconds: number, onLine: (line: string) => void = () => undefined) {
  const args = [TAKER, join(folder.path, 'turn'), String(milliseconds)]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  children.push(child)
  const lines = createInterface(child.stdout).on('line', onLine)
  return { child, lines, closed: once(child, 'close') }
}

test('of many at once, each begins when the one before has ended', async () => {
  const said: string[] = []
  const takers = Array.from({ length: 6 }, (_, i) => taker(WORK, line => said.push(`${i} ${line}`)))
  expect((await Promise.all(takers.map(({ closed }) => closed))).map(([code]) => code)).toEqual(
    takers.map(() => 0),
  )
  const order = said.filter(line => line.endsWith('begins')).map(line => line.split(' ')[0])
  expect(order).toHaveLength(takers.length)
  expect(said).toEqual(order.flatMap(i => [`${i} begins`, `${i} ends`]))
})

test('one that is killed leaves its turn to the next', async () => {
  const first = taker(FOR_EVER)
  await once(first.lines, 'line')
  const said: string[] = []
  const second = taker(0, line => said.push(line))
  first.child.kill('SIGKILL')
  expect(await second.closed).toEqual([0, null])
  expect(said).toEqual(['begins', 'ends'])
})
