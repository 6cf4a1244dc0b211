import type { Key } from 'ink'

/** Actions that keys ask for on every screen of its own. */
type ScreenAction<View> = 'next-view' | 'previous-view' | 'interrupt' | 'suspend' | { readonly view: View }

/** Keys of a screen, and the actions that they ask for. */
export interface BoundKeys<Action, View> {
  /** Keys that are a character. */
  readonly letters: ReadonlyMap<string, Action>
  /** Keys that have a name. */
  readonly named: readonly (readonly [name: keyof Key, action: Action])[]
  /** Views that digits open, from 1 on. */
  readonly views: readonly View[]
}

/**
 * Action that a key asks for; undefined if it asks for none. Ctrl-C and Ctrl-Z come as keys, since the
 * terminal is in raw mode.
 */
export function boundAction<Action, View>(
  input: string,
  key: Key,
  { letters, named, views }: BoundKeys<Action, View>,
): Action | ScreenAction<View> | undefined {
  if (key.ctrl) return input === 'c' ? 'interrupt' : input === 'z' ? 'suspend' : undefined
  if (key.tab) return key.shift ? 'previous-view' : 'next-view'
  const pressed = named.find(([name]) => key[name])
  if (pressed) return pressed[1]
  const view = views[Number(input) - 1]
  return view ? { view } : letters.get(input)
}
