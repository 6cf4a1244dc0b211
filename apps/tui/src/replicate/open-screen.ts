import { placeOfBar, prepareTerminal, tell, withReactBuild } from '../terminal/output.ts'
import type { ExperimentName } from './experiments.ts'
import {
  initialReplication,
  type ReplicationScreen,
  type ReplicationScreenEvent,
  replicationAfter,
} from './messages.ts'

/** Opens the screen that suits the terminal. What draws on terminals is loaded only where there is one. */
export async function openScreen(
  names: readonly ExperimentName[],
  json: boolean,
): Promise<ReplicationScreen> {
  const { stdout, stderr, env } = process
  const place = placeOfBar({ json, stdoutIsTerminal: stdout.isTTY, stderrIsTerminal: stderr.isTTY, env })
  if (place === undefined) return new PlainScreen(!json)
  const terminal = place === 'stdout' ? stdout : stderr
  prepareTerminal(terminal)
  const { LiveScreen } = await withReactBuild(() => import('./live-screen.tsx'))
  return new LiveScreen(terminal, stdout, names)
}

/** Epochs between two lines. */
const INTERVAL = 10

/** Reports on standard output and, if there is to be any progress, a line now and then on standard error. */
class PlainScreen implements ReplicationScreen {
  readonly #showsProgress: boolean
  #state = initialReplication

  constructor(showsProgress: boolean) {
    this.#showsProgress = showsProgress
  }

  show(event: ReplicationScreenEvent): void {
    this.#state = replicationAfter(this.#state, event)
    if (!this.#showsProgress) return
    const { name, run } = this.#state
    if (event.type === 'begun') tell(`Running ${name}`)
    else if (event.type === 'epoch' && run.history.length % INTERVAL === 0)
      tell(`Running ${name}: ${run.history.length} of ${run.started?.spec.epochs} epochs`)
  }

  print(text: string): void {
    process.stdout.write(text)
  }

  async close(): Promise<void> {}
}
