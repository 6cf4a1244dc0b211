import { rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { loadCheckpoint, loadModel } from '@gradus/core/node'
import { useFolder } from '@gradus/testing/folders'
import { beforeAll, describe, expect, test } from 'vitest'
import { expectRefusal, gradus } from './gradus.ts'
import { parseLines } from './mnist-model.ts'
import { GARMENTS, writeSmallData, writeSmallPictures } from './small-data.ts'

const place = useFolder()
const MODEL = 'garments.safetensors'
const CHECKPOINT = 'garments.checkpoint.safetensors'
const DATA = ['--data', 'garments']
const run = (...args: string[]) => {
  const env = { XDG_CACHE_HOME: join(place.path, 'cache'), XDG_STATE_HOME: join(place.path, 'state') }
  return gradus(args, { cwd: place.path, env })
}

let trained: Awaited<ReturnType<typeof run>>
const hashIn = (stderr: string): string => /\nsha256 (\w+)\n/.exec(stderr)?.[1] ?? ''
beforeAll(async () => {
  await writeSmallPictures(join(place.path, 'garments'))
  const ways = ['--hidden', '8', '--eta', '1', '--mini-batch-size', '4', '--epochs', '20']
  const choices = ['--image-size', '7x9', '--form', 'resized', '--split', '60,20,20', '--split-seed', '7']
  trained = await run('train', ...DATA, ...ways, ...choices, '--out', MODEL)
})

const names = {
  classes: ['a bag', 'sandal', '靴'],
  preprocessing: { kind: 'image', rows: 7, cols: 9, form: 'resized' },
  split: { shares: [60, 20, 20], seed: '7' },
}

describe('a folder of pictures', () => {
  test('says the sizes, its choices, and what is to be stored with the network', async () => {
    expect(trained.stderr).toContain('Network 63-8-3, seed 0')
    expect(trained.stderr).toContain('images: 36 training, 12 validation, 12 test\n')
    expect(trained.stderr).toMatch(/\(form resized\)\.\n(.*\n)*Network /)
    expect(trained.stdout).toMatch(/^(Epoch \d+ : \d+ \/ 12\n){20}$/)
    expect((await loadModel(join(place.path, MODEL))).metadata).toMatchObject(names)
    expect(await loadCheckpoint(join(place.path, CHECKPOINT))).toMatchObject(names)
    const [record] = parseLines((await run('runs', 'last', '--json')).stdout)
    expect(record).toMatchObject(names)
  })

  test('its model is evaluated class by class without another flag', async () => {
    const { stdout } = await run('evaluate', MODEL, ...DATA)
    const [correct] = /(?<=Epoch 19 : )\d+ \/ 12/.exec(trained.stdout) ?? []
    expect(stdout.split(' (')[0]).toBe(correct)
    for (const name of GARMENTS) expect(stdout).toMatch(new RegExp(`^${name} +4 `, 'm'))
    const [report] = parseLines((await run('evaluate', MODEL, ...DATA, '--json')).stdout)
    expect(report.classes.map(({ label }: { label: string }) => label)).toEqual(names.classes)
    expect(report.digits).toBeUndefined()
  })

  test('a picture is predicted as it was trained on', async () => {
    const [line] = parseLines((await run('predict', MODEL, 'garments/靴/3.png', '--json')).stdout)
    expect(line).toMatchObject({ file: 'garments/靴/3.png', label: '靴', class: 2 })
  })

  test('and answers with names', async () => {
    const args = ['predict', MODEL, ...DATA, '--index', '11', '--top', '2']
    const [line] = parseLines((await run(...args, '--json')).stdout)
    expect(line).toMatchObject({ index: 11, truth: { class: 2, label: '靴' } })
    expect(line.label).toBe(names.classes[line.class])
    expect(line.score).toBe(Math.max(...line.outputs))
    expect(line.top[0]).toEqual({ class: line.class, label: line.label, score: line.score })
    expect(line.top).toHaveLength(2)
    expect(line.digit).toBeUndefined()
    const { stdout } = await run(...args)
    expect(stdout).toContain(`test image 11: ${line.label} ${line.score.toFixed(2)}`)
    expect(stdout.match(/\d\.\d{4}/g)).toHaveLength(2)
  })

  test.each([
    ['--resume', CHECKPOINT],
    ['--replay', CHECKPOINT],
    ['--spec', MODEL],
  ])('%s needs only the path', async (flag, file) => {
    const out = flag === '--resume' ? [] : ['--out', 'again.safetensors']
    const { code, stderr } = await run('train', flag, file, ...DATA, ...out)
    expect([code, hashIn(stderr)]).toEqual([0, hashIn(trained.stderr)])
    const again = await loadModel(join(place.path, out[1] ?? MODEL))
    expect(again.metadata).toMatchObject(names)
  })

  test('a Spec is for data made in another way, where flags say so', async () => {
    const args = ['train', '--spec', MODEL, ...DATA, '--split', '80,10,10', '--print-spec']
    const hidden = await run(...args, '--image-size', '5', '--form', 'resized')
    const still = await run(...args)
    expect(JSON.parse(hidden.stdout)).toMatchObject({ sizes: [25, 8, 3], data: { train: 48, test: 6 } })
    expect(JSON.parse(still.stdout)).toMatchObject({ sizes: [63, 8, 3], data: { train: 48, test: 6 } })
  })
})

describe('a table', () => {
  const FLOWERS = ['--data', 'flowers.csv']
  beforeAll(async () => {
    const rows = Array.from({ length: 40 }, (_, i) => {
      return `${(i * 7) % 40},${i % 3 === 0 ? 'red' : 'blue'},${i % 2 === 0 ? 'iris, wild' : 'rose'}`
    })
    const text = ['size,colour,species', ...rows].join('\n').replaceAll('iris, wild', '"iris, wild"')
    await writeFile(join(place.path, 'flowers.csv'), text)
    const args = ['train', ...FLOWERS, '--label', 'species', '--hidden', 'none', '--epochs', '2']
    const { code, stderr } = await run(...args, '--out', 'flowers.safetensors')
    expect(stderr).toContain('Network 3-2, seed 0, engine simd (float64); examples: 32 training')
    expect(code).toBe(0)
  })

  test('is evaluated and inspected in its own words', async () => {
    const { stdout } = await run('evaluate', 'flowers.safetensors', ...FLOWERS)
    expect(stdout).toMatch(/^class +examples +correct/m)
    expect(stdout).toMatch(/^iris, wild +2 /m)
    const inspected = await run('inspect', 'flowers.safetensors')
    expect(inspected.stdout).toContain(
      'Inputs: 2 columns: size, colour; label species\nClasses: iris, wild, rose',
    )
    expect((await run('runs', 'last')).stdout).toContain('Examples: 32 training, 4 validation, 4 test')
  })

  test.each([
    ["argument '<model>' value", ['evaluate', 'flowers.safetensors']],
    ["argument '<model>' value", ['predict', 'flowers.safetensors', '--index', '0']],
    ["argument '[run]' value", ['doctor', 'flowers.safetensors']],
    ["argument '[run]' value", ['doctor', 'flowers.checkpoint.safetensors']],
    ["option '--resume <file>' argument", ['train', '--resume', 'flowers.checkpoint.safetensors']],
    ["option '--replay <file>' argument", ['train', '--replay', 'flowers.checkpoint.safetensors']],
    ["option '--spec <file>' argument", ['train', '--spec', 'flowers.safetensors']],
    ["option '--spec <file>' argument", ['train', '--spec', 'flowers.safetensors', '--train-size', '9']],
    ["option '--spec <file>' argument", ['study', '--spec', 'flowers.safetensors', '--try', 'eta=1,2']],
  ])('is asked for as %s: %j', async (option, args) => {
    expectRefusal(
      await run(...args),
      option,
      'It takes a table with columns size, colour, and classes iris, wild, rose: expected such data. Name them by --data <path>.',
    )
  })

  test('is told from data of more classes', async () => {
    await writeSmallData(join(place.path, 'digits'), 5)
    for (const command of [
      ['doctor', 'flowers.safetensors'],
      ['evaluate', 'flowers.safetensors'],
    ])
      expectRefusal(
        await run(...command, '--data', 'digits'),
        "option '--data <path>' argument",
        'takes a table',
      )
  })

  test('is judged by all rows of a new one, but by the test part of its own', async () => {
    const rows = Array.from({ length: 15 }, (_, i) => `${i},red,${i % 3 === 0 ? '"iris, wild"' : 'rose'}`)
    await writeFile(join(place.path, 'further.csv'), ['size,colour,species', ...rows, ''].join('\n'))
    const report = async (...args: string[]) => {
      const { stdout, stderr } = await run('evaluate', 'flowers.safetensors', ...args, '--json')
      const [{ split, total, classes }] = parseLines(stdout)
      return { split, total, roses: classes[1].examples, stderr }
    }
    const further = ['--data', 'further.csv']
    const note = expect.stringContaining('all 15 are evaluated')
    expect(await report(...further)).toEqual({ split: 'all', total: 15, roses: 10, stderr: note })
    expect(await report(...further, '--split', 'test')).toMatchObject({ split: 'test', total: 2, stderr: '' })
    expect(await report(...FLOWERS)).toEqual({ split: 'test', total: 4, roses: 2, stderr: '' })
    expect(await report(...FLOWERS, '--split', 'all')).toMatchObject({ split: 'all', total: 40, roses: 20 })
  })

  test('answers for rows of a file, with or without the label', async () => {
    await writeFile(join(place.path, 'new.csv'), 'colour,size,species\nred,5,rose\nblue,7,\n')
    const { code, stdout } = await run('predict', 'flowers.safetensors', 'new.csv', '--json')
    const [first, second] = parseLines(stdout)
    expect(first).toMatchObject({ file: 'new.csv', image: 0, truth: { class: 1, label: 'rose' } })
    expect(first.right).toBe(first.class === 1)
    expect(second).toMatchObject({ file: 'new.csv', image: 1, label: ['iris, wild', 'rose'][second.class] })
    expect(second.truth).toBeUndefined()
    expect(code).toBe(0)
    const text = await run('predict', 'flowers.safetensors', 'new.csv', ...FLOWERS, '--index', '0')
    expect(text.stdout).toMatch(/^new\.csv, row 0: (rose|iris, wild) \d\.\d\d/)
    expect(text.stdout).toMatch(/^test example 0: (rose|iris, wild) /m)
    await writeFile(join(place.path, 'bad.csv'), 'colour,size\ngreen,5\n')
    const bad = await run('predict', 'flowers.safetensors', 'bad.csv', 'new.csv')
    expect(bad.stderr).toMatch(/^error: bad\.csv.*"green"/)
    expect([bad.code, bad.stdout.startsWith('new.csv')]).toEqual([1, true])
  })

  test('learns by a recipe for images without its shifts, which nobody else asked for', async () => {
    const train = ['train', ...FLOWERS, '--label', 'species', '--hidden', '4', '--no-runs']
    const modern = ['--recipe', 'modern', '--schedule', 'constant', '--out', 'modern.safetensors']
    const { code, stderr } = await run(...train, ...modern, '--epochs', '1')
    expect(stderr).toContain(
      'Recipe modern shifts images, and these data are none: they are trained on as they are.\n',
    )
    expect(code).toBe(0)
    const further = ['--resume', 'modern.checkpoint.safetensors', '--epochs', '2']
    const resumed = await run('train', ...FLOWERS, ...further, ...modern.slice(0, 4), '--no-runs')
    expect([resumed.code, resumed.stdout]).toEqual([0, expect.stringMatching(/^Epoch 1 /)])
    const spec = JSON.parse((await run(...train, ...modern, '--print-spec')).stdout)
    expect(spec).not.toHaveProperty('augment')
  })

  test('is refused shifts that were asked for, by the flag that asks', async () => {
    const train = ['train', ...FLOWERS, '--label', 'species', '--hidden', '4', '--print-spec']
    const problem =
      'is invalid. augment.shift is for images as bytes, and the examples are numbers: expected '
    const flag = await run(...train, '--recipe', 'modern', '--shift', '1')
    expectRefusal(flag, `option '--shift <pixels>' argument '1' ${problem}`, 'Leave it out.')
    const printed = await run('train', ...DATA, '--recipe', 'modern', '--print-spec')
    await writeFile(join(place.path, 'modern.json'), printed.stdout)
    const file = await run(...train, '--spec', 'modern.json')
    expectRefusal(file, `modern.json' ${problem}`, 'Leave it out.')
    expect(file.stderr).toContain("error: option '--spec <file>' argument '")
  })

  test('images are refused by its model, and its rows by a model of images', async () => {
    const images = await run('evaluate', 'flowers.safetensors', ...DATA)
    expect([images.code, images.stderr]).toEqual([1, expect.stringContaining('iris, wild, rose')])
    const rows = await run('evaluate', MODEL, ...FLOWERS)
    expect([rows.code, rows.stderr]).toEqual([1, expect.stringContaining('"sandal"')])
  })
})

describe('choices that do not fit the data are refused, and blame their flag', () => {
  test.each([
    [['train', ...DATA, '--fill'], "option '--fill' is invalid. ", 'Leave it out.'],
    [['train', ...DATA, '--label', 'a b'], "option '--label <column>' argument 'a b' is invalid.", ''],
    [['train', ...DATA, '--classes', 'x,y'], "option '--classes <names>' argument 'x,y' is invalid.", ''],
    [['train', ...DATA, '--image-size', '300'], "option '--image-size <size>' argument '300x300'", ''],
    [['train', '--resume', CHECKPOINT, ...DATA, '--split', '1,1,1'], 'cannot be used with', ''],
    [['train', '--data', MODEL], "option '--data <path>' argument '", 'expected a table'],
    [
      ['train', '--data', 'nothing'],
      'nothing',
      'There are no data: expected a folder with a folder of pictures',
    ],
    [
      ['evaluate', MODEL],
      "argument '<model>' value '",
      'It takes images of 7 x 9 pixels with classes a bag, sandal, 靴: expected such data. Name them by --data <path>.',
    ],
  ])('%j', async (args, problem, remedy) => {
    expectRefusal(await run(...args), problem, remedy)
  })

  test('classes that the model has not', async () => {
    const [from, to] = [join(place.path, 'garments', 'sandal'), join(place.path, 'garments', 'slipper')]
    await rename(from, to)
    const { code, stderr } = await run('evaluate', MODEL, ...DATA)
    await rename(to, from)
    expect(stderr).toContain('slipper')
    expect(code).not.toBe(0)
  })
})
