import { execFile } from 'node:child_process'
import { appendFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { FileError } from '@gradus/core/node'
import { DifferentOutcomes, type Outcome, type Plan, StudyError, trainJob } from '@gradus/study'
import { Store } from '@gradus/study/node'
import { useFolder } from '@gradus/testing/folders'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { planFor, straight, xorData } from '../../test/runs.ts'
import { outcomeOf, smallPlan } from '../../test/studies.ts'

const folder = useFolder('test')
const plan = smallPlan()
const BYTES = Uint8Array.of(1, 2, 3)

function file(): string {
  return join(folder.path, 'study.jsonl')
}

/** Names of the checkpoints that are there. */
async function checkpoints(): Promise<string[]> {
  return (await readdir(join(folder.path, 'checkpoints'))).toSorted()
}

/** Outcomes of the first rung in which trial k has k correct predictions. */
const first = Array.from({ length: 9 }, (_, trial) => outcomeOf(plan, trial, 0, trial))

/** A closed store with outcomes. */
async function storeWith(outcomes: readonly Outcome[], of: Plan = plan): Promise<void> {
  const store = await Store.create(folder.path, of, { data: 'digits' })
  for (const outcome of outcomes) await store.put(outcome, BYTES)
  await store.close()
}

async function reopened<T>(look: (store: Store) => T | Promise<T>): Promise<T> {
  const store = await Store.open(folder.path)
  try {
    return await look(store)
  } finally {
    await store.close()
  }
}

test('a store that is opened again has its plan and all its outcomes', async () => {
  await storeWith(first.slice(0, 4))
  await reopened(async store => {
    expect(store.plan).toEqual(plan)
    expect(store.about).toEqual({ data: 'digits' })
    expect(store.course.progress).toEqual({ done: 4, total: 9 })
    expect(store.course.outcome({ trial: 3, seed: 0, rung: 0 })).toEqual(first[3])
    expect(await store.put(outcomeOf(plan, 3, 0, 3), BYTES)).toBe(false)
    expect(await store.put(outcomeOf(plan, 4, 0, 4), BYTES)).toBe(true)
  })
  expect((await readFile(file(), 'utf8')).split('\n')).toHaveLength(7)
  const { course, about, ending } = await Store.read(folder.path)
  expect([course.progress.done, about, ending]).toEqual([5, { data: 'digits' }, undefined])
})

test('outcomes that are put at once stand in lines of their own', async () => {
  const store = await Store.create(folder.path, plan)
  const news = await Promise.all([...first, ...first].map(outcome => store.put(outcome, BYTES)))
  expect(news.filter(Boolean)).toHaveLength(9)
  await store.close()
  expect(await reopened(({ course }) => course.rung)).toBe(1)
})

test('another outcome of a job is refused, and nothing changes', async () => {
  await storeWith(first.slice(0, 2))
  const before = await readFile(file())
  await reopened(async store => {
    await expect(store.put(outcomeOf(plan, 1, 0, 50), BYTES)).rejects.toThrow(DifferentOutcomes)
  })
  expect(await readFile(file())).toEqual(before)
})

test('an outcome of another study is refused before it is written', async () => {
  await storeWith([])
  const before = await readFile(file())
  await reopened(async store => {
    await expect(store.put({ ...outcomeOf(plan, 0, 0, 1), trial: 9 }, BYTES)).rejects.toThrow(StudyError)
  })
  expect(await readFile(file())).toEqual(before)
  expect(await checkpoints()).toEqual([])
})

test('a last line that was not written to its end is removed, wherever it was cut', async () => {
  await storeWith(first.slice(0, 3))
  const whole = await readFile(file())
  const last = whole.lastIndexOf('\n', -2) + 1
  for (const end of [last + 1, last + 20, whole.length - 2, whole.length - 1]) {
    await writeFile(file(), whole.subarray(0, end))
    expect((await Store.read(folder.path)).course.progress.done).toBe(2)
    expect(await reopened(({ course }) => course.progress.done)).toBe(2)
    expect(await readFile(file())).toEqual(whole.subarray(0, last))
  }
  await reopened(store => store.put(outcomeOf(plan, 2, 0, 2), BYTES))
  expect(await readFile(file())).toEqual(whole)
})

test('zeros that a crash of the system left behind the last line are removed', async () => {
  await storeWith(first.slice(0, 3))
  await appendFile(file(), Buffer.alloc(50))
  expect(await reopened(({ course }) => course.progress.done)).toBe(3)
})

const lines = {
  'no JSON': '{"outcome":',
  empty: '',
  'a list': '[]',
  'without an outcome': '{}',
  'with an unknown field': JSON.stringify({ outcome: first[1], note: 'mine' }),
  'with an outcome that has an unknown field': JSON.stringify({ outcome: { ...first[1], loss: 1 } }),
  'with an epoch that has an unknown field': JSON.stringify({
    outcome: { ...first[1], epochs: [{ correct: 1, cost: 1, loss: 1 }] },
  }),
  'with a cost that is no number': JSON.stringify({
    outcome: { ...first[1], epochs: [{ correct: 1, cost: Number.NaN }] },
  }),
  'with half a trial': JSON.stringify({ outcome: { ...first[1], trial: 0.5 } }),
  'with an end of no trial': '{"ending":{"trial":-1,"sha256":""}}',
}

test.each(Object.entries(lines))('a line in the middle that is %s is named', async (_, line) => {
  await storeWith(first.slice(0, 3))
  const all = (await readFile(file(), 'utf8')).split('\n')
  await writeFile(file(), all.with(2, line).join('\n'))
  const before = await readFile(file())
  for (const way of ['open', 'read'] as const) {
    const error = await Store[way](folder.path).catch((cause: unknown) => cause)
    expect(error).toBeInstanceOf(StudyError)
    expect(error).toMatchObject({
      field: 'store',
      message: expect.stringMatching(/^Line 3 of .*study\.jsonl is damaged: .*: expected .*remove this line/),
    })
  }
  expect(await readFile(file())).toEqual(before)
})

/** A line without its check, as a person would write it. */
function unsealed(line: string): string {
  return line.replace(/,"check":"[0-9a-f]{8}"\}$/, '}')
}

