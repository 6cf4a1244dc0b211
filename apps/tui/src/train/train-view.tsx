import { Static, Text } from 'ink'
import type { ReactNode } from 'react'
import { BarView, type Paint } from '../terminal/bar-view.tsx'
import type { Glyphs } from '../terminal/progress-bar.ts'
import type { TrainState } from './train-state.ts'

interface TrainViewProps {
  readonly state: TrainState
  readonly glyphs: Glyphs
  readonly paint: Paint
  readonly columns: number
}

const WORDS = {
  loading: 'Loading the data',
  training: 'Starting',
  stopping: 'Stopping; Ctrl-C again quits at once, without saving',
  saving: 'Saving the model',
} as const

/** A run on a terminal: the transcript, and below it what is going on until the run is over. */
export function TrainView({ state, glyphs, paint, columns }: TrainViewProps): ReactNode {
  return (
    <>
      <Static key={state.batch} items={[...state.lines]}>
        {line => <Text key={line}>{line}</Text>}
      </Static>
      <Activity state={state} glyphs={glyphs} paint={paint} columns={columns - 1} />
    </>
  )
}

/** Two lines with a bar while training; a few words before and after; nothing in the end. */
export function Activity({ state: { phase, progress }, glyphs, paint, columns }: TrainViewProps): ReactNode {
  if (phase === 'over') return null
  if (phase !== 'training' || !progress) return <Text wrap="truncate">{paint('dim', WORDS[phase])}</Text>
  return <BarView progress={progress} glyphs={glyphs} paint={paint} columns={columns} />
}
