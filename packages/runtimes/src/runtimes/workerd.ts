import { cp, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { inFolder } from '@gradus/testing/folders'
import { Child } from '../child.ts'
import { installed } from '../installs.ts'
import type { Report } from '../program/program.ts'
import { BUILT, modulesIn, parseReport, type Runtime, type Task } from './runtime.ts'

interface Module {
  /** As workerd's configuration wants it. */
  readonly name: string
  readonly folder: string
  readonly file: string
}

/**
 * workerd finds imports beside the importing module: an entry bears its package's name, its chunks stand
 * beside it.
 */
function modulesOf(name: '@gradus/core' | '@gradus/mnist'): Module[] {
  const folder = BUILT[name]
  return modulesIn(folder).map(file => ({
    name: file === 'index.js' ? name : `@gradus/${file}`,
    folder,
    file,
  }))
}

/** The one entry of its package that the program imports; the others import what workerd has not. */
function modulesOfStrokes(): Module[] {
  const folder = BUILT['@gradus/data']
  return modulesIn(folder)
    .filter(file => file === 'strokes.js' || file.startsWith('chunk-'))
    .map(file => ({ name: `@gradus/data/${file === 'strokes.js' ? 'strokes' : file}`, folder, file }))
}

function modules(): Module[] {
  const program = modulesIn(BUILT.program).filter(file => file !== 'command.js' && file !== 'page.js')
  // The first module is the worker.
  program.sort((a, b) => Number(b === 'worker.js') - Number(a === 'worker.js'))
  const ofProgram = program.map(file => ({ name: file, folder: BUILT.program, file }))
  return [...ofProgram, ...modulesOf('@gradus/core'), ...modulesOf('@gradus/mnist'), ...modulesOfStrokes()]
}

/** Copies the modules into the folder and writes a configuration that names them. */
async function configure(folder: string): Promise<string> {
  const listed = [
    '(name = "@gradus/@gradus/core", esModule = "export * from \\"../core\\"")',
    '(name = "@gradus/data/@gradus/core", esModule = "export * from \\"../../core\\"")',
  ]
  for (const [i, module] of modules().entries()) {
    await cp(join(module.folder, module.file), join(folder, `${i}.js`))
    listed.splice(i, 0, `(name = "${module.name}", esModule = embed "${i}.js")`)
  }
  const worker = `(compatibilityDate = "2026-11-17", modules = [${listed.join(', ')}])`
  const socket = '(name = "http", address = "127.0.0.1:0", http = (), service = "main")'
  const config = join(folder, 'config.capnp')
  await writeFile(
    config,
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (services = [(name = "main", worker = ${worker})], sockets = [${socket}]);
`,
  )
  return config
}

/** Serves the program from workerd, configured in this folder, and asks it once. */
async function run(folder: string, { suite, dataFile, signal }: Task): Promise<Report> {
  const config = await configure(folder)
  // workerd writes the addresses of its sockets to standard output.
  const child = new Child(installed('workerd', 'bin', 'workerd'), ['serve', config, '--control-fd=1'], {
    signal,
  })
  try {
    const { port }: { port: number } = JSON.parse(await child.firstLine())
    const body = await readFile(dataFile)
    const asked = fetch(`http://127.0.0.1:${port}/${suite}`, { method: 'POST', body, signal })
    const response = await child.during(asked)
    const text = await response.text()
    if (!response.ok) throw new Error(`workerd answered ${response.status}:\n${text}\n${child.stderr}`)
    return parseReport(text)
  } finally {
    await child.stop()
  }
}

/** workerd compiles no WebAssembly from bytes, hence the reference engine. */
export const workerd: Runtime = {
  name: 'workerd',
  host: 'Cloudflare-Workers',
  engine: 'reference',
  run: task => inFolder(folder => run(folder, task)),
}
