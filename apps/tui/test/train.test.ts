import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { loadModel } from '@gradus/core/node'
import { beforeAll, describe, expect, test } from 'vitest'
import { expectRefusal, gradus } from './gradus.ts'
import { writeSmallData } from './small-data.ts'
import { SMALL, useWorkplace } from './workplace.ts'

const place = useWorkplace()
const run = (...args: string[]) => gradus(args, { cwd: place.folder })
const linesOf = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line))

describe('the transcript', () => {
  test('alone on standard output, and what runs and what is saved on standard error', async () => {
    const { code, stdout, stderr } = await run(...SMALL)
    expect(stdout).toMatch(/^(Epoch \d : \d+ \/ 30\n){3}$/)
    expect(stdout).toMatch(/^Epoch 0 : /)
    expect(stderr).toContain(
      'Network 36-8-3, seed 0, engine simd (float64); images: 75 training, 15 validation, 30 test\n',
    )
    expect(stderr).toContain('3 epochs, mini-batches of 10, eta 3\n')
    expect(stderr).toMatch(/Done after 3 epochs: /)
    expect(stderr).toMatch(/\nSaved .*gradus\.safetensors\n/)
    expect(stderr).not.toContain('\u001B')
    expect(code).toBe(0)
  })

  test('the model is saved where the user stands, and is the one that was trained', async () => {
    const { stderr } = await run(...SMALL, '--out', 'here.safetensors')
    const { network, metadata } = await loadModel(join(place.folder, 'here.safetensors'))
    expect(stderr).toContain(`sha256 ${await network.sha256()}\n`)
    expect(network.sizes).toEqual([36, 8, 3])
    expect(metadata).toMatchObject({ spec: { epochs: 3, miniBatchSize: 10, eta: 3 }, epochs: 3 })
    const right = /test (\d+) \/ 30/.exec(stderr)
    expect(metadata.accuracy?.test).toBe(Number(right?.[1]) / 30)
    expect(metadata.accuracy?.validation).toBeGreaterThan(0)
  })

  test('inputs and outputs are those of the data, and --hidden says the rest', async () => {
    const sizesOf = async (...flags: string[]): Promise<string> => {
      const args = ['train', '--data', 'data', '--epochs', '1', ...flags]
      const { stdout } = await run(...args, '--print-spec')
      return JSON.parse(stdout).sizes.join()
    }
    expect(await sizesOf()).toBe('36,15,3')
    expect(await sizesOf('--hidden', '8,5')).toBe('36,8,5,3')
    expect(await sizesOf('--hidden', 'none')).toBe('36,3')
    const both = await run('train', '--hidden', '8', '--sizes', '36,3')
    expectRefusal(both, "option '--hidden <list>' cannot be used with option '--sizes <list>'", '')
    const vast = await run('train', '--data', 'data', '--hidden', '99999999999', '--print-spec')
    expectRefusal(
      vast,
      "option '--hidden <list>' argument '99999999999' is invalid.",
      'expected a whole number of neurons',
    )
  })

  test('without test data', async () => {
    const { code, stdout, stderr } = await run(...SMALL, '--no-test', '--out', 'untested.safetensors')
    expect(stdout).toBe('Epoch 0 complete\nEpoch 1 complete\nEpoch 2 complete\n')
    expect(stderr).toContain('75 training, 15 validation, no test')
    expect(code).toBe(0)
    const { metadata } = await loadModel(join(place.folder, 'untested.safetensors'))
    expect(metadata.accuracy?.test).toBeUndefined()
    expect(metadata.accuracy?.validation).toBeGreaterThan(0)
  })

  test('with no validation data either', async () => {
    const { code, stderr } = await run(...SMALL, '--no-test', '--train-size', '90')
    expect(stderr).toContain('90 training, no validation, no test')
    expect(code).toBe(0)
  })

  test('has no colour even where colour is forced', async () => {
    const { stdout, stderr } = await gradus(SMALL, { cwd: place.folder, env: { FORCE_COLOR: '1' } })
    expect(stdout + stderr).not.toContain('\u001B')
  })

  test('data from the folder that GRADUS_DATA names', async () => {
    const { stderr, code } = await gradus(['train', '--sizes', '36,3', '--epochs', '1'], {
      cwd: place.folder,
      env: { GRADUS_DATA: 'data' },
    })
    expect(stderr).toContain('75 training')
    expect(code).toBe(0)
  })
})

