import { Text } from 'ink'
import type { ReactNode } from 'react'
import { BarView, type Paint } from '../terminal/bar-view.tsx'
import type { Glyphs } from '../terminal/progress-bar.ts'
import { experimentOf } from './experiment-of.ts'
import type { ReplicationState } from './state.ts'

interface ReplicationViewProps {
  readonly state: ReplicationState
  readonly glyphs: Glyphs
  readonly paint: Paint
  readonly columns: number
}

/** At the bottom of a terminal, below an empty line, the experiment that runs, with a bar of two lines; a few words before and after. */
export function ReplicationView({
  state: { names, phase, name, progress },
  glyphs,
  paint,
  columns,
}: ReplicationViewProps): ReactNode {
  const say = (words: string): ReactNode => <Text wrap="truncate">{paint('dim', words)}</Text>
  if (phase === 'over') return null
  if (phase === 'stopping') return say('Stopping; Ctrl-C again quits at once')
  if (name === undefined) return say('Loading MNIST')
  const { sizes, eta } = experimentOf(name)
  const which = `Experiment ${names.indexOf(name) + 1} of ${names.length}, ${name}: ${sizes.join('-')}, eta ${eta}`
  return (
    <>
      <Text> </Text>
      <Text wrap="truncate">{which}</Text>
      {progress ? (
        <BarView progress={progress} glyphs={glyphs} paint={paint} columns={columns} />
      ) : (
        say('Starting')
      )}
    </>
  )
}
