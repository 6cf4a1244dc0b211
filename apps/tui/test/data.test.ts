import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { expectRefusal, gradus } from './gradus.ts'
import { useWorkplace } from './workplace.ts'

const place = useWorkplace()
const run = (...args: string[]) => gradus(['data', ...args], { cwd: place.folder })

describe('a report on data', () => {
  test('for people', async () => {
    const { code, stdout, stderr } = await run('data')
    expect(stdout).toMatch(/^Data +data \(IDX files\)\nParts +75 training, 15 validation, 30 test$/m)
    expect(stdout).toMatch(/^0 +25 +5 +10 {2}/m)
    expect(stdout).toContain('The mean image of each class')
    expect(stdout).toMatch(/^Alarm +The training data hold test images/m)
    expect(stdout).toMatch(/train-images-idx3-ubyte\[\d+\] =\s+t10k-images-idx3-ubyte\[\d+\]/)
    expect([code, stderr]).toEqual([0, ''])
  })

  test('for programs, of the same flags as training has', async () => {
    const { code, stdout, stderr } = await run('data', '--json', '--train-size', '80')
    const report = JSON.parse(stdout)
    expect(report).toMatchObject({
      ...{ source: 'idx', path: join(place.folder, 'data'), kind: 'images', size: { rows: 6, cols: 6 } },
      parts: [
        { part: 'train', examples: 80 },
        { part: 'validation', examples: 10 },
        { part: 'test', examples: 30 },
      ],
    })
    expect(report.classes).toHaveLength(3)
    expect(report.findings[0]).toMatchObject({ code: 'leak', severity: 'alarm' })
    expect(report.leaks[1].first[0][0]).toMatchObject({
      ...{ part: 'train', origin: expect.stringMatching(/^train-images-idx3-ubyte\[/) },
    })
    expect([code, stderr]).toEqual([0, ''])
  })

  test('with its contact sheet as a picture', async () => {
    const { code, stderr } = await run('data', '--export', 'sheet.svg')
    expect(await readFile(join(place.folder, 'sheet.svg'), 'utf8')).toMatch(/^<svg .*contact sheet/)
    expect([code, stderr]).toEqual([0, 'Wrote sheet.svg\n'])
  })
})

test.each([
  [['nowhere'], 'nowhere', 'There are no data: expected a folder with a folder of pictures a class'],
  [['data', '--export', 'sheet.gif'], '--export <file>', 'Expected a file whose name ends in .svg'],
  [['data', '--train-size', '1000'], '--train-size', '90'],
  [['data', '--split', '80,20'], '--split <shares>', 'Expected three shares'],
  [['data', '--image-size', '28x'], '--image-size <size>', 'such as 28x20'],
  [['data', '--classes', 'a,a'], '--classes <names>', 'Expected different names'],
  [['data', '--split-seed', 'x'], '--split-seed <seed>', 'Expected an integer of at least 0'],
])('%j is refused', async (args, problem, remedy) => {
  expectRefusal(await run(...args), problem, remedy)
})
