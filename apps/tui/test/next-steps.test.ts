import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { beforeAll, expect, test } from 'vitest'
import { initialRun } from '../src/run/run-state.ts'
import type { TrainSettings } from '../src/run/settings.ts'
import { nextSteps } from '../src/train/open-train-screen.ts'
import { finished, loaded } from './events.ts'
import { CLI, gradus } from './gradus.ts'
import { SMALL, useWorkplace } from './workplace.ts'

const place = useWorkplace()
const MODEL = "ada's net.safetensors"

beforeAll(async () => {
  await gradus(SMALL, { cwd: place.folder })
  await rename(join(place.folder, 'gradus.safetensors'), join(place.folder, MODEL))
})

/** The steps after such a run, as they are told to somebody who stands in the folder. */
function steps(): string[] {
  const kept = { type: 'saved', path: MODEL, sha256: '' } as const
  const settings: TrainSettings = {
    ...{ sizes: [36, 5, 3], epochs: 2, miniBatchSize: 10, eta: 3, seed: 0, engine: 'auto', test: true },
    ...{ precision: 'float64', watched: true, given: [], checkpointSeconds: 5, data: 'data' },
    ...{ out: MODEL, checkpoint: undefined, resume: undefined },
  }
  return nextSteps({ ...initialRun, loaded, finished, kept }, settings, 'state/gradus/runs')
}

/** The command, pasted to a shell in the folder in which the run was made. */
const pasted = (step: string): readonly [string, string[]] => [
  'sh',
  ['-c', `gradus() { exec '${process.execPath}' '${CLI}' "$@"; }; ${step}`],
]

test('each command that the end of a run offers works as it is pasted', async () => {
  const [serve = '', ...others] = steps()
  expect(others.map(step => step.split(' ')[1])).toEqual(['evaluate', 'inspect', 'runs'])
  const env = { ...process.env, PORT: '0' }
  for (const step of others) {
    const { stdout } = await promisify(execFile)(...pasted(step), { cwd: place.folder, env })
    expect(stdout, step).toMatch(/30|36|sizes|runs/)
  }
  const server: ChildProcess = spawn(...pasted(serve), {
    cwd: place.folder,
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  if (!server.stderr) throw new Error('expected a pipe')
  let said = ''
  server.stderr.on('data', chunk => {
    said += String(chunk)
    if (said.includes('Ctrl-C ends it')) server.kill('SIGTERM')
  })
  await text(server.stderr)
  expect(said).toMatch(/^Serving .*at http:/m)
})
