import { StudyError } from '@gradus/study'
import { Store } from '@gradus/study/node'
import { runOnQueue, runWorker } from '@gradus/study/queue'
import { useFolder } from '@gradus/testing/folders'
import { describe, expect, test } from 'vitest'
import { freePort } from '../test/servers.ts'
import { outcomeOf, smallPlan } from '../test/studies.ts'

const folder = useFolder('test')

async function studyOn(queue: string, verify?: number): Promise<Store> {
  const store = await Store.create(folder.path, smallPlan())
  try {
    await runOnQueue(store, { queue, verify })
    return store
  } finally {
    await store.close()
  }
}

const workOn = (queue: string): Promise<void> =>
  runWorker({
    queue,
    name: 'a',
    threads: 1,
    loadData: () => Promise.reject(new Error('No data are wanted.')),
  })

describe.each([
  ['a study', studyOn],
  ['a worker', workOn],
] as const)('%s', (_name, run) => {
  test.each(['redis', 'postgres'])('on a %s server that is not there says so', async scheme => {
    const port = await freePort()
    const error = await run(`${scheme}://me:secret@127.0.0.1:${port}/x`).catch((problem: unknown) => problem)
    expect(error).toBeInstanceOf(StudyError)
    expect(error).toMatchObject({
      field: 'queue',
      message: `The queue at ${scheme}://127.0.0.1:${port}/x cannot be used: connect ECONNREFUSED 127.0.0.1:${port}. Start the server there, or give its right address.`,
    })
  })

  test('with a wrong scheme is refused', async () => {
    await expect(run('amqp://me:secret@localhost')).rejects.toThrow(
      /begins with amqp:\/\/: expected redis:\/\//,
    )
  })
})

test('a wrong share to verify is refused', async () => {
  await expect(studyOn('redis://localhost', 5)).rejects.toThrow('verify is 5: expected a share of 0 .. 1')
})

test('a study that is over asks no server', async () => {
  const plan = smallPlan({ trials: 1, rungs: 1 })
  const store = await Store.create(folder.path, plan)
  await store.put(outcomeOf(plan, 0, 0, 30), undefined)
  await runOnQueue(store, { queue: `redis://127.0.0.1:${await freePort()}` })
  expect(store.course.isOver).toBe(true)
  await store.close()
})
