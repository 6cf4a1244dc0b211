import { execFile } from 'node:child_process'
import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, test } from 'vitest'
import { printable } from '../src/terminal/printable.ts'
import { CLI, gradus, gradusUntil, type Result, signal } from './gradus.ts'
import { writeSmallData } from './small-data.ts'
import { useWorkplace } from './workplace.ts'

const place = useWorkplace()
/**
 * Clears the screen, names the window, reverses the direction, forges a line; and is a flag with blanks,
 * quotes and what shells expand.
 */
const EVIL = '-x \u001B[2J\u001B]0;evil\u0007\u009B31m\u202E\u2028\nerror: forged $HOME `id` \'a\' "b" \\ % !'
const MODEL = `${EVIL}.safetensors`
const CHECKPOINT = `${EVIL}.checkpoint.safetensors`
const DATA = `${EVIL} data`
const TRAIN = ['train', '--data', `./${DATA}`, '--sizes', '36,8,3', '--out', `./${MODEL}`]

const run = (...args: string[]): Promise<Result> => gradus(args, { cwd: place.folder })

/** Nothing that a terminal obeys, and no line that a name has forged. */
function expectHarmless({ stdout, stderr }: Pick<Result, 'stdout' | 'stderr'>): void {
  for (const line of `${stdout}${stderr}`.split('\n')) {
    expect(line).toBe(printable(line))
    expect(line).not.toMatch(/^error: forged/)
  }
}

/**
 * Does what a person does who pastes a command, `gradus` being installed, and has read enough after one line.
 */
async function paste(command: string): Promise<Pick<Result, 'stdout' | 'stderr'>> {
  const bin = join(place.folder, 'bin')
  const { PATH, ...others } = process.env
  const env = { ...others, PATH: `${bin}${delimiter}${PATH}`, XDG_STATE_HOME: place.folder }
  return promisify(execFile)('sh', ['-c', `${command} | head -1`], { cwd: place.folder, env })
}

describe.skipIf(process.platform === 'win32')('names that no terminal should obey', () => {
  let stopped: Result
  beforeAll(async () => {
    await writeSmallData(join(place.folder, DATA))
    await mkdir(join(place.folder, 'bin'))
    await writeFile(join(place.folder, 'bin', 'node'), `#!/bin/sh\nexec '${process.execPath}' "$@"\n`, {
      mode: 0o755,
    })
    await symlink(CLI, join(place.folder, 'bin', 'gradus'))
    const args = [...TRAIN, '--epochs', '1000000', '--no-test']
    stopped = await gradusUntil(2, args, { cwd: place.folder }, child => signal(child, 'SIGINT'))
  })

  test('a run that was stopped goes on by the command that it prints', async () => {
    expectHarmless(stopped)
    expect(stopped.stderr).toContain('Saved ')
    const [, command = ''] = /^Go on with: (.*)$/m.exec(stopped.stderr) ?? []
    const { stdout, stderr } = await paste(command)
    expectHarmless({ stdout, stderr })
    expect(stderr).toContain('Resumed after ')
  })

  test('so does a run in the list', async () => {
    const shown = await run('runs', 'last')
    expectHarmless(shown)
    expect(shown.code).toBe(0)
    const [, command = ''] = /^Go on with: (.*)$/m.exec(shown.stdout) ?? []
    const { stderr } = await paste(command)
    expect(stderr).toContain('Resumed after ')
  })

  test('the checkpoint that makes room for another run', async () => {
    const result = await run(...TRAIN, '--epochs', '1')
    expectHarmless(result)
    expect(result.stderr).toContain('Kept the checkpoint of an earlier run')
  })

  test.each([
    ['inspect', [`./${MODEL}`]],
    ['inspect', [`./${CHECKPOINT}`]],
    ['evaluate', [`./${MODEL}`, '--data', `./${DATA}`]],
    ['predict', [`./${MODEL}`, '--data', `./${DATA}`, '--index', '0', `./${MODEL}`, `./${EVIL}`]],
    ['runs', ['--runs', `./${EVIL}`]],
    ['runs', ['--runs', `./${DATA}`]],
    ['runs', [`last${EVIL}`]],
    ['runs', ['--remove', EVIL]],
    ['compare', ['last', `./${MODEL}`]],
    ['serve', [`./${EVIL}`]],
    ['serve', ['--host', EVIL]],
    ['train', ['--out', `./${DATA}`]],
    ['train', ['--data', `./${MODEL}`]],
    ['train', ['--resume', `./${DATA}`]],
    ['train', ['--epochs', EVIL]],
    ['train', ['--engine', EVIL]],
    ['train', [`--${EVIL}`]],
    ['train', [`--epoch${EVIL}`]],
    ['train', [EVIL, '--']],
    ['replicate', ['--', EVIL]],
    ['help', [EVIL]],
  ])('in a message of %s (%#)', async (command, args) => {
    expectHarmless(await run(command, ...args))
  })

  test('as commands', async () => {
    expectHarmless(await run(EVIL))
    expectHarmless(await run(`trai${EVIL}`))
  })

  test('are exact in JSON, which is as harmless', async () => {
    const result = await run('inspect', `./${MODEL}`, '--json')
    expectHarmless(result)
    expect(JSON.parse(result.stdout).file).toBe(join(place.folder, MODEL))
    const trained = await run(...TRAIN, '--epochs', '1', '--json')
    expectHarmless(trained)
    expect(JSON.parse(trained.stdout.trim().split('\n').at(-1) ?? '').out).toBe(join(place.folder, MODEL))
  })
})
