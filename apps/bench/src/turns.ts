import { appendFileSync, readFileSync, rmSync } from 'node:fs'

/** Two runs that go on in turn, second by second, so that whatever else the machine does meets both alike. */
export interface Turns {
  /** Gets a letter of each run that is ready, and of each turn that is done. Not there before and after. */
  readonly file: string
  readonly player: Player
  /** Number of turns of each run. */
  readonly turns: number
}

export type Player = 'u' | 'w'

/**
 * Epochs of a turn: those that are not timed, while the other's screen comes to rest and the caches change
 * hands, and those that are.
 */
export const LEAD_IN = 2
export const TIMED = 10

/** Order of the players; the first one changes from pair to pair. */
const ORDER: readonly Player[] = ['u', 'w', 'w', 'u']
/** Milliseconds between two looks at the file, and until the other is given up. */
const PAUSE = 200
const LONGEST_WAIT = 120_000

/** Times a run's epochs, and blocks its thread while it is the other's turn. */
export class TurnTaker {
  readonly #turns: Turns
  /** Mean seconds an epoch of each turn. */
  readonly seconds: number[] = []
  /** Mean CPU seconds an epoch of each turn. */
  readonly cpuSeconds: number[] = []
  #epochs = 0
  #start = { time: 0, cpu: process.threadCpuUsage() }

  constructor(turns: Turns) {
    this.#turns = turns
  }

  /** The run is ready for its first epoch. */
  begin(): void {
    this.#write()
    this.#wait()
  }

  /** An epoch is complete. */
  epochDone(): void {
    const now = performance.now()
    this.#epochs++
    if (this.#epochs === LEAD_IN) this.#start = { time: now, cpu: process.threadCpuUsage() }
    if (this.#epochs < LEAD_IN + TIMED) return
    const { user, system } = process.threadCpuUsage(this.#start.cpu)
    this.seconds.push((now - this.#start.time) / 1e3 / TIMED)
    this.cpuSeconds.push((user + system) / 1e6 / TIMED)
    this.#epochs = 0
    this.#write()
    this.#wait()
  }

  #write(): void {
    appendFileSync(this.#turns.file, this.#turns.player)
  }

  /** Waits until it is this run's turn, or both have had all of theirs. */
  #wait(): void {
    const { file, player, turns } = this.#turns
    for (let waited = 0; waited < LONGEST_WAIT; waited += PAUSE) {
      sleep(PAUSE)
      const next = nextTurn(lettersOf(file), turns)
      if (next === 'none') rmSync(file, { force: true })
      if (next === 'none' || next === player) return
    }
    throw new Error(
      `It has not been the turn of "${player}" for ${LONGEST_WAIT / 1000} s: the other run is gone.`,
    )
  }
}

/** Player whose turn it is after so many letters; undefined until both runs are ready. */
export function nextTurn(letters: string | undefined, turns: number): Player | 'none' | undefined {
  if (letters === undefined) return 'none'
  const done = letters.length - 2
  if (done < 0) return undefined
  return done < 2 * turns ? ORDER[done % ORDER.length] : 'none'
}

function lettersOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

function sleep(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds)
}
