import { join } from 'node:path'
import { RECIPES } from '@gradus/core'
import { expect, it } from 'vitest'
import { COMPETITORS } from '../competitors/peers.ts'
import { JOBS, type Job } from '../jobs.ts'
import { DATA } from '../onnx/model.ts'
import { ready, runProgram } from '../runtimes.ts'

const job = JOBS.find(({ name }) => name === 'modern')
const native = COMPETITORS.find(({ name }) => name === 'native')

it('the program in C learns, in layers of any width, or the benchmark says what it lacks', async () => {
  if (job?.kind !== 'recipe' || !native) throw new Error('There is no such job.')
  // Neither these neurons nor the last mini-batch fill whole blocks.
  const small: Job = {
    ...job,
    ...{ sizes: [784, 37, 22, 10], epochs: 1, recipe: { ...RECIPES.modern, miniBatchSize: 70 } },
  }
  const args = native.program(small, { data: DATA, folder: join(DATA, 'none'), seed: 1 })?.args ?? []
  const readiness = await ready(native.runtime)
  if (readiness.missing !== undefined) expect(readiness.missing).toContain('apt-get install gcc')
  else {
    const outcome = await runProgram(readiness.interpreter, args)
    expect(outcome.seconds).toHaveLength(1)
    expect(outcome.accuracy).toBeGreaterThan(0.93)
  }
})
