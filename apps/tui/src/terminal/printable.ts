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

/**
 * Command by which a person called this program: its own name, that of the workspace's script, or the package manager's for a program that
 * is installed in a folder. @param file a module of this program
 */
export function calledAs(env: NodeJS.ProcessEnv = process.env, file = import.meta.filename): string {
  const { GRADUS_SCRIPT: script, npm_command: command } = env
  if (!script) return command && isInstalled(file) ? managerOf(env).program : 'gradus'
  const { NODE_RUN_SCRIPT_NAME: byNode, npm_lifecycle_event: byManager } = env
  if (byNode) return 'node --run gradus --'
  return byManager ? managerOf(env).script : `node ${quoted(shortPath(script))}`
}

function isInstalled(file: string): boolean {
  return /[\\/]node_modules[\\/]/.test(file)
}

/** The package manager's commands that run the program gradus of a dependency, and the script of that name. */
function managerOf({ npm_config_user_agent: agent = '', npm_execpath: manager = '' }: NodeJS.ProcessEnv): {
  readonly program: string
  readonly script: string
} {
  // Within a script of another manager npm leaves that one's name in the environment.
  const isNpm = /[\\/]np[mx]-cli\.js$/.test(manager)
  switch (isNpm ? 'npm' : agent.split('/')[0]) {
    case 'pnpm': {
      const pnpm = /[\\/]_npx[\\/]/.test(manager) ? 'npx -y pnpm@12' : 'pnpm'
      return { program: `${pnpm} exec gradus`, script: `${pnpm} gradus` }
    }
    case 'yarn':
      return { program: 'yarn gradus', script: 'yarn gradus' }
    case 'bun':
      return { program: 'bunx gradus', script: 'bun run gradus' }
    default:
      return { program: 'npx gradus', script: 'npm run gradus --' }
  }
}
