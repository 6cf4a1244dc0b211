import { chooseReactBuild, placeOfBar, prepareTerminal, tell } from '../terminal/output.ts'
import type { ExperimentName } from './experiments.ts'
import type { ReplicationScreen, ReplicationScreenEvent } from './messages.ts'

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
  chooseReactBuild()
  const { LiveScreen } = await import('./live-screen.tsx')
  return new LiveScreen(terminal, stdout, names)
}

/** Epochs between two lines. */
const INTERVAL = 10

/** Reports on standard output and, if there is to be any progress, a line now and then on standard error. */
class PlainScreen implements ReplicationScreen {
  readonly #showsProgress: boolean

  constructor(showsProgress: boolean) {
    this.#showsProgress = showsProgress
  }

  show(event: ReplicationScreenEvent): void {
    if (!this.#showsProgress) return
    if (event.type === 'begun') this.#tell(`Running ${event.name}`)
    else if (event.type === 'epochs' && event.complete % INTERVAL === 0)
      this.#tell(`Running ${event.name}: ${event.complete} of ${event.of} epochs`)
  }

  print(text: string): void {
    process.stdout.write(text)
  }

  async close(): Promise<void> {}

  #tell(line: string): void {
    tell(line)
  }
}
