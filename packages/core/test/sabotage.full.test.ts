import { execFile } from 'node:child_process'
import { cp, glob, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const root = dirname(import.meta.dirname)
const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs')

interface Sabotage {
  /** The part of the code that is broken. */
  readonly layer: string
  readonly file: string
  readonly from: string | RegExp
  readonly to: string
  /** The golden of that layer, which must fail. */
  readonly fails: string
  /** The goldens of the layers below, which must still pass. */
  readonly passes: readonly string[]
}

const SEEDS = "gives NumPy's words"
const WORDS = "draws NumPy's 1,000 words"
const NORMALS = "draws NumPy's first 1,000 normals"
const SHUFFLES = "gives NumPy's orders"
const HALF_WORD = 'leaves the buffered half-word to the shuffles'
const INITIAL = "draws NumPy's biases, then its weights"
const ACTIVATIONS = "gives NumPy's activations of every layer"
const GRADIENT = "gives NumPy's gradient"
const STEP = 'takes the step that NumPy takes'
const ENGINE = "computes the written order with NumPy's bits"
const SIMD = 'gives the bits of the reference one'
const DISTORTIONS = 'are those of the reference engine'
const EPOCHS = "goes through NumPy's epochs"

const sabotages: readonly Sabotage[] = [
  {
    layer: 'exp',
    file: 'math/exp.ts',
    from: '1 / 40320',
    to: '1 / 40321',
    fails: 'is within 1 ulp',
    passes: [SEEDS],
  },
  {
    layer: 'log1p',
    file: 'math/log.ts',
    from: '0.3999999999940942',
    to: '0.3999999999',
    fails: 'million normals',
    passes: [WORDS, SHUFFLES],
  },
  {
    layer: 'the seed sequence',
    file: 'random/seed-sequence.ts',
    from: '0x931e8875',
    to: '0x931e8877',
    fails: SEEDS,
    passes: [],
  },
  {
    layer: 'the multiplier',
    file: 'random/pcg64.ts',
    from: '0x9fccf645',
    to: '0x9fccf647',
    fails: WORDS,
    passes: [SEEDS],
  },
  {
    layer: 'the rotation',
    file: 'random/pcg64.ts',
    from: '>>> 26',
    to: '>>> 27',
    fails: WORDS,
    passes: [SEEDS],
  },
  {
    layer: 'a table entry',
    file: 'random/ziggurat-tables.generated.ts',
    from: /(const wi\b[^[]*\[\s*\d\.\d*)\d(e)/,
    to: '$10$2',
    fails: 'million normals',
    passes: [WORDS, SHUFFLES],
  },
  {
    layer: 'the half-word',
    file: 'random/random-generator.ts',
    from: 'this.#half = this.#bits.high',
    to: 'this.#half = this.#bits.low',
    fails: HALF_WORD,
    passes: [WORDS, NORMALS],
  },
  {
    layer: 'the buffered half-word',
    file: 'random/random-generator.ts',
    from: 'return standardNormal(this.#bits)',
    to: 'this.#hasHalf = false\n    return standardNormal(this.#bits)',
    fails: HALF_WORD,
    passes: [WORDS, NORMALS, SHUFFLES],
  },
  {
    layer: 'the shuffle',
    file: 'random/random-generator.ts',
    from: 'this.interval(i)',
    to: 'this.interval(i - 1)',
    fails: SHUFFLES,
    passes: [WORDS, NORMALS],
  },
  {
    layer: 'biases before weights',
    file: 'network.ts',
    from: /( +this\.biases = shapes\.map.*\n)( +this\.weights = shapes\.map.*\n)/,
    to: '$2$1',
    fails: INITIAL,
    passes: [NORMALS],
  },
  {
    layer: 'the bias',
    file: 'network.ts',
    from: 'add(matmul(w, a), this.biases[l])',
    to: 'matmul(w, a)',
    fails: ACTIVATIONS,
    passes: [INITIAL],
  },
  {
    layer: 'the derivative',
    file: 'math/exp.ts',
    from: 'return a * (1 - a)',
    to: 'return a * (1 + a)',
    fails: GRADIENT,
    passes: [INITIAL, ACTIVATIONS],
  },
  {
    layer: 'the mini-batch size',
    file: 'network.ts',
    from: 'const step = eta / miniBatchSize',
    to: 'const step = eta / batch.length',
    fails: STEP,
    passes: [GRADIENT],
  },
  {
    layer: "the engine's order",
    file: 'engine/reference/layers.ts',
    from: 'let sum = 0',
    to: 'let sum = -1e-16',
    fails: ENGINE,
    passes: [GRADIENT, STEP],
  },
  {
    layer: 'the sums of gradients',
    file: 'engine/assembly/descent.ts',
    from: 'v128.store(sum, zero)',
    to: '',
    fails: SIMD,
    passes: [ENGINE],
  },
  {
    layer: "the epoch's order",
    file: 'training/run.ts',
    from: 'rng.shuffleFrom(this.#order,',
    to: 'rng.shuffleFrom(this.#order.slice(),',
    fails: EPOCHS,
    passes: [ENGINE, SHUFFLES],
  },
  {
    layer: 'the kernels of the first layer',
    file: 'engine/assembly/active-inputs.ts',
    from: 's7 = addProduct(s7, v128.load(row, 112), x)',
    to: 's7 = addProduct(s7, v128.load(row, 96), x)',
    fails: SIMD,
    passes: [ENGINE],
  },
  {
    layer: 'the kernels of the deltas',
    file: 'engine/assembly/activation.ts',
    from: 'v128.mul<Real>(a, v128.sub<Real>(one, a))',
    to: 'v128.sub<Real>(a, v128.mul<Real>(a, a))',
    fails: SIMD,
    passes: [ENGINE],
  },
  {
    layer: 'the kernels of distortions',
    file: 'engine/assembly/distortion.ts',
    from: 'cosine = (1 - half * half) / norm',
    to: 'cosine = (1 - half) / norm',
    fails: DISTORTIONS,
    passes: [ENGINE],
  },
  {
    layer: 'the blend of a distortion',
    file: 'engine/assembly/transform.ts',
    from: 'i32x4.splat(32768)',
    to: 'i32x4.splat(32767)',
    fails: DISTORTIONS,
    passes: [ENGINE],
  },
]

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gradus-sabotage-'))
  await cp(join(root, 'src'), join(folder, 'src'), { recursive: true })
  await cp(join(root, 'test'), join(folder, 'test'), { recursive: true })
  await cp(join(root, 'package.json'), join(folder, 'package.json'))
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('breaking a layer on purpose', () => {
  it.each(sabotages)('is caught by the golden of $layer', async ({ file, from, to, fails, passes }) => {
    const path = join(folder, 'src', file)
    const source = await readFile(path, 'utf8')
    const broken = source.replace(from, to)
    expect(broken).not.toBe(source)
    await writeFile(path, broken)
    if (file.startsWith('engine/assembly/')) await buildKernels()
    const results = await runTests([fails, ...passes])
    const states = (title: string): string[] =>
      results.filter(test => test.title.includes(title)).map(test => test.status)
    expect(states(fails)).toContain('failed')
    for (const title of passes) expect(new Set(states(title))).toEqual(new Set(['passed']))
  })
})

/** Compiles the broken kernels. */
async function buildKernels(): Promise<void> {
  await cp(join(root, 'scripts'), join(folder, 'scripts'), { recursive: true })
  await promisify(execFile)(process.execPath, [join(folder, 'scripts', 'build-kernels.ts')])
}

/** The test files in which these titles stand; each stands in one at least. */
async function filesWith(titles: readonly string[]): Promise<string[]> {
  const found: string[] = []
  for await (const file of glob('src/**/*.test.ts', { cwd: folder })) {
    const source = await readFile(join(folder, file), 'utf8')
    if (titles.some(title => source.includes(title))) found.push(file)
  }
  return found
}

/** Runs the portable tests in the folder whose titles contain one of these texts. */
async function runTests(titles: readonly string[]): Promise<readonly { title: string; status: string }[]> {
  const output = join(folder, 'results.json')
  const run = [
    vitest,
    'run',
    '--root',
    folder,
    '--reporter=json',
    `--outputFile=${output}`,
    `--testNamePattern=${titles.join('|')}`,
    '--testTimeout=600000',
    // All in one process.
    ...['--no-isolate', '--no-file-parallelism'],
    ...(await filesWith(titles)),
  ]
  // The exit code only says that tests failed, as they should.
  await promisify(execFile)(process.execPath, run, { cwd: folder }).catch(() => undefined)
  const { testResults }: { testResults: { assertionResults: { title: string; status: string }[] }[] } =
    JSON.parse(await readFile(output, 'utf8'))
  return testResults.flatMap(file => file.assertionResults)
}
