/**
 * Compiles src/engine/assembly to WebAssembly, once for each precision, and what works on bytes once for both,
 * and embeds it as text in src/engine/simd/kernels.generated.ts.
 *
 *     node scripts/build-kernels.ts [--check]
 *
 * With --check it only tells whether that file is what the sources give.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import asc from 'assemblyscript/asc'

const engine = join(import.meta.dirname, '..', 'src', 'engine')
const target = join(engine, 'simd', 'kernels.generated.ts')
const LINE = 120

/**
 * The kernels of an entry whose `Real` is this type.
 * @param start address of their own constants
 */
async function compile(entry: string, real: 'f64' | 'f32', start = 0): Promise<Uint8Array<ArrayBuffer>> {
  let wasm: Uint8Array<ArrayBuffer> | undefined
  const options = [
    '--use',
    `Real=${real}`,
    '--memoryBase',
    String(start),
    '--optimize',
    '--optimizeLevel',
    '3',
    '--converge',
    '--noAssert',
    '--runtime',
    'stub',
    '--importMemory',
    '--enable',
    'simd',
  ]
  const { error, stderr } = await asc.main(
    [`assembly/${entry}.ts`, '--baseDir', engine, '--outFile', 'kernels.wasm', ...options],
    {
      readFile: (name: string, base: string) => readFile(join(base, name), 'utf8').catch(() => null),
      writeFile: (_name: string, contents: Uint8Array | string) => {
        if (typeof contents !== 'string') wasm = Uint8Array.from(contents)
      },
      listFiles: () => [],
    },
  )
  if (error || !wasm) throw new Error(`The kernels do not compile:\n${stderr.toString()}`)
  return wasm
}

/** Characters that stand for bytes, without quotes and backslashes. The last ones begin pairs. */
const ALPHABET = Array.from({ length: 0x7f - 0x20 }, (_, i) => String.fromCharCode(0x20 + i))
  .filter(char => !`'"\`\\$`.includes(char))
  .join('')
const PAIRS = 3
const SINGLE = ALPHABET.length - PAIRS

/** The most frequent bytes, as many as have a character of their own. */
function frequentBytes(wasm: readonly Uint8Array[]): Buffer {
  const counts = Array.from({ length: 256 }, () => 0)
  for (const byte of Buffer.concat(wasm)) counts[byte]++
  const bytes = counts.map((_, byte) => byte).sort((a, b) => counts[b] - counts[a])
  // In their own order, which packs better.
  return Buffer.from(bytes.slice(0, SINGLE).sort((a, b) => a - b))
}

function textOf(wasm: Uint8Array, frequent: Buffer): string {
  return Array.from(wasm, byte => {
    const rank = frequent.indexOf(byte)
    return rank < 0 ? ALPHABET[SINGLE + Math.floor(byte / SINGLE)] + ALPHABET[byte % SINGLE] : ALPHABET[rank]
  }).join('')
}

/** A property whose value is the text of compiled kernels. */
function property(name: string, wasm: Uint8Array, frequent: Buffer): string {
  const lines = textOf(wasm, frequent).match(new RegExp(`.{1,${LINE - 10}}`, 'g'))
  const text = lines?.map(line => `    '${line}'`).join(' +\n')
  return `  /** ${wasm.length} bytes. */\n  ${name}:\n${text},\n`
}

/** Address behind the constants of kernels, where those of others may stand. */
async function endOf(wasm: Uint8Array<ArrayBuffer>): Promise<number> {
  const memory = new WebAssembly.Memory({ initial: 1 })
  const { instance } = await WebAssembly.instantiate(wasm, { env: { memory } })
  const { constantsEnd } = instance.exports
  if (constantsEnd instanceof WebAssembly.Global) return Number(constantsEnd.value)
  throw new Error('The kernels do not say where their constants end.')
}

const [float64, float32] = [await compile('index', 'f64'), await compile('index', 'f32')]
const start = Math.max(await endOf(float64), await endOf(float32))
const distortion = await compile('distortion', 'f64', start)
const frequent = frequentBytes([float64, float32])
const text = `// Made by scripts/build-kernels.ts out of ../assembly: do not edit.

/** Characters of the kernels' text. The last ${PAIRS} begin pairs. */
export const ALPHABET = '${ALPHABET}'

/** The bytes, in hexadecimal, that have a character of their own, in the order of the alphabet. */
export const FREQUENT =
  '${frequent.toString('hex')}'

/** The compiled kernels as text, which gzip packs as well as the bytes. */
export const KERNELS = {
${property('float64', float64, frequent)}${property('float32', float32, frequent)}${property('distortion', distortion, frequent)}}
`
if (process.argv.includes('--check')) {
  if ((await readFile(target, 'utf8')) !== text) {
    console.error(
      'kernels.generated.ts is not what src/engine/assembly gives: run `pnpm kernels` in packages/core.',
    )
    process.exit(1)
  }
  console.log('kernels.generated.ts is what src/engine/assembly gives')
} else {
  await writeFile(target, text)
  console.log(`kernels.generated.ts: ${text.length} characters`)
}