describe('--json', () => {
  test('one object a line, and a quiet standard error', async () => {
    const { code, stdout, stderr } = await run(...SMALL, '--json')
    const lines = linesOf(stdout)
    expect(lines.map(line => line.type)).toEqual(['started', 'epoch', 'epoch', 'epoch', 'finished'])
    expect(lines[0]).toMatchObject({ sizes: [36, 8, 3], epochs: 3, miniBatchSize: 10, eta: 3, seed: '0' })
    expect(lines[3]).toMatchObject({
      epoch: 2,
      correct: expect.any(Number),
      total: 30,
      validation: { correct: expect.any(Number), total: 15, cost: expect.any(Number) },
      cost: expect.any(Number),
      eta: 3,
      trainSeconds: expect.any(Number),
      evaluateSeconds: expect.any(Number),
    })
    expect(lines[4]).toMatchObject({
      reason: 'done',
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      examplesPerSecond: expect.any(Number),
      out: expect.stringContaining('gradus.safetensors'),
    })
    expect(stderr).toBe('')
    expect(code).toBe(0)
  })

  test('without test data', async () => {
    const { stdout } = await run(...SMALL, '--json', '--no-test')
    expect(linesOf(stdout)[1]).not.toHaveProperty('correct')
    expect(linesOf(stdout)[1]).toHaveProperty('validation')
  })
})

describe('a run that fails to learn', () => {
  const FAILS = [...SMALL, '--eta', '1000', '--out', 'bad.safetensors']

  test('says so last, with the remedy, and is done all the same', async () => {
    const { code, stderr } = await run(...FAILS)
    expect(stderr).toMatch(/\nAlarm: eta = 1000 is too high: .*; begin again with a smaller one: try 3\.\n$/)
    expect(code).toBe(0)
    const record = JSON.parse((await run('runs', 'last', '--json')).stdout)
    expect(record.result.verdict).toMatchObject({ healthy: false, findings: [{ code: 'eta-too-high' }] })
  })

  test('says so in JSON, too, and one that learns says that it is healthy', async () => {
    const verdictOf = async (...args: string[]) =>
      linesOf((await run(...args, '--json')).stdout).at(-1).verdict
    const verdict = { healthy: false, text: expect.stringMatching(/^eta = 1000 is too high: .* try 3\.$/) }
    expect(await verdictOf(...FAILS)).toMatchObject({ ...verdict, findings: [{ severity: 'alarm' }] })
    const healthy = { healthy: true, text: expect.stringMatching(/^Healthy: after 3 epochs /), findings: [] }
    expect(await verdictOf(...SMALL)).toEqual(healthy)
  })
})

describe('a Spec', () => {
  const BETTER = [
    '--recipe',
    'modern',
    '--dropout',
    '0.1',
    '--eta-changes',
    '1=0.05,2:64=0.2',
    '--keep',
    'best',
  ]
  const shaOf = (stdout: string): string => linesOf(stdout).at(-1).sha256

  test('that is printed trains to the same bits, from a pipe too, and nothing is trained for it', async () => {
    const { code, stdout, stderr } = await run(...SMALL, ...BETTER, '--print-spec', '--out', 'no.safetensors')
    expect([code, stderr]).toEqual([0, ''])
    expect(JSON.parse(stdout)).toMatchObject({ epochs: 3, keep: 'best', data: { train: 75, test: 30 } })
    await expect(readFile(join(place.folder, 'no.safetensors'))).rejects.toThrow('ENOENT')
    const direct = await run(...SMALL, ...BETTER, '--json', '--out', 'direct.safetensors')
    const piped = await gradus(
      ['train', '--data', 'data', '--spec', '-', '--json', '--out', 'piped.safetensors'],
      {
        cwd: place.folder,
        input: new TextEncoder().encode(stdout),
      },
    )
    expect(shaOf(piped.stdout)).toBe(shaOf(direct.stdout))
    const again = ['train', '--data', 'data', '--spec', 'direct.safetensors', '--print-spec']
    expect((await run(...again)).stdout).toBe(stdout)
  })

  test('is overridden by flags, which is said at the start, and is refused for other data', async () => {
    const from = ['train', '--spec', 'direct.safetensors', '--out', 'other.safetensors']
    const { stderr } = await run(...from, '--data', 'data', '--eta', '1', '--epochs', '1')
    expect(stderr).toContain(
      'As the Spec of direct.safetensors says, but epochs 1 in place of 3; eta 1 in place of 0.1\n',
    )
    const refused = await run(...from, '--data', 'data', '--train-size', '60')
    expect(refused.stderr).toContain('training 60 in place of 75')
    await writeSmallData(join(place.folder, 'classes'), 2)
    expectRefusal(
      await run(...from, '--data', 'classes'),
      "option '--spec <file>'",
      'Give those by --data <path> or GRADUS_DATA',
    )
  })

  test.each([
    [['--spec', 'a.json', '--resume', 'b'], "'--spec <file>' cannot be used with option '--resume <file>'"],
    [
      ['--eta-changes', '1=2', '--replay', 'b'],
      "'--eta-changes <list>' cannot be used with option '--replay",
    ],
    [
      ['--eta-changes', '2=1,1=1', '--print-spec', '--data', 'data', '--sizes', '36,3'],
      'etaChanges has a change',
    ],
  ])('contradictions are refused: %j', async (flags, problem) => {
    const { code, stderr } = await run('train', ...flags)
    expect([code, stderr]).toEqual([2, expect.stringContaining(problem)])
  })
})

