import { glob, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..', '..', '..')

/** A page that tells people what to do. */
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
  const pages: Document[] = []
  for await (const name of glob('{apps,packages}/**/*.md', { cwd: root, exclude: ['**/node_modules/**'] })) {
    pages.push({ name, text: await readFile(join(root, name), 'utf8') })
  }
  return [...(await documents()), ...pages]
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

/** The arguments of every `gradus` command on a line of its own, as a shell splits them. */
export function gradusCommandsOf({ text }: Document): string[][] {
  const lines = text.matchAll(
    /^ {4,}(?:npx -y pnpm@12|pnpm) (?:--silent )?(start|serve|gradus .*?)(?: +# .*)?$/gm,
  )
  return Array.from(lines, ([, command = '']) => {
    if (command === 'serve') return ['serve']
    return command === 'start' ? ['train'] : command.split(/ +/).slice(1)
  })
}