describe('the check of a line', () => {
  test.each<[string, number, (line: string) => string]>([
    ['a number of the plan', 1, line => line.replace('"trials":9', '"trials":8')],
    ['a digit of a hash', 2, line => line.replace(/("sha256":")./, '$1#')],
    ['the number of correct predictions', 3, line => line.replace(/("correct":)\d/, '$17')],
    ['its own digits', 3, line => line.replace(/"check":"[0-9a-f]{8}"/, '"check":"00000000"')],
  ])('tells that %s has changed', async (_, number, change) => {
    await storeWith(first.slice(0, 3))
    const all = (await readFile(file(), 'utf8')).split('\n')
    const line = all[number - 1] ?? ''
    expect(change(line)).not.toBe(line)
    await writeFile(file(), all.with(number - 1, change(line)).join('\n'))
    await expect(Store.read(folder.path)).rejects.toThrow(
      new RegExp(
        `^Line ${number} of .* is damaged: its check is [0-9a-f]{8}: expected [0-9a-f]{8} for what it holds`,
      ),
    )
  })

  test('may be missing', async () => {
    await storeWith(first.slice(0, 3))
    const all = (await readFile(file(), 'utf8')).split('\n')
    await writeFile(file(), all.map(unsealed).join('\n'))
    expect((await Store.read(folder.path)).course.progress.done).toBe(3)
  })
})

test('a line with another outcome of a job is named, and one of another study', async () => {
  const other = { ...first[1], sha256: 'f'.repeat(64) }
  for (const [outcome, problem] of [
    [other, 'ended in two ways'],
    [{ ...first[1], trial: 99 }, 'belongs to another study'],
  ] as const) {
    await storeWith(first.slice(0, 3))
    await appendFile(file(), `${JSON.stringify({ outcome })}\n`)
    await expect(Store.read(folder.path)).rejects.toThrow(
      new RegExp(`^Line 5 of .* is damaged: .*${problem}`),
    )
    await rm(folder.path, { recursive: true })
  }
})

describe('a head', () => {
  test.each<[string, (head: string) => string]>([
    ['of no JSON', () => 'study'],
    ['of another format', head => head.replace('gradus-study', 'gradus-run')],
    ['of a later version', head => head.replace('"version":1', '"version":2')],
    ['with an unknown field', head => head.replace('"version":1', '"version":1,"owner":"me"')],
    ['with an unknown field of the plan', head => head.replace('"sampler"', '"pruner":"none","sampler"')],
    ['with a space that cannot be', head => head.replace('[0.01,30]', '[30,0.01]')],
    ['with rungs out of order', head => head.replace('"rungs":[1,3,9]', '"rungs":[3,1,9]')],
    ['with rungs that do not reach the end', head => head.replace('"rungs":[1,3,9]', '"rungs":[1,3,8]')],
    ['without rungs', head => head.replace('"rungs":[1,3,9]', '"rungs":[]')],
    ['with another number of trials', head => head.replace('"trials":9', '"trials":"9"')],
    ['without a Spec', head => head.replace('"fixed"', '"fixe"')],
  ])('%s is refused', async (_, change) => {
    await storeWith(first.slice(0, 2))
    const text = await readFile(file(), 'utf8')
    const [sealed = '', ...others] = text.split('\n')
    const head = unsealed(sealed)
    expect(change(head)).not.toBe(head)
    await writeFile(file(), [change(head), ...others].join('\n'))
    const opening = Store.open(folder.path)
    await expect(opening).rejects.toThrow(/^Line 1 of .*study\.jsonl is damaged: .*: expected /)
    await expect(opening).rejects.toThrow(StudyError)
  })

  test('that is missing is refused', async () => {
    await writeFile(file(), '')
    await expect(Store.open(folder.path)).rejects.toThrow('Line 1 of')
  })
})

test('a folder that is missing, or has no study, is named', async () => {
  const missing = join(folder.path, 'none')
  await expect(Store.open(missing)).rejects.toThrow(`${missing} has no study.jsonl`)
  await expect(Store.read(folder.path)).rejects.toThrow('expected the folder of a study')
})

test('a folder that has a study is not taken for another one', async () => {
  await storeWith(first.slice(0, 2))
  const before = await readFile(file())
  const creating = Store.create(folder.path, plan)
  await expect(creating).rejects.toThrow(StudyError)
  await expect(creating).rejects.toThrow('study.jsonl exists: expected a folder without a study.')
  expect(await readFile(file())).toEqual(before)
})

test('a folder that cannot be made is named', async () => {
  await writeFile(join(folder.path, 'file'), '')
  await expect(Store.create(join(folder.path, 'file', 'study'), plan)).rejects.toThrow(FileError)
})

test('lines in any order tell the same', async () => {
  const data = xorData
  const own = await planFor(data)
  const course = await straight(own, data)
  const outcomes = own.rungs.flatMap((_, rung) =>
    Array.from({ length: own.trials }, (_, trial) => course.outcome({ trial, seed: 0, rung }) ?? []).flat(),
  )
  expect(outcomes).toHaveLength(13)
  await storeWith([], own)
  const head = await readFile(file(), 'utf8')
  const orders = fc.shuffledSubarray([...outcomes, ...outcomes.slice(3, 6)], { minLength: 16 })
  await fc.assert(
    fc.asyncProperty(orders, async order => {
      await writeFile(file(), head + order.map(outcome => `${JSON.stringify({ outcome })}\n`).join(''))
      expect((await Store.read(folder.path)).course.rows()).toEqual(course.rows())
    }),
    { numRuns: 20 },
  )
})

test('checkpoints stay as long as a job may go on from them', async () => {
  const store = await Store.create(folder.path, plan)
  for (const outcome of first.slice(0, 8)) await store.put(outcome, BYTES)
  expect(await checkpoints()).toHaveLength(8)
  await store.put(first[8] ?? outcomeOf(plan, 8, 0, 8), BYTES)
  expect(await checkpoints()).toEqual(['6.0.0.safetensors', '7.0.0.safetensors', '8.0.0.safetensors'])
  expect(await store.checkpointBefore({ trial: 7, seed: 0, rung: 1 })).toEqual(Buffer.from(BYTES))
  expect(await store.checkpointBefore({ trial: 5, seed: 0, rung: 1 })).toBeUndefined()
  expect(await store.checkpointBefore({ trial: 5, seed: 0, rung: 0 })).toBeUndefined()
  for (const trial of [6, 7]) await store.put(outcomeOf(plan, trial, 1, 10 * trial), BYTES)
  expect(await checkpoints()).toHaveLength(5)
  await store.put(outcomeOf(plan, 8, 1, 1), BYTES)
  expect(await checkpoints()).toEqual(['7.0.1.safetensors'])
  await store.put(outcomeOf(plan, 7, 2, 60), BYTES)
  expect(await checkpoints()).toEqual(['7.0.2.safetensors'])
  await store.close()
})

/** A program that is killed while it writes a file. */
const KILLED = `
  import { readdirSync } from 'node:fs'
  import { dirname } from 'node:path'
  import { setImmediate } from 'node:timers/promises'
  import { writeFileAtomic } from '@gradus/core/node'
  const path = process.argv[1]
  const before = readdirSync(dirname(path)).length
  void writeFileAtomic(path, new Uint8Array(2 ** 26))
  while (readdirSync(dirname(path)).length === before) await setImmediate()
  process.kill(process.pid, 'SIGKILL')
`

test('leftovers of a program that was killed are swept away', async () => {
  await storeWith(first)
  await writeFile(join(folder.path, 'checkpoints', '0.0.0.safetensors'), 'of a trial that dropped out')
  for (const path of [join(folder.path, 'checkpoints', '7.0.1.safetensors'), file()]) {
    const options = { cwd: join(import.meta.dirname, '..', '..') }
    const program = promisify(execFile)(
      process.execPath,
      ['--input-type=module', '-e', KILLED, path],
      options,
    )
    await expect(program).rejects.toMatchObject({ signal: 'SIGKILL' })
  }
  const isLeft = (name: string): boolean => name.endsWith('.tmp')
  expect((await checkpoints()).filter(isLeft)).toHaveLength(1)
  expect((await readdir(folder.path)).filter(isLeft)).toHaveLength(1)
  await reopened(() => undefined)
  expect(await checkpoints()).toEqual(['6.0.0.safetensors', '7.0.0.safetensors', '8.0.0.safetensors'])
  expect((await readdir(folder.path)).filter(isLeft)).toEqual([])
})

test('where a checkpoint is lost or damaged, the job begins anew with the same bits', async () => {
  const own = await planFor(xorData, { trials: 3 })
  const store = await Store.create(folder.path, own)
  for (const job of [...store.course.waiting()]) {
    const trained = await trainJob(own, job, undefined, xorData)
    if (trained) await store.put(trained.outcome, trained.checkpoint)
  }
  const [job] = [...store.course.waiting()]
  if (!job) throw new Error('One trial goes on')
  const before = await store.checkpointBefore(job)
  expect(before).toBeDefined()
  const hashes = new Set<string | undefined>()
  const path = join(folder.path, 'checkpoints', `${job.trial}.0.0.safetensors`)
  const train = async (): Promise<void> => {
    const trained = await trainJob(own, job, await store.checkpointBefore(job), xorData)
    hashes.add(trained?.outcome.sha256)
  }
  await train()
  await writeFile(path, before?.with(-20, 99) ?? '')
  await train()
  await rm(path)
  await train()
  await mkdir(path)
  await train()
  expect(hashes.size).toBe(1)
  await store.close()
})

test('the end of a study is kept', async () => {
  await storeWith(first)
  const ending = { trial: 8, sha256: 'ab', test: { correct: 9, total: 10 } }
  await reopened(store => store.end(ending))
  expect(await reopened(store => store.ending)).toEqual(ending)
  await reopened(store => store.end({ trial: 8, sha256: 'ab' }))
  expect((await Store.read(folder.path)).ending).toEqual({ trial: 8, sha256: 'ab' })
})
