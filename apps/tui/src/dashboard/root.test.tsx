import { render } from 'ink-testing-library'
import { afterEach, expect, test, vi } from 'vitest'
import { overState, trainingState } from '../../test/dashboard-states.ts'
import { themeFor } from '../terminal/theme.ts'
import { Root } from './dashboard-screen.tsx'
import { type Action, actionOf } from './keys.ts'

const PATIENCE = { timeout: 30_000 }
const theme = themeFor({ unicode: true, depth: 1 })
let app: ReturnType<typeof render> | undefined
afterEach(() => app?.unmount())

test('shows each state that it is given', () => {
  const root = (state: Parameters<typeof Root>[0]['state']) => (
    <Root
      state={state}
      theme={theme}
      nextSteps={['gradus evaluate net.safetensors']}
      onKey={() => undefined}
      onStop={async () => {}}
      onContinue={() => {}}
    />
  )
  app = render(root(trainingState()))
  expect(app.lastFrame()).toContain('space pause')
  app.rerender(root(overState()))
  expect(app.lastFrame()).toContain('gradus evaluate net.safetensors')
})

test('tells the keys that are pressed, as terminals send them', async () => {
  const actions: (Action | undefined)[] = []
  const onKey: Parameters<typeof Root>[0]['onKey'] = (input, key) => actions.push(actionOf(input, key))
  app = render(
    <Root
      state={trainingState()}
      theme={theme}
      nextSteps={[]}
      onKey={onKey}
      onStop={async () => {}}
      onContinue={() => {}}
    />,
  )
  const keys = [' ', '2', '\t', '\u001B[Z', '\u001B[A', '\u001B[B', '\u001B[6~', '\u0003', '\u001A', 'q']
  for (const [i, key] of keys.entries()) {
    app.stdin.write(key)
    await vi.waitUntil(() => actions.length > i, PATIENCE)
  }
  expect(actions).toEqual([
    'toggle-pause',
    { view: 'confusion' },
    'next-view',
    'previous-view',
    'eta-up',
    'eta-down',
    'page-on',
    'interrupt',
    'suspend',
    'quit',
  ])
})
