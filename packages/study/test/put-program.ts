/**
 * Puts outcomes into a new store, of which one cannot be written: a file may not be so large here.
 *
 *     bash -c 'ulimit -f 1; node test/put-program.ts FOLDER'
 */
import { Store } from '@gradus/study/node'
import { outcomeOf, smallPlan } from './studies.ts'

// Then a file that is too large is an error, and no end.
process.on('SIGXFSZ', () => undefined)
const plan = smallPlan()
const store = await Store.create(process.argv[2] ?? '', plan)
const short = outcomeOf(plan, 1, 0, 40)
const long = { ...outcomeOf(plan, 0, 0, 30), worker: 'a'.repeat(2000) }
console.log(await store.put(long, undefined).catch((error: unknown) => String(error)))
console.log(await store.put(short, undefined))
await store.close()
