import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Store } from '@gradus/study/node'
import { useFolder } from '@gradus/testing/folders'
import { expect, test } from 'vitest'
import { outcomeOf, smallPlan } from '../../test/studies.ts'

const folder = useFolder('test')

test('a write that fails leaves no part of its line', async () => {
  const program = join(import.meta.dirname, '..', '..', 'test', 'put-program.ts')
  const study = join(folder.path, 'study')
  const command = `ulimit -f 1; exec '${process.execPath}' '${program}' '${study}'`
  const { stdout } = await promisify(execFile)('bash', ['-c', command])
  expect(stdout).toMatch(/^FileError: Cannot write .*study\.jsonl: .*ulimit -f.*\ntrue\n$/)
  const { course } = await Store.read(study)
  expect(course.outcome({ trial: 1, seed: 0, rung: 0 })).toEqual(outcomeOf(smallPlan(), 1, 0, 40))
})
