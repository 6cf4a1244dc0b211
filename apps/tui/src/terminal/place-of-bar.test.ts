import { expect, test } from 'vitest'
import { placeOfBar } from './output.ts'

test.each([
  [true, true, false, {}, 'stdout'],
  [true, false, false, {}, 'stdout'],
  [false, true, false, {}, 'stderr'],
  [false, false, false, {}, undefined],
  [true, true, true, {}, undefined],
  [false, true, true, {}, 'stderr'],
  [true, true, false, { TERM: 'dumb' }, undefined],
  [true, true, false, { TERM: 'xterm' }, 'stdout'],
  [true, true, false, { CI: 'true' }, undefined],
  [true, true, false, { CI: '1' }, undefined],
  [true, true, false, { CI: 'false' }, 'stdout'],
  [true, true, false, { CI: '' }, 'stdout'],
  [true, true, false, { NO_COLOR: '1' }, 'stdout'],
])(
  'stdout a terminal: %s, stderr: %s, --json: %s, %j',
  (stdoutIsTerminal, stderrIsTerminal, json, env, place) => {
    expect(placeOfBar({ stdoutIsTerminal, stderrIsTerminal, json, env })).toBe(place)
  },
)
