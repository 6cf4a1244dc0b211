import { placeOfBar, prepareTerminal, tell, withReactBuild } from '../terminal/output.ts'
import type { Job } from './jobs.ts'
import type { ReplicationScreen, ReplicationScreenEvent } from './messages.ts'

/**
 * Opens the screen that suits the terminal. What draws on terminals is loaded only where there is one.
 * @param waiting those of the jobs that are not done already
 */
export async function openScreen(
  jobs: readonly Job[],
  waiting: readonly Job[],
  json: boolean,
): Promise<ReplicationScreen> {
  const { stdout, stderr, env } = process
  const place = placeOfBar({ json, stdoutIsTerminal: stdout.isTTY, stderrIsTerminal: stderr.isTTY, env })
  if (place === undefined) return new PlainScreen(!json)
  const terminal = place === 'stdout' ? stdout : stderr
  prepareTerminal(terminal)
  const { LiveScreen } = await withReactBuild(() => import('./live-screen.tsx'))
  return new LiveScreen(terminal, stdout, jobs, waiting)
}

/** Epochs between two lines, at the least, and lines of a run, at the most. */
const INTERVAL = 10
const MOST_LINES = 5

/** Reports on standard output and, if there is to be any progress, a line now and then on standard error. */
class PlainScreen implements ReplicationScreen {
  readonly #showsProgress: boolean

  constructor(showsProgress: boolean) {
    this.#showsProgress = showsProgress
  }

  show(event: ReplicationScreenEvent): void {
    if (!this.#showsProgress || event.type === 'stopping') return
    const { name, detail, spec } = event.job
    const running = `Running ${name}${detail === '' ? '' : `, ${detail}`}`
    if (event.type === 'begun') tell(running)
    else if (event.event.type === 'epoch') {
      const done = event.event.epoch + 1
      const interval = Math.max(INTERVAL, Math.ceil(spec.epochs / MOST_LINES))
      if (done % interval === 0) tell(`${running}: ${done} of ${spec.epochs} epochs`)
    }
  }

  print(text: string): void {
    process.stdout.write(text)
  }

  async close(): Promise<void> {}
}
