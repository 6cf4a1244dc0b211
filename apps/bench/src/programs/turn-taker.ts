/**
 * Preloaded into `gradus train`: lets its training thread go on in turn with that of another run, and times
 * its epochs, evaluation included, by the events of the thread. The same for every way to show a run.
 *
 *     GRADUS_TURNS='{"file": …}' GRADUS_TIMES=times.json node --import ./src/programs/turn-taker.ts cli.js train
 */
import { writeFileSync } from 'node:fs'
import { isMainThread } from 'node:worker_threads'
import { onTrainEvent } from '@gradus/tui/events'
import { TurnTaker } from '../turns.ts'

const { GRADUS_TURNS: turns, GRADUS_TIMES: file } = process.env
if (!isMainThread && turns !== undefined && file !== undefined) {
  takeTurns(new TurnTaker(JSON.parse(turns)), file)
}

function takeTurns(taker: TurnTaker, file: string): void {
  let accuracy = 0
  onTrainEvent(event => {
    if (event.type === 'started') taker.begin()
    if (event.type === 'epoch') {
      accuracy = (event.correct ?? 0) / (event.total ?? 1)
      taker.epochDone()
    }
    if (event.type !== 'finished') return
    const { seconds, cpuSeconds } = taker
    writeFileSync(file, JSON.stringify({ seconds, cpuSeconds, accuracy }))
  })
}
