import { PassThrough } from 'node:stream'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { Network, SgdController, sgd } from '@gradus/core'
import { profileOf } from '@gradus/core/health'
import { loadMnist } from '@gradus/mnist/node'
import { render } from 'ink'
import { expect, test } from 'vitest'
import { Session } from '../src/dashboard/session.ts'
import { VIEWS } from '../src/dashboard/state.ts'
import { DashboardView } from '../src/dashboard/views/dashboard-view.tsx'
import { Snapshots } from '../src/run/snapshots.ts'
import { themeFor } from '../src/terminal/theme.ts'
import { useWorkplace } from './workplace.ts'

const place = useWorkplace()
setFlagsFromString('--expose-gc')
const collectGarbage: () => void = runInNewContext('gc')

function heapInUse(): number {
  collectGarbage()
  return process.memoryUsage().heapUsed
}

test('a thousand epochs on the screen take no more memory than their results', async () => {
  const { train, validation, test: testData } = await loadMnist({ dir: `${place.folder}/data` })
  const controller = new SgdController()
  const theme = themeFor({ unicode: true, depth: 24 })
  const session = new Session({
    theme,
    controls: {
      post: () => undefined,
      quit: () => undefined,
      suspend: () => undefined,
      export: async () => '',
    },
    keepsCheckpoints: false,
    onChange: () => undefined,
  })
  const view = () => (
    <DashboardView state={session.state} theme={theme} columns={120} rows={40} nextSteps={[]} />
  )
  const stdout = new PassThrough()
  stdout.resume()
  const screen = render(view(), { stdout, interactive: true, patchConsole: false })
  const network = new Network([36, 8, 3], { seed: 0 })
  const sets = { test: testData, validation }
  const snapshots = new Snapshots(
    sets,
    train,
    () => undefined,
    event => session.onEvent(event),
  )
  snapshots.onLook({ at: 'neurons' })
  session.onEvent({
    ...{ type: 'loaded', seed: 0, dataHash: train.hash, train: train.length },
    ...{ validation: validation?.length, test: testData.length },
  })
  session.onEvent({ type: 'dashboard-data', profile: profileOf(train) })
  const heap: number[] = []
  for await (const event of sgd(network, train, {
    ...{ epochs: 1200, miniBatchSize: 10, eta: 3, statistics: true, controller },
    ...{ testData, validationData: validation },
  })) {
    snapshots.onEvent(event, network, false)
    if (event.type !== 'checkpoint' && event.type !== 'finished') session.onEvent(event)
    if (event.type !== 'epoch') continue
    if (event.epoch % 5 === 0) {
      session.press({ view: VIEWS[(event.epoch / 5) % VIEWS.length] ?? 'overview' })
      screen.rerender(view())
      await screen.waitUntilRenderFlush()
    }
    if (event.epoch === 199 || event.epoch === 1199) heap.push(heapInUse())
  }
  screen.unmount()
  const [early = 0, late = 0] = heap
  expect(session.state.history).toHaveLength(1200)
  // A record of an epoch takes about a kilobyte.
  expect(late - early).toBeLessThan(4e6)
})
