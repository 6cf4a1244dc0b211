/**
 * Takes its turn on a file, and says when it begins and ends on standard output: after so many milliseconds.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { takeTurn } from '../../../scripts/build.ts'

const [file = '', milliseconds] = process.argv.slice(2)
const endTurn = await takeTurn(file)
process.stdout.write('begins\n')
await delay(Number(milliseconds))
process.stdout.write('ends\n')
endTurn()
