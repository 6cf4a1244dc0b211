import type { Screen, ScreenEvent, Transcript } from '../run/screen.ts'
import { tell } from '../terminal/output.ts'

/** Lines, one after the other: for pipes, files, CI and terminals that can do no more. */
export class PlainScreen implements Screen {
  readonly #transcript: Transcript

  constructor(transcript: Transcript) {
    this.#transcript = transcript
  }

  show(event: ScreenEvent): void {
    const line = this.#transcript(event)
    if (line !== undefined) process.stdout.write(`${line}\n`)
  }

  note(line: string): void {
    tell(line)
  }

  async close(): Promise<void> {}
}