describe('seeds', () => {
  const result = async (...args: string[]) => {
    const lines = linesOf((await run(...SMALL, '--json', ...args)).stdout)
    return { seed: lines[0].seed, sha256: lines.at(-1).sha256 }
  }

  test('the same one gives the same weights, whatever it is', async () => {
    for (const seed of ['7', '1,2,3', '340282366920938463463374607431768211456']) {
      const once = await result('--seed', seed)
      expect(once.seed).toBe(seed)
      expect(await result('--seed', seed, '--engine', 'reference')).toEqual(once)
    }
    const { network } = await loadModel(join(place.folder, 'gradus.safetensors'))
    expect(network.seed).toEqual(2n ** 128n)
  })

  test('every engine gives the same weights, and float32 others', async () => {
    const [auto, simd, reference] = await Promise.all(
      ['auto', 'simd', 'reference'].map(engine =>
        result('--engine', engine, '--out', `${engine}.safetensors`),
      ),
    )
    expect([simd, reference]).toEqual([auto, auto])
    const single = await result('--precision', 'float32', '--out', 'float32.safetensors')
    expect(single).not.toEqual(auto)
    const one = ['--precision', 'float32', '--engine', 'reference', '--out', 'float32-reference.safetensors']
    expect(await result(...one)).toEqual(single)
  })

  test('others give others', async () => {
    const hashes = await Promise.all(
      ['0', '1', '0,1'].map(seed => result('--seed', seed, '--out', `${seed}.safetensors`)),
    )
    expect(new Set(hashes.map(({ sha256 }) => sha256)).size).toBe(3)
  })

  test('a random one is told, so that it can be repeated', async () => {
    const random = await result('--seed', 'random')
    expect(await result('--seed', random.seed)).toEqual(random)
    expect(await result('--seed', 'random')).not.toEqual(random)
  })
})

describe('a run that diverges', () => {
  // With so many outputs, and saturated ones, the sum over them overflows.
  const DIVERGES = [
    'train',
    '--data',
    'many',
    '--sizes',
    '36,3,64',
    '--mini-batch-size',
    '1',
    '--eta',
    '1.5e308',
  ]
  beforeAll(() => writeSmallData(join(place.folder, 'many'), 64))

  test('says so, fails, and leaves an earlier model alone', async () => {
    const out = join(place.folder, 'good.safetensors')
    await run(...SMALL, '--out', 'good.safetensors')
    const good = await readFile(out)
    const { code, stdout, stderr } = await run(...DIVERGES, '--out', out)
    expect(stdout).toBe('')
    expect(stderr).toContain('Diverged after 0 epochs')
    expect(stderr).toContain('Nothing is saved: it diverged at once.')
    expect(stderr).toMatch(/error: Layer \d has a bias or weight that is NaN or infinite.*Try a smaller eta/)
    expect(stderr).not.toMatch(/^ +at /m)
    expect(code).toBe(1)
    expect(await readFile(out)).toEqual(good)
  })

  test('is a finished one in JSON', async () => {
    const { code, stdout, stderr } = await run(...DIVERGES, '--json')
    expect(linesOf(stdout).at(-1)).toMatchObject({
      type: 'finished',
      reason: 'diverged',
      error: expect.stringContaining('NaN or infinite'),
      out: null,
    })
    expect(stderr).toMatch(/^error: Layer .*\n$/)
    expect(code).toBe(1)
  })
})
