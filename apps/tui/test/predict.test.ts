import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Network } from '@gradus/core'
import { saveModel } from '@gradus/core/node'
import type { Dataset } from '@gradus/mnist'
import { beforeAll, describe, expect, test } from 'vitest'
import { expectRefusal, gradus } from './gradus.ts'
import { MODEL, outputsOf, parseLines, trainMnist } from './mnist-model.ts'
import { claim, draw, paperDigit, sharpOf } from './pictures.ts'
import { SMALL, useWorkplace } from './workplace.ts'

const place = useWorkplace()
const run = (...args: string[]) => gradus(['predict', ...args], { cwd: place.folder })
const save = (name: string, bytes: Uint8Array) => writeFile(join(place.folder, name), bytes)

let network: Network
let digits: Dataset
let right: number
let wrong: number
beforeAll(async () => {
  ;({ network, digits, right, wrong } = await trainMnist(place.folder))
  await gradus(SMALL, { cwd: place.folder })
})

describe('test images', () => {
  test('in JSON, with every bit of the outputs', async () => {
    const { code, stdout, stderr } = await run(
      MODEL,
      '--index',
      String(wrong),
      '--index',
      String(right),
      '--json',
    )
    expect(parseLines(stdout)).toEqual(
      [wrong, right].map(index => {
        const { x, label, pixels } = digits.at(index)
        const outputs = outputsOf(network, pixels)
        const digit = network.predict(x)
        const truth = { class: label, label: String(label) }
        const answer = { class: digit, score: outputs[digit], truth }
        const doubt = index === wrong && { warnings: [expect.objectContaining({ code: 'UNSURE' })] }
        return { index, label, digit, right: index === right, outputs, ...answer, ...doubt }
      }),
    )
    expect([code, stderr]).toEqual([0, ''])
  })

  test('in text', async () => {
    const { code, stdout, stderr } = await run(MODEL, '--index', String(right), '--index', String(wrong))
    const [first = '', second = ''] = stdout.split('\n\ntest image ')
    const [label, other] = [right, wrong].map(index => digits.labels[index])
    // The network may be unsure, and then says so.
    const doubt = '( \\(unsure.*\\))?'
    expect(first).toMatch(new RegExp(`^test image ${right}: ${label}${doubt}, correct\n`))
    expect(second).toMatch(new RegExp(`^${wrong}: \\d${doubt}, misclassified: the label is ${other}\n`))
    expect(first).toMatch(new RegExp(`> ${label}  [01]\\.\\d{4} `))
    expect(stdout.match(/^.*> /gm)).toHaveLength(2)
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80)
    expect([code, stderr]).toEqual([0, ''])
  })

  test('of a data set of its own', async () => {
    const args = ['gradus.safetensors', '--data', 'data', '--index', '29']
    const [line] = parseLines((await run(...args, '--json')).stdout)
    expect(line).toMatchObject({ index: 29, label: 2 })
    expect(line.outputs).toHaveLength(3)
    const { stdout } = await gradus(['predict', 'gradus.safetensors', '--index', '29'], {
      cwd: place.folder,
      env: { GRADUS_DATA: 'data' },
    })
    expect(stdout).toMatch(/^test image 29: \d/)
  })
})

