import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { defaultRunsFolder } from './runs-folder.ts'

const root = process.platform === 'win32' ? 'C:\\' : '/'
const home = (): string => join(root, 'home', 'ada')

describe('where runs are kept', () => {
  const usual = join(home(), '.local', 'state', 'gradus', 'runs')

  test.each([
    [{ XDG_STATE_HOME: join(root, 'state') }, join(root, 'state', 'gradus', 'runs')],
    [{ XDG_STATE_HOME: 'state' }, usual],
    [{ XDG_STATE_HOME: './state' }, usual],
    [{ XDG_STATE_HOME: '' }, usual],
    [{}, usual],
  ])('%j', (env, folder) => {
    expect(defaultRunsFolder(env, home)).toBe(folder)
  })

  test('nowhere without a home, unless the environment says where', () => {
    const none = () => undefined
    expect(defaultRunsFolder({}, none)).toBeUndefined()
    expect(defaultRunsFolder({ XDG_STATE_HOME: root }, none)).toBe(join(root, 'gradus', 'runs'))
  })
})
