import { join } from 'node:path'
import { expect, test } from 'vitest'
import { resumeCommand } from './run-paths.ts'

const here = (name: string) => join(process.cwd(), name)
const settings = { out: here('a.safetensors'), test: true }

test('goes on as the run was begun', () => {
  expect(resumeCommand(settings, here('a.checkpoint.safetensors'))).toBe(
    'gradus train --resume a.checkpoint.safetensors',
  )
  const other = { out: here("it's mine"), test: false, data: '/data sets/a' }
  expect(resumeCommand(other, here('my ckpt'))).toBe(
    "gradus train --resume 'my ckpt' --out 'it'\\''s mine' --data '/data sets/a' --no-test",
  )
})
