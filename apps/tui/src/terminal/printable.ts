import { relative } from 'node:path'
import { printable, printableJson } from '@gradus/core/node'

export { printable, printableJson }

const ESCAPE = '\u001B'
/** A colour of ours: select graphic rendition. */
const COLOUR = new RegExp(`(${ESCAPE}\\[[\\d;]*m)`)
const LONGEST = 200

/**
 * The same for a line that has our colours. What comes from elsewhere has to be printable before it gets
 * there.
 */
export function printablePainted(line: string): string {
  const pieces = line.split(COLOUR)
  return pieces.map((piece, i) => (i % 2 === 0 ? printable(piece) : piece)).join('')
}

/** A printable text, cut where it is very long. */
export function brief(text: string): string {
  return text.length > LONGEST ? `${printable(text.slice(0, LONGEST))}...` : printable(text)
}

/** A path as a person in this folder would write it. It is never taken for a flag, nor for standard input. */
export function shortPath(path: string): string {
  const here = relative('', path)
  if (here === '' || here.startsWith('..')) return path
  return here.startsWith('-') ? `./${here}` : here
}

/**
 * A printable word that a POSIX shell takes for this one. What is not printable is written by printf; of
 * that, the shell drops breaks of lines at the end of the word.
 */
export function quoted(word: string): string {
  if (/^[\w./@%+:,-][\w./@%+=:,-]*$/.test(word)) return word
  if (printable(word) === word) return `'${word.replaceAll("'", `'\\''`)}'`
  const format = Array.from(Buffer.from(word), byte => {
    const character = String.fromCharCode(byte)
    return /[\w ./@+=:,]/.test(character) ? character : `\\${byte.toString(8).padStart(3, '0')}`
  })
  return `"$(printf '${format.join('')}')"`
}

/** Command by which a person called this program: its own name, or that of the workspace's script. */
export function calledAs(env: NodeJS.ProcessEnv = process.env): string {
  const { GRADUS_SCRIPT: script, NODE_RUN_SCRIPT_NAME: byNode, npm_lifecycle_event: byManager } = env
  if (!script) return 'gradus'
  if (byNode) return 'node --run gradus --'
  if (!byManager) return `node ${quoted(shortPath(script))}`
  const { npm_config_user_agent: agent = '', npm_execpath: manager = '' } = env
  const [name] = agent.split('/')
  if (name === 'pnpm') return /[\\/]_npx[\\/]/.test(manager) ? 'npx -y pnpm@12 gradus' : 'pnpm gradus'
  return name === 'yarn' ? 'yarn gradus' : name === 'bun' ? 'bun run gradus' : 'npm run gradus --'
}