describe('what terminals can show', () => {
  const look = async (env: NodeJS.ProcessEnv): Promise<string> => {
    const surroundings = { LC_ALL: '', LC_CTYPE: '', LANG: '', ...env }
    const args = ['predict', MODEL, '--index', String(right)]
    return (await gradus(args, { cwd: place.folder, env: surroundings })).stdout
  }

  test('half blocks where the locale has Unicode', async () => {
    const text = await look({ LANG: 'en_GB.UTF-8' })
    expect(text).toMatch(/[▀▄█]/)
    expect(text).toContain('━')
    expect(text).not.toContain('\u001B')
  })

  test('ASCII elsewhere, but for Windows', async () => {
    const text = await look({ LANG: 'C' })
    const isAscii = process.platform !== 'win32'
    expect(/^[\n -~]+$/.test(text)).toBe(isAscii)
    expect(/[@%#*+]{3}/.test(text)).toBe(isAscii)
  })

  test('colours where they are forced, unless there should be none', async () => {
    expect(await look({ FORCE_COLOR: '1' })).toContain('\u001B[')
    expect(await look({ NO_COLOR: '1' })).not.toContain('\u001B[')
  })
})

describe('a bad file among good ones', () => {
  test('is told of, and loses nothing of the others', async () => {
    const good = await sharpOf(await paperDigit(right))
      .png()
      .toBuffer()
    await save('good.png', good)
    await save('cut.png', good.subarray(0, good.length / 2))
    await save(
      'blank.png',
      await sharpOf(draw(1, 1, () => 9))
        .png()
        .toBuffer(),
    )
    await save('huge.png', claim({ width: 50_000, height: 50_000 }))
    await save('text.txt', Buffer.from('seven'))
    await save('empty', new Uint8Array())
    await save('long', new Uint8Array(32 * 2 ** 20 + 1))
    await mkdir(join(place.folder, 'folder'), { recursive: true })
    const bad = ['cut.png', 'blank.png', 'huge.png', 'text.txt', 'empty', 'long', 'folder', 'none\u001B.png']
    const args = ['--json', 'good.png', ...bad, 'good.png', '--index', String(right)]
    const { code, stdout, stderr } = await run(MODEL, ...args)
    expect(parseLines(stdout).map(({ file, index }) => file ?? index)).toEqual([
      'good.png',
      'good.png',
      right,
    ])
    const problems = stderr.trimEnd().split('\n')
    const expected = [
      /^error: cut\.png: The PNG is cut short: expected a whole file, with its IEND chunk\./,
      /^error: blank\.png: The picture is blank: expected ink .+\. Draw a digit/,
      /^error: huge\.png: The PNG has too many pixels \(50000 x 50000\): expected at most 8192 a side\. Scale it down\.$/,
      /^error: text\.txt: 5 bytes that are neither PNG nor JPEG: expected such a picture, or raw images of 784 bytes each\./,
      /^error: empty: it is empty: expected a picture\./,
      /^error: long: it is longer than 33554432 bytes \(32 MiB\)/,
      /^error: Cannot read folder: it is a folder\. Name a file in it\.$/,
      /^error: Cannot read none\uFFFD\.png: there is no such file\. Check the spelling\.$/,
    ]
    expect(problems).toHaveLength(expected.length)
    for (const [i, pattern] of expected.entries()) expect(problems[i]).toMatch(pattern)
    expect(code).toBe(1)
  })

  test('a picture for a network of other inputs', async () => {
    await saveModel(join(place.folder, 'odd.safetensors'), new Network([35, 3], { seed: 0 }))
    await save(
      'good.png',
      await sharpOf(await paperDigit(right))
        .png()
        .toBuffer(),
    )
    const { code, stdout, stderr } = await run('odd.safetensors', 'good.png')
    expect(stderr).toMatch(/^error: good\.png: it is a picture, which .+ 35.+\n$/)
    expect([code, stdout]).toEqual([1, ''])
  })
})

describe('a wrong argument or flag', () => {
  beforeAll(async () => {
    await saveModel(join(place.folder, 'two.safetensors'), new Network([784, 2], { seed: 0 }))
    await save('short', Buffer.from('seven'))
  })

  test.each([
    [[], "missing required argument 'model'", ''],
    [[MODEL], "missing argument 'file'", 'name a picture, or a test example by --index'],
    [['none', 'good.png'], "argument '<model>' value '", 'there is no such file'],
    [['short', 'good.png'], "argument '<model>' value '", 'it is a text that begins with "seven"'],
    [[MODEL, '-', 'x', '-'], "argument '<file...>' value '-' is invalid", 'Name it once.'],
    [
      [MODEL, '--index', '10000'],
      "option '--index <n>' argument '10000' is invalid",
      'test image of 0 .. 9999',
    ],
    [[MODEL, '--index', '-1'], "option '--index <n>' argument '-1' is invalid", 'at least 0'],
    [[MODEL, '--index', '0', '--index', 'x'], "option '--index <n>' argument 'x' is invalid", 'at least 0'],
    [
      [MODEL, '--index', '0', '--data', 'nowhere'],
      "option '--data <path>' argument '",
      'There are no data: expected a folder',
    ],
    [[MODEL, '--index', '0', '--data', 'data'], "argument '<model>' value '", 'the data have 36 pixels'],
    [['two.safetensors', '--index', '0'], "argument '<model>' value '", '784-2, but the data have'],
    [
      [MODEL, 'x', '--polarity', 'grey'],
      "option '--polarity <how>' argument 'grey'",
      'light-on-dark, dark-on-light',
    ],
  ])('%j', async (args, problem, remedy) => {
    expectRefusal(await run(...args), problem, remedy)
  })
})

test('the help states the limits, with examples', async () => {
  const { stdout } = await run('--help')
  expect(stdout).toContain('Examples:\n  $ gradus predict ')
  expect(stdout).toContain('at most 32 MiB and 8192 pixels a side')
  for (const flag of ['--index', '--data', '--polarity', '--json']) expect(stdout).toContain(`  ${flag} `)
})

test('the model is left as it was', async () => {
  const before = await readFile(join(place.folder, MODEL))
  await run(MODEL, '--index', '0')
  expect(await readFile(join(place.folder, MODEL))).toEqual(before)
})
