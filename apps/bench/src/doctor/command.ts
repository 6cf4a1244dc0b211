import { spawn } from 'node:child_process'
import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

const CLI = fileURLToPath(import.meta.resolve('@gradus/tui/command'))

/** The output of a command that has ended. */
export interface Ended {
  readonly code: number | null
  readonly output: string
  readonly errors: string
}

/** A shell in a folder, in which the command is called `gradus`, as the printed ones are. */
export class Shell {
  readonly #folder: string
  readonly #env: NodeJS.ProcessEnv

  private constructor(folder: string, bin: string) {
    this.#folder = folder
    // Settings of the person who runs the table are none of a set-up's.
    const own = Object.entries(process.env).filter(([name]) => !/^(GRADUS|npm)_/.test(name))
    const { PATH = '' } = process.env
    this.#env = { ...Object.fromEntries(own), PATH: [bin, PATH].join(delimiter) }
  }

  static async in(folder: string): Promise<Shell> {
    const bin = join(folder, 'bin')
    await mkdir(bin, { recursive: true })
    const program = join(bin, 'gradus')
    await writeFile(program, `#!/bin/sh\nexec "${process.execPath}" "${CLI}" "$@"\n`)
    await chmod(program, 0o755)
    return new Shell(folder, bin)
  }

  /** Runs a command line. */
  async run(line: string): Promise<Ended> {
    const child = spawn('sh', ['-c', line], {
      ...{ cwd: this.#folder, env: this.#env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const code = new Promise<number | null>((resolve, reject) => {
      child.on('error', reject)
      child.on('close', resolve)
    })
    const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr)])
    return { code: await code, output, errors }
  }
}
