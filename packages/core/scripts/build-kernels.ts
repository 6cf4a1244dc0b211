/**
 * Compiles src/engine/assembly to WebAssembly, once for each precision, and embeds it as text in
 * src/engine/simd/kernels.generated.ts.
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

/** The kernels whose `Real` is this type. */
async function compile(real: 'f64' | 'f32'): Promise<Uint8Array> {
  let wasm: Uint8Array | undefined
  const options = [
    '--use',
    `Real=${real}`,
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
    ['assembly/index.ts', '--baseDir', engine, '--outFile', 'kernels.wasm', ...options],
    {
      readFile: (name: string, base: string) => readFile(join(base, name), 'utf8').catch(() => null),
      writeFile: (_name: string, contents: Uint8Array | string) => {
        if (typeof contents !== 'string') wasm = contents
      },
      listFiles: () => [],
    },
  )
  if (error || !wasm) throw new Error(`The kernels do not compile:\n${stderr.toString()}`)
  return wasm
}

/** A property whose value is the text of compiled kernels. */
function property(name: string, wasm: Uint8Array): string {
  const lines = Buffer.from(wasm)
    .toString('hex')
    .match(new RegExp(`.{1,${LINE - 10}}`, 'g'))
  const text = lines?.map(line => `    '${line}'`).join(' +\n')
  return `  /** ${wasm.length} bytes. */\n  ${name}:\n${text},\n`
}

const text = `// Made by scripts/build-kernels.ts out of ../assembly: do not edit.

/** The compiled kernels: WebAssembly in hexadecimal, which gzip packs far better than base64. */
export const KERNELS = {
${property('float64', await compile('f64'))}${property('float32', await compile('f32'))}}
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
