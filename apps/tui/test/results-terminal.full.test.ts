import { join } from 'node:path'
import { Network } from '@gradus/core'
import { saveModel } from '@gradus/core/node'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { Terminal } from './tmux.ts'
import { useWorkplace } from './workplace.ts'

const place = useWorkplace()
const isOver = (screen: string): boolean => /^code=\d+$/m.test(screen)
const escapes = (screen: string): boolean => screen.includes('\u001B[')
const PREDICT = ['predict', 'small.safetensors', '--index', '0']

beforeAll(async () => {
  await saveModel(join(place.folder, 'small.safetensors'), new Network([784, 15, 10], { seed: 0 }))
  await saveModel(join(place.folder, 'large.safetensors'), new Network([784, 8000, 10], { seed: 0 }))
})

let terminal: Terminal
afterEach(() => terminal.close())

describe('evaluate', () => {
  test.each([[[]], [['--json']]])('tells how far it is, and leaves the result alone: %j', async flags => {
    terminal = await Terminal.open(place.folder, 60, 60)
    await terminal.run('', ['evaluate', 'large.safetensors', ...flags])
    await terminal.until(screen => /^Evaluating: \d+ %$/m.test(screen))
    const after = await terminal.until(isOver)
    expect(after).not.toContain('Evaluating')
    expect(after).toMatch(flags.length > 0 ? /^\{"model":/ : /^[\d,]+ \/ 10,000 \(/)
    expect(after).toContain('code=0')
  })

  test('says nothing in CI', async () => {
    terminal = await Terminal.open(place.folder, 60, 40)
    await terminal.run('CI=true', ['evaluate', 'large.safetensors', '2> log'])
    await terminal.until(isOver)
    await terminal.run('', ['--version', '; wc -c < log'])
    expect(await terminal.until(screen => /^0$/m.test(screen))).toContain('0')
  })
})

describe('predict', () => {
  test.each([
    [80, 17],
    [50, 28],
    [36, 29],
  ])('fits into %d columns', async (columns, lines) => {
    terminal = await Terminal.open(place.folder, columns, 40)
    await terminal.run('', PREDICT)
    const screen = await terminal.until(isOver)
    expect(screen).toMatch(/[▀▄█]/)
    expect(screen.match(/\d {2}[01]\.\d{4}/g)).toHaveLength(10)
    expect(screen.match(/> \d {2}[01]\.\d{4}/g)).toHaveLength(1)
    // Nothing stands out for weights that have learned nothing: the headline says so, and takes more lines.
    expect(screen).toMatch(/^test image 0: \d \(unsure: /)
    expect(screen.split('\n')).toHaveLength(lines)
  })

  test('has colours, unless there should be none', async () => {
    terminal = await Terminal.open(place.folder, 80, 40)
    await terminal.run('', PREDICT)
    await terminal.until(isOver)
    expect(escapes(await terminal.screen(true))).toBe(true)
    await terminal.run('NO_COLOR=1', PREDICT)
    await terminal.until(isOver)
    expect(escapes(await terminal.screen(true))).toBe(false)
  })
})
