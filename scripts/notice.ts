import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'

/** The part of esbuild's metafile that tells which files a build holds. */
interface Metafile {
  readonly outputs: Readonly<
    Record<string, { readonly inputs: Readonly<Record<string, { readonly bytesInOutput: number }>> }>
  >
}

/** A build, and the folder that the paths in its metafile are relative to. */
export interface Built {
  readonly metafile: Metafile
  readonly from: string
}

/** The parts of a plugin of esbuild that are needed here. */
interface Build {
  readonly initialOptions: { metafile?: boolean; outdir?: string; absWorkingDir?: string }
  onEnd(callback: (result: { readonly metafile?: Metafile | undefined }) => Promise<void>): void
}

const LICENCE = /^(licen[cs]e|copying|notice)(\.\w+)?$/i

/**
 * Lets esbuild write a file beside what it builds, with the licences of all packages of which something is in it, ours among them.
 * @param file its name. @param others what else is built in, such as a page. @throws Error for a package without a licence
 */
export function notice(
  file: string,
  others: () => Promise<readonly Built[]> = async () => [],
): { name: string; setup(build: Build): void } {
  return {
    name: 'notice',
    setup({ initialOptions: options, onEnd }) {
      options.metafile = true
      onEnd(async ({ metafile }) => {
        if (!metafile || options.outdir === undefined) return
        const from = options.absWorkingDir ?? process.cwd()
        const text = await noticeOf([{ metafile, from }, ...(await others())])
        const folder = resolve(from, options.outdir)
        // esbuild's own files are written only later.
        await mkdir(folder, { recursive: true })
        await writeFile(join(folder, file), text)
      })
    },
  }
}

/** The text of such a file. */
async function noticeOf(built: readonly Built[]): Promise<string> {
  const folders = await packagesIn(built)
  const own = await ownLicence(folders)
  const sections = await Promise.all(folders.map(sectionOf))
  const intro =
    'Gradus is under the licence below. What was built here contains, beside it, what the sections name.'
  const parts = ['# Notices', intro, fenced(own), ...sections.filter(text => text !== '').sort()]
  return `${parts.join('\n\n')}\n`
}

/** The folders of the packages of which something is in what was built. */
async function packagesIn(built: readonly Built[]): Promise<string[]> {
  const files = built.flatMap(({ metafile, from }) => inputsOf(metafile).map(path => resolve(from, path)))
  return [...new Set(await Promise.all(files.map(packageOf)))]
}

/** The files of which something is in what was built, but for models: they are data, and their owner's. */
function inputsOf({ outputs }: Metafile): string[] {
  return Object.values(outputs).flatMap(({ inputs }) => {
    const used = Object.entries(inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    // A namespace and a query are those of our own plugins.
    const paths = used.map(([path]) => path.replace(/^\w+:/, '').replace(/\?\w+$/, ''))
    return paths.filter(path => !path.endsWith('.safetensors'))
  })
}

/** The folder of the package that a file belongs to: the nearest one that has a version. */
async function packageOf(file: string): Promise<string> {
  for (let folder = dirname(file); folder !== dirname(folder); folder = dirname(folder)) {
    if ((await manifestIn(folder)).version !== undefined) return folder
  }
  throw new Error(`${file} belongs to no package: expected a package.json above it.`)
}

async function manifestIn(folder: string): Promise<{ readonly name?: string; readonly version?: string }> {
  return readFile(join(folder, 'package.json'), 'utf8').then(JSON.parse, () => ({}))
}

function isOurs(folder: string): boolean {
  return !folder.includes('node_modules')
}

/** The licence of this repository: the first that is found above a package of ours. */
async function ownLicence(folders: readonly string[]): Promise<string> {
  for (let folder = folders.find(isOurs) ?? '/'; folder !== dirname(folder); folder = dirname(folder)) {
    const text = await readFile(join(folder, 'LICENSE'), 'utf8').catch(() => undefined)
    if (text !== undefined) return text
  }
  throw new Error('No licence of this repository is found: expected a file LICENSE above what was built.')
}

/** The notice of a package of ours, beside our licence: nothing, or all that another's says of its own. */
async function sectionOf(folder: string): Promise<string> {
  const { name, version } = await manifestIn(folder)
  const names = (await readdir(folder)).filter(entry => LICENCE.test(entry)).sort()
  if (names.length === 0 && isOurs(folder)) return ''
  if (names.length === 0) throw new Error(`${folder} has no licence: expected a file LICENSE.`)
  const texts = await Promise.all(names.map(entry => readFile(join(folder, entry), 'utf8')))
  const parts = texts.map(isOurs(folder) ? lowered : fenced)
  return [`## ${name} ${version}`, ...parts].join('\n\n')
}

/** A notice in Markdown, as a section of another: without its title, its headings one lower. */
function lowered(text: string): string {
  return text
    .replace(/^# .*\n+/, '')
    .replaceAll(/^#/gm, '##')
    .trim()
}

function fenced(text: string): string {
  return `\`\`\`\`\n${text.trim()}\n\`\`\`\``
}
