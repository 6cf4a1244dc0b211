import { tell } from '../terminal/output.ts'
import type { ReplicationScreen, ReplicationScreenEvent } from './screen.ts'

/** Epochs between two lines. */
const INTERVAL = 10

/** Reports on standard output and, if there is to be any progress, a line now and then on standard error. */
export class PlainScreen implements ReplicationScreen {
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
