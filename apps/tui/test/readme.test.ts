import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const app = join(import.meta.dirname, '..')

test("the README's sample of the library runs as it is written", async () => {
  const readme = await readFile(join(app, '..', '..', 'README.md'), 'utf8')
  const samples = Array.from(readme.matchAll(/```ts\n(.*?)```/gs), ([, code = '']) => code)
  expect(samples).toHaveLength(1)
  // Inside the app, where the packages that it imports can be found.
  const folder = await mkdtemp(join(app, 'readme-sample-'))
  try {
    const sample = join(folder, 'sample.mts')
    await writeFile(sample, samples.join('\n'))
    const { stdout } = await promisify(execFile)(process.execPath, [sample])
    const lines = stdout.trim().split('\n')
    expect(lines.slice(0, 3).map(line => line.replace(/ : \d+/, ' : N'))).toEqual([
      'Epoch 0 : N / 10000',
      'Epoch 1 : N / 10000',
      'Epoch 2 : N / 10000',
    ])
    expect(Number(lines[2]?.match(/: (\d+)/)?.[1])).toBeGreaterThan(8500)
    expect(lines[3]).toBe('The first test image is a 7; the network reads a 7.')
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
