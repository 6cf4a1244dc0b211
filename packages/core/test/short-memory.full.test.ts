import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const PROGRAM = join(import.meta.dirname, 'short-memory-program.ts')
/** Kilobytes of addresses: what Node takes for itself, and some hundred megabytes. */
const LIMIT = 3_000_000

it.runIf(process.platform === 'linux')(
  'short memory ends everything that asks for much in an error that says how much',
  () => {
    const command = `ulimit -v ${LIMIT}; exec "${process.execPath}" --expose-gc "${PROGRAM}"`
    const { stdout, stderr } = spawnSync('sh', ['-c', command], { encoding: 'utf8', timeout: 300_000 })
    expect(stdout, stderr).not.toBe('')
    const ends = Object.entries(JSON.parse(stdout))
    expect(ends.map(([job]) => job)).toEqual([
      ...['matrix', 'clone', 'copy', 'format', 'predictor', 'reference', 'outputs', 'light'],
      ...['evaluation', 'training', 'statistics'],
    ])
    for (const [job, end] of ends) {
      expect(end, job).toEqual({
        name: 'MemoryError',
        message: expect.stringMatching(
          /^There is not enough memory \(.+\): expected [\d,]{9,} bytes to be free\. Close other programs, or make /,
        ),
      })
    }
  },
)
