/**
 * Preloaded into `gradus train`: lets its training thread go on in turn with that of another run, and times
 * its epochs, evaluation included, by what the thread tells. The same for every way to show a run.
 *
 *     GRADUS_TURNS='{"file": …}' GRADUS_TIMES=times.json node --import ./src/programs/turn-taker.ts apps/tui/dist/cli.js train
 */
import { writeFileSync } from 'node:fs'
import { parentPort } from 'node:worker_threads'
import type { SgdEvent } from '@gradus/core'
import { TurnTaker } from '../turns.ts'

const { GRADUS_TURNS: turns, GRADUS_TIMES: file } = process.env
if (parentPort && turns !== undefined && file !== undefined) {
  takeTurns(parentPort, new TurnTaker(JSON.parse(turns)), file)
}

function takeTurns(port: NonNullable<typeof parentPort>, taker: TurnTaker, file: string): void {
  const tell = port.postMessage.bind(port)
  let accuracy = 0
  port.postMessage = (event: SgdEvent, transfer) => {
    tell(event, transfer)
    if (event.type === 'started') taker.begin()
    if (event.type === 'epoch') {
      accuracy = (event.correct ?? 0) / (event.total ?? 1)
      taker.epochDone()
    }
    if (event.type !== 'finished') return
    const { seconds, cpuSeconds } = taker
    writeFileSync(file, JSON.stringify({ seconds, cpuSeconds, accuracy }))
  }
}
