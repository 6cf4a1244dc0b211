import { execFile } from 'node:child_process'
import { cp, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { documents, gradusCommandsOf, samplesOf } from './documents.ts'
import { CLI, gradus, signal, spawnGradus } from './gradus.ts'
import { useWorkplace } from './workplace.ts'

const place = useWorkplace()
const pages = await documents()

test.each(pages)('the commands of $name work as written, one after the other', async page => {
  const cwd = join(place.folder, page.name.replaceAll(/\W/g, '-'))
  await cp(join(import.meta.dirname, '..', '..', '..', 'docs'), join(cwd, 'docs'), { recursive: true })
  let said = ''
  for (const args of gradusCommandsOf(page).map(begun)) {
    if (args[0] === 'serve') {
      said += await serveAndEnd(args, cwd)
      continue
    }
    if (args.some(isOfShell)) {
      said += await runInShell(args, cwd)
      continue
    }
    const { code, stdout, stderr } = await gradus(args, { cwd })
    // A run that is ill is what the page of the doctor is about.
    const expected = args[0] === 'doctor' ? [0, 3] : [0]
    expect(expected, `gradus ${args.join(' ')}: ${stderr}`).toContain(code)
    said += stdout + stderr
  }
  for (const { code } of samplesOf(page, 'python')) {
    await writeFile(join(cwd, 'read_model.py'), code)
    const { stdout } = await promisify(execFile)('python3', ['read_model.py', 'one.safetensors'], { cwd })
    said += stdout
  }
  for (const { code } of samplesOf(page, 'text')) {
    const isOfSample = samplesOf(page, 'ts').some(({ output }) => output === code)
    if (!isOfSample) expect(said).toContain(code)
  }
})

/** Epochs that a command may train in a test; of more than that, the first two are tried. */
const MOST_EPOCHS = 12

/** The command, which only begins a long training. */
function begun(args: readonly string[]): readonly string[] {
  const epochs = args.indexOf('--epochs') + 1
  return epochs > 0 && Number(args[epochs]) > MOST_EPOCHS ? args.with(epochs, '2') : args
}

/** Whether a shell has to read it: the output goes to a file, or to another program. */
const isOfShell = (arg: string): boolean => arg === '>' || arg === '|'

/** @throws Error where any program of the line fails */
async function runInShell(args: readonly string[], cwd: string): Promise<string> {
  const command = [process.execPath, CLI, ...args].join(' ')
  const env = { ...process.env, XDG_STATE_HOME: join(cwd, 'state') }
  const { stdout, stderr } = await promisify(execFile)('bash', ['-o', 'pipefail', '-c', command], {
    cwd,
    env,
  })
  return stdout + stderr
}

const SERVES = 'Ctrl-C ends it.'

/** Starts `gradus serve`, which ends only by a signal, and ends it when it serves. */
async function serveAndEnd(args: readonly string[], cwd: string): Promise<string> {
  const child = spawnGradus(args, { cwd })
  let said = ''
  return new Promise((resolve, reject) => {
    child.stderr.on('data', chunk => {
      const before = said
      said += String(chunk)
      // Once: a second signal ends it at once.
      if (said.includes(SERVES) && !before.includes(SERVES)) signal(child, 'SIGTERM')
    })
    child.once('close', code => (code === 143 ? resolve(said) : reject(new Error(said))))
  })
}
