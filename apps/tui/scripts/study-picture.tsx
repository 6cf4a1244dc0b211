import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { completeSpec } from '@gradus/core'
import { loadMnist } from '@gradus/mnist/node'
import { engineVersion, makePlan, Space } from '@gradus/study'
import { runOnThreads, Store } from '@gradus/study/node'
import { renderToString } from 'ink'
import { svgOf } from '../src/dashboard/export/svg.ts'
import { initialLook } from '../src/study/screen/look.ts'
import { StudyView } from '../src/study/screen/study-view.tsx'
import type { StudySnapshot } from '../src/study/study-snapshot.ts'
import { StudyState } from '../src/study/study-state.ts'
import { themeFor } from '../src/terminal/theme.ts'

const THREADS = 2
/** Trials of the second rung that are done when the pictures are taken. */
const DONE = 4
const [COLUMNS, ROWS] = [110, 40] as const
const PICTURES = [
  ['trials', 'study.svg'],
  ['map', 'study-map.svg'],
] as const

/** Draws a real study of eta and hidden neurons on MNIST, in the midst of its second rung. @param pictures folder */
export async function drawStudy(pictures: string): Promise<void> {
  const { train, validation } = await loadMnist()
  if (!validation) throw new Error('MNIST comes with validation data: expected some')
  const fixed = completeSpec({
    ...{ sizes: [784, 30, 10], seed: '0', epochs: 9, miniBatchSize: 10, eta: 3 },
    data: { hash: train.hash, train: train.length, validation: validation.length },
  })
  const space = Space.parse(['eta=0.1..100', 'hidden=10,15,30,60']).toJSON()
  const folder = await mkdtemp(join(tmpdir(), 'gradus-picture-'))
  const store = await Store.create(folder, makePlan({ space, fixed, engine: await engineVersion() }))
  const state = new StudyState(store.course, { name: 'digits', threads: THREADS })
  const end = new AbortController()
  let drawn: StudySnapshot | undefined
  await runOnThreads(
    store,
    { train, validation },
    {
      threads: THREADS,
      signal: end.signal,
      onEvent: event => {
        state.take(event)
        const { rung, progress } = store.course
        if (drawn || event.type !== 'epoch' || event.job.rung !== 1 || rung !== 1 || progress.done < DONE)
          return
        drawn = state.snapshot()
        end.abort()
      },
    },
  )
  for (const [view, name] of drawn ? PICTURES : []) {
    if (drawn) await writeFile(join(pictures, name), pictureOf(drawn, view))
  }
  await store.close()
  await rm(folder, { recursive: true })
}

function pictureOf(study: StudySnapshot, view: (typeof PICTURES)[number][0]): string {
  const props = { study, look: { ...initialLook, view }, theme: themeFor({ unicode: true, depth: 24 }) }
  const frame = renderToString(<StudyView {...props} columns={COLUMNS} rows={ROWS} />, { columns: COLUMNS })
  return svgOf(frame, { columns: COLUMNS, rows: ROWS, title: `Gradus, ${view} of a study` })
}
