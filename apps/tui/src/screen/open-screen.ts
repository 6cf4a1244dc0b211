import { placeOfBar } from './place-of-bar.ts'
import { PlainScreen } from './plain-screen.ts'
import { chooseReactBuild } from './react-build.ts'
import type { Screen, Transcript } from './screen.ts'

/** Opens the screen that suits the terminal. What draws on terminals is loaded only where there is one. */
export async function openScreen(json: boolean, transcript: Transcript): Promise<Screen> {
  const place = placeOfBar({
    json,
    stdoutIsTerminal: process.stdout.isTTY,
    stderrIsTerminal: process.stderr.isTTY,
    env: process.env,
  })
  if (place === undefined) return new PlainScreen(transcript)
  chooseReactBuild()
  const { LiveScreen } = await import('./live-screen.tsx')
  const [terminal, pipe] = place === 'stdout' ? [process.stdout] : [process.stderr, process.stdout]
  return new LiveScreen(terminal, pipe, transcript)
}
