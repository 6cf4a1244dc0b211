// A program that wants the lock of one file after the other: reads a path a line, and answers whether it got
// the lock, which it keeps.
import { createInterface } from 'node:readline'
import { lock } from '../src/run/lock.ts'

process.stdout.write('ready\n')
for await (const path of createInterface({ input: process.stdin })) {
  process.stdout.write(
    await lock('--out', path).then(
      () => 'got\n',
      ({ message }) => `refused: ${message}\n`,
    ),
  )
}
