import type { ExperimentName } from '@gradus/fixtures/transcripts'
import { placeOfBar } from '../terminal/place-of-bar.ts'
import { chooseReactBuild } from '../terminal/react-build.ts'
import { PlainScreen } from './plain-screen.ts'
import type { ReplicationScreen } from './screen.ts'

/** Opens the screen that suits the terminal. What draws on terminals is loaded only where there is one. */
export async function openScreen(
  names: readonly ExperimentName[],
  json: boolean,
): Promise<ReplicationScreen> {
  const { stdout, stderr, env } = process
  const place = placeOfBar({ json, stdoutIsTerminal: stdout.isTTY, stderrIsTerminal: stderr.isTTY, env })
  if (place === undefined) return new PlainScreen(!json)
  chooseReactBuild()
  const { LiveScreen } = await import('./live-screen.tsx')
  return new LiveScreen(place === 'stdout' ? stdout : stderr, stdout, names)
}
