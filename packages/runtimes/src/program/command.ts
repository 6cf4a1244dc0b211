/** The program on Node, Deno and Bun: `command.js SUITE DATA-FILE` prints its report. */
import { readFile } from 'node:fs/promises'
import { run } from './program.ts'

const [suite = '', dataFile = ''] = process.argv.slice(2)
// Deno and Bun tell a version of Node too: that of the interfaces they imitate.
const name = ['deno', 'bun', 'node'].find(candidate => process.versions[candidate]) ?? 'unknown'
const report = await run(suite, await readFile(dataFile), `${name} ${process.versions[name]}`)
console.log(JSON.stringify(report))
