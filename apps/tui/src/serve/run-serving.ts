import { basename, extname } from 'node:path'
import { GradusError, OptionError } from '@gradus/core'
import type { ServedModel, Serving } from '@gradus/edge/node'
import { exitCodeOf, UsageError } from '../failure.ts'
import { watchInterrupts } from '../interrupts.ts'
import { MODEL, openModelBytes } from '../model.ts'
import { tell } from '../terminal/output.ts'

/** Serves a model until a signal ends it. @param path none for the embedded model. @returns the exit code */
export async function runServing(path: string | undefined, hostname: string, port: number): Promise<number> {
  const model = await servedModel(path)
  const serving = await listen(model, hostname, port)
  const { name, sizes, metadata } = model
  const accuracy = metadata.accuracy?.test
  const share = accuracy === undefined ? '' : `, accuracy ${(100 * accuracy).toFixed(2)} % on the test images`
  // Before anybody is told that it serves: whoever waits for that may signal at once.
  const interrupted = new Promise<NodeJS.Signals>(resolve => {
    watchInterrupts(resolve)
  })
  tell(`Serving ${name} (${sizes.join('-')}${share}) at ${serving.url}. Ctrl-C ends it.`)
  const other = otherInputs(model)
  if (other !== undefined) tell(other)
  const signal = await interrupted
  tell('Ending; Ctrl-C again ends at once.')
  await serving.close()
  await endOutput(exitCodeOf(signal))
  return exitCodeOf(signal)
}

/** A line about a model for which the page has neither a pad nor a form; undefined for others. */
export function otherInputs({
  image,
  rows,
  sizes,
}: Pick<ServedModel, 'image' | 'rows' | 'sizes'>): string | undefined {
  if (image || rows?.kind === 'table') return undefined
  const inputs = `${sizes[0]} ${sizes[0] === 1 ? 'input' : 'inputs'}`
  return `This model does not say how a drawing or a row becomes its ${inputs}: the page cannot ask it. Ask by POST /predict.`
}

/** Milliseconds that the last lines may take to be read. */
const LAST_LINES = 1000

/** Ends the process where nobody reads what it wrote: that would keep it. */
async function endOutput(code: number): Promise<void> {
  const { isWrittenOut } = await import('@gradus/edge/node')
  const areOut = [process.stdout, process.stderr].map(output => isWrittenOut(output, LAST_LINES))
  if ((await Promise.all(areOut)).includes(false)) process.exit(code)
}

async function servedModel(path: string | undefined): Promise<ServedModel> {
  const { embeddedModel, modelName, readServedModel } = await import('@gradus/edge/node')
  if (path === undefined) return embeddedModel()
  const bytes = await openModelBytes(path)
  try {
    return await readServedModel(bytes, { name: modelName(basename(path, extname(path))) })
  } catch (error) {
    if (error instanceof GradusError) throw new UsageError(MODEL, path, error.message)
    throw error
  }
}

/** @throws UsageError where nobody can listen */
async function listen(model: ServedModel, hostname: string, port: number): Promise<Serving> {
  const { LineLog, openDoorOf, serve } = await import('@gradus/edge/node')
  try {
    const serving = await serve({ model, hostname, port, onRequest: new LineLog(process.stdout).write })
    const openDoor = openDoorOf(hostname, process.env)
    if (openDoor !== undefined) tell(openDoor)
    return serving
  } catch (error) {
    if (error instanceof OptionError && error.option === 'hostname')
      throw new UsageError('--host <host>', hostname, error.message)
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    const [flag, value, expected] = PROBLEMS[code]?.(hostname, port) ?? []
    if (flag === undefined || value === undefined) throw error
    throw new UsageError(flag, value, expected ?? '')
  }
}

type Blamed = readonly [flag: string, value: string, message: string]

/** Flag to blame where the system refuses to listen. */
const PROBLEMS: Readonly<Record<string, (host: string, port: number) => Blamed>> = {
  EADDRINUSE: (_, port) => [
    '--port <port>',
    String(port),
    'Another program listens there: expected a free port. Name another, or 0 for any.',
  ],
  EACCES: (_, port) => [
    '--port <port>',
    String(port),
    'The system does not allow it: expected a port from 1024 on. Name another.',
  ],
  EADDRNOTAVAIL: host => [
    '--host <host>',
    host,
    'This machine has no such address: expected one of its own, such as 127.0.0.1, or 0.0.0.0 for all.',
  ],
  ENOTFOUND: host => [
    '--host <host>',
    host,
    'There is no such address: expected one of this machine, such as 127.0.0.1.',
  ],
  EAI_AGAIN: host => [
    '--host <host>',
    host,
    'There is no such address: expected one of this machine, such as 127.0.0.1.',
  ],
}
