import { appendFile, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { examine, LocalLab, type Report, type Subject } from '@gradus/doctor'
import { ThreadLab, type ThreadLabOptions } from '@gradus/doctor/node'
import { useFolder } from '@gradus/testing/folders'
import { describe, expect, it } from 'vitest'
import { quadrantsRun } from '../../test/runs.ts'

const folder = useFolder('test')
const budget = 60_000
const subject = quadrantsRun({ eta: 300 })

async function examined(run: Subject, options: ThreadLabOptions): Promise<Report> {
  const lab = await ThreadLab.start(run, options)
  try {
    return await examine(run, lab, { budget })
  } finally {
    await lab.close()
  }
}

describe('a lab on threads', () => {
  it('has the same report on any number of threads, and on none', async () => {
    const reports = [
      await examine(subject, new LocalLab(subject), { budget }),
      await examined(subject, { threads: 1 }),
      await examined(subject, { threads: 2, engine: 'reference' }),
    ]
    const [none, one, two] = reports.map(report => JSON.stringify(report))
    expect(one).toBe(none)
    expect(two).toBe(none)
  })

  it('throws the error of a trial that cannot be done', async () => {
    const lab = await ThreadLab.start(subject, { threads: 1 })
    const trial = { spec: { ...subject.spec, sizes: [3, 2] }, data: {} }
    await expect(lab.run([trial])).rejects.toThrow('The training data has 2 inputs')
    await lab.close()
  })
})

describe('a ledger', () => {
  it('lets an examination that was ended go on, with the same report', async () => {
    const ledger = join(folder.path, 'ended.jsonl')
    const whole = await examined(subject, { threads: 2 })
    const controller = new AbortController()
    let results = 0
    const onResult = (): void => {
      results++
      if (results === 9) controller.abort(new Error('killed'))
    }
    const first = { threads: 2, ledger, onResult, signal: controller.signal }
    await expect(examined(subject, first)).rejects.toThrow('killed')
    const lines = (await readFile(ledger, 'utf8')).split('\n').length - 1
    expect(lines).toBeGreaterThanOrEqual(9)
    expect(lines).toBeLessThan(whole.cost.trials)
    // A line that was not written to its end, as a killed program leaves it.
    await appendFile(ledger, '{"key":"torn')
    expect(JSON.stringify(await examined(subject, { threads: 2, ledger }))).toBe(JSON.stringify(whole))
    const kept = await readFile(ledger, 'utf8')
    expect(kept.includes('torn')).toBe(false)
    expect(JSON.stringify(await examined(subject, { threads: 1, ledger }))).toBe(JSON.stringify(whole))
    expect((await readFile(ledger, 'utf8')).length).toBe(kept.length)
  })

  it('keeps the costs of a trial that diverges, though they are no numbers', async () => {
    const ledger = join(folder.path, 'diverged.jsonl')
    const trial = { spec: { ...subject.spec, eta: 100, l2: 3000 }, data: {} }
    const results = [1, 2].map(async threads => {
      const lab = await ThreadLab.start(subject, { threads, ledger: `${ledger}${threads}` })
      const done = await lab.run([trial])
      await lab.close()
      return done
    })
    const [one, two] = await Promise.all(results)
    expect(one?.[0]?.problem).toMatch(/^diverged in epoch \d+$/)
    expect(two).toEqual(one)
    const again = await ThreadLab.start(subject, { threads: 1, ledger: `${ledger}1` })
    expect(await again.run([trial])).toEqual(one)
    await again.close()
  })

  it('keeps results of other data apart', async () => {
    const ledger = join(folder.path, 'apart.jsonl')
    await examined(subject, { threads: 1, ledger })
    const before = await readFile(ledger, 'utf8')
    const other = { ...subject, train: { ...subject.train, hash: 'others' } }
    await examined({ ...other, spec: subject.spec }, { threads: 1, ledger })
    const after = await readFile(ledger, 'utf8')
    expect(after.startsWith(before)).toBe(true)
    expect(after.length).toBeGreaterThan(1.9 * before.length)
  })

  it('does trials again whose results an older program has kept', async () => {
    const ledger = join(folder.path, 'older.jsonl')
    const report = await examined(subject, { threads: 1, ledger })
    const lines = await readFile(ledger, 'utf8')
    await writeFile(ledger, lines.replaceAll('"version":2,', ''))
    expect(JSON.stringify(await examined(subject, { threads: 1, ledger }))).toBe(JSON.stringify(report))
    expect((await readFile(ledger, 'utf8')).endsWith(lines)).toBe(true)
  })

  it('names a line that is damaged', async () => {
    const ledger = join(folder.path, 'damaged.jsonl')
    await writeFile(ledger, '{"version":2,"key":"a"}\n')
    await expect(ThreadLab.start(subject, { threads: 1, ledger })).rejects.toThrow(
      /^Line 1 of .*damaged\.jsonl is damaged: .* Remove this line: its trial is then done again\.$/,
    )
  })
})
