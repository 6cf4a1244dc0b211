import { renderToString } from 'ink'
import { type Frame, tidyWhenSuspended, type View } from './frame.ts'
import { isBehind, type Output } from './output.ts'

/** Milliseconds between two drawings. */
const INTERVAL = 50
/** Rows that the rest of the terminal has at least. */
const FEWEST_ROWS = 3
const SAVE_CURSOR = '\u001B7'
const RESTORE_CURSOR = '\u001B8'
const DOWN = '\u001BD'
const ERASE_BELOW = '\u001B[J'
const SCROLL_EVERYWHERE = '\u001B[r'

/** A terminal, and how many rows and columns it has. */
type SizedOutput = Output & { readonly columns?: number; readonly rows?: number }

/**
 * The last rows of a terminal on which others write whenever they want to, as `tee` does in `gradus train |
 * tee log`: these rows do not scroll (DECSTBM), the cursor stays with the others, and what is drawn is one
 * write. So nobody's line is ever erased or broken.
 */
export class BottomFrame implements Frame {
  readonly #terminal: SizedOutput
  readonly #forgetSuspension: () => void
  readonly #release = (): void => this.#write(this.#freed())
  readonly #redraw = (): void => this.#schedule()
  #view: View
  #timer: NodeJS.Timeout | undefined
  /** The rows that it has, below how many of all. */
  #held = { rows: 0, of: 0 }

  constructor(terminal: SizedOutput, view: View) {
    this.#terminal = terminal
    this.#view = view
    this.#forgetSuspension = tidyWhenSuspended(this.#release, this.#redraw)
    terminal.on('resize', this.#redraw)
    process.once('exit', this.#release)
    this.#schedule()
  }

  draw(view: View): boolean {
    this.#view = view
    this.#schedule()
    return true
  }

  clear(): void {}

  async close(): Promise<void> {
    clearTimeout(this.#timer)
    this.#forgetSuspension()
    this.#terminal.off('resize', this.#redraw)
    process.off('exit', this.#release)
    this.#release()
  }

  #schedule(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      if (isBehind(this.#terminal)) this.#schedule()
      else this.#draw()
    }, INTERVAL)
  }

  #draw(): void {
    const { columns = 80, rows = 24 } = this.#terminal
    const text = renderToString(this.#view(columns), { columns })
    const lines = text === '' ? [] : text.split('\n')
    const hasRoom = rows >= lines.length + FEWEST_ROWS
    const shown = hasRoom ? lines : []
    const room =
      shown.length === this.#held.rows && rows === this.#held.of ? '' : this.#roomFor(shown.length, rows)
    const first = rows - shown.length + 1
    const drawn = shown.map((line, i) => `\u001B[${first + i};1H\u001B[2K${line}`).join('')
    this.#write(drawn === '' ? room : `${room}${SAVE_CURSOR}${drawn}${RESTORE_CURSOR}`)
  }

  /** Sequences that free the rows held, and hold others: the rest moves up where it stood there. */
  #roomFor(count: number, rows: number): string {
    const freed = this.#freed()
    this.#held = { rows: count, of: rows }
    if (count === 0) return freed
    const up = `\u001B[${count}A`
    return `${freed}${DOWN.repeat(count)}${up}${SAVE_CURSOR}\u001B[1;${rows - count}r${RESTORE_CURSOR}`
  }

  #freed(): string {
    const { rows } = this.#held
    this.#held = { rows: 0, of: 0 }
    return rows === 0 ? '' : `${SAVE_CURSOR}${SCROLL_EVERYWHERE}${RESTORE_CURSOR}${ERASE_BELOW}`
  }

  #write(text: string): void {
    if (text !== '') this.#terminal.write(text)
  }
}
