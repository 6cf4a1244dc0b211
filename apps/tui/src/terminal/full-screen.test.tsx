import { Text } from 'ink'
import { render } from 'ink-testing-library'
import { afterEach, expect, test, vi } from 'vitest'
import { type Action, actionOf } from '../dashboard/keys.ts'
import { Root } from './full-screen.tsx'

const PATIENCE = { timeout: 30_000 }
let app: ReturnType<typeof render> | undefined
afterEach(() => app?.unmount())

test('shows each view that it is given, in the size of the terminal', () => {
  const root = (text: string) => (
    <Root
      view={columns => <Text>{`${text} ${columns}`}</Text>}
      onKey={() => undefined}
      onStop={async () => {}}
      onContinue={() => {}}
    />
  )
  app = render(root('training'))
  expect(app.lastFrame()).toBe('training 100')
  app.rerender(root('over'))
  expect(app.lastFrame()).toBe('over 100')
})

test('tells the keys that are pressed, as terminals send them', async () => {
  const actions: (Action | undefined)[] = []
  const onKey: Parameters<typeof Root>[0]['onKey'] = (input, key) => actions.push(actionOf(input, key))
  app = render(<Root view={() => null} onKey={onKey} onStop={async () => {}} onContinue={() => {}} />)
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
