import { execFile } from 'node:child_process'
import { glob, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const app = join(import.meta.dirname, '..')
const root = join(app, '..', '..')

/** A page that tells people what to do, or a source whose docstrings do. */
export interface Document {
  readonly name: string
  readonly text: string
}

/** The README and what is in docs/. */
export async function documents(): Promise<Document[]> {
  const docs = (await readdir(join(root, 'docs'))).filter(name => name.endsWith('.md'))
  const names = ['README.md', ...docs.sort().map(name => join('docs', name))]
  return Promise.all(names.map(async name => ({ name, text: await readFile(join(root, name), 'utf8') })))
}

/** The page of every package, too. */
export async function allDocuments(): Promise<Document[]> {
  return [...(await documents()), ...(await filesOf('{apps,packages}/**/*.md'))]
}

/** The sources of all packages and apps. */
export function sources(): Promise<Document[]> {
  return filesOf('{apps,packages}/*/src/**/*.{ts,tsx}')
}

async function filesOf(pattern: string): Promise<Document[]> {
  const files: Document[] = []
  for await (const name of glob(pattern, { cwd: root, exclude: ['**/{node_modules,dist}/**'] })) {
    files.push({ name, text: await readFile(join(root, name), 'utf8') })
  }
  return files
}

/** A code sample, and what the page says that it prints. */
export interface Sample {
  readonly code: string
  readonly output: string | undefined
}

/** The samples in this language, each with the text block that follows after `prints`, if one does. */
export function samplesOf({ text }: Document, language: string): Sample[] {
  const fence = '```'
  const pattern = new RegExp(
    `${fence}${language}\\n(.*?)${fence}(?:\\n\\nprints\\n\\n${fence}text\\n(.*?)${fence})?`,
    'gs',
  )
  return Array.from(text.matchAll(pattern), ([, code = '', output]) => ({ code, output }))
}

/**
 * The examples in a source's docstrings, each with the lines that its comments say it prints.
 * @throws Error for an `@example` that is no example which could be run and fail
 */
export function examplesOf({ name, text }: Document): Sample[] {
  const docstrings = Array.from(text.matchAll(/\/\*\*.*?\*\//gs), ([comment]) =>
    comment.replace(/^ *\* ?/gm, ''),
  )
  const examples = docstrings.flatMap(docstring => docstring.split('@example').slice(1))
  if (examples.length !== text.split('@example').length - 1)
    throw new Error(`${name} has an @example outside a docstring: expected it in one.`)
  return examples.map(example => {
    const [sample, ...others] = samplesOf({ name, text: example }, 'ts')
    const lines = sample?.code.match(/(?<=\/\/ prints ).*$/gm)
    if (sample && lines && others.length === 0) return { code: sample.code, output: `${lines.join('\n')}\n` }
    throw new Error(
      `${name} has an @example${example}: expected one block of ts with comments "// prints ...".`,
    )
  })
}

/** Calls back with a folder inside the app, where the packages that samples import can be found. */
async function inFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(app, 'docs-sample-'))
  try {
    return await use(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const END = 'END OF SAMPLE'

/** Outputs of samples, which run one after another in one process; an error is a part of the output. */
export async function run(codes: readonly string[]): Promise<string[]> {
  return inFolder(async folder => {
    const names = codes.map((_, i) => `sample-${i}.mts`)
    await Promise.all(codes.map((code, i) => writeFile(join(folder, `sample-${i}.mts`), code)))
    const program = join(folder, 'program.mjs')
    const imports = names.map(name => `await import('./${name}').catch(console.log)\nconsole.log('${END}')\n`)
    await writeFile(program, imports.join(''))
    const { stdout } = await promisify(execFile)(process.execPath, [program], { cwd: folder })
    return stdout.split(`${END}\n`).slice(0, -1)
  })
}

/** Errors that the compiler finds in samples, with their positions; an empty text if there are none. */
export async function typeErrorsOf(samples: readonly Sample[]): Promise<string> {
  return inFolder(async folder => {
    const writing = samples.map(({ code }, i) => writeFile(join(folder, `sample-${i}.mts`), code))
    const config = { extends: '../tsconfig.json', include: ['*.mts'] }
    await Promise.all([...writing, writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config))])
    const compiler = join(app, 'node_modules', 'typescript', 'bin', 'tsc')
    const compiling = promisify(execFile)(process.execPath, [compiler, '-p', folder])
    return compiling.then(
      () => '',
      (error: { readonly stdout: string }) => error.stdout,
    )
  })
}

/** The arguments of every `gradus` command on a line of its own, as a shell splits them, but for those that need a queue. */
export function gradusCommandsOf({ text }: Document): string[][] {
  const lines = text.matchAll(
    /^ {4,}(?:npx -y pnpm@12|pnpm) (?:--silent )?(start|serve|gradus .*?)(?: +# .*)?$/gm,
  )
  const commands = Array.from(lines, ([, command = '']) => command).filter(text => !/ --queue /.test(text))
  return commands.map(command => {
    if (command === 'serve') return ['serve']
    return command === 'start' ? ['train'] : command.split(/ +/).slice(1)
  })
}
