import { readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { loadMnist } from '@gradus/mnist/node'
import { Child, outputOf } from '@gradus/runtimes/child'
import { CHROMIUM, install, installed } from '@gradus/runtimes/installs'
import { useFolder } from '@gradus/testing/folders'
import { encode } from 'fast-png'
import { chromium } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { CLI, gradus } from './gradus.ts'
import { flowersCsv, GARMENTS, kaggleCsv, keras, writeGarments, writeLetters } from './own-data.ts'
import { PATIENCE, Terminal } from './tmux.ts'

const BUNDLE = join(import.meta.dirname, '..', '..', 'edge', 'scripts', 'bundle.ts')
const PATIENT = { timeout: PATIENCE }
const DIGITS = Array.from('0123456789')

/** Data of one kind, and what a person does with them. */
interface Kind {
  /** Path in the folder. */
  readonly data: string
  /** Flags that `data` and `train` need besides. */
  readonly flags: readonly string[]
  readonly classes: readonly string[]
  /** Inputs and outputs of the network. */
  readonly ends: readonly [inputs: number, outputs: number]
  /** Share of the test examples that is predicted correctly at the least, after these few epochs. */
  readonly accuracy: number
  /** A file to predict. */
  readonly file: string
  /** The same as a request. */
  readonly request: (
    bytes: Uint8Array<ArrayBuffer>,
  ) => readonly [type: string, body: Uint8Array<ArrayBuffer> | string]
  /** The part of the page that takes it: a pad to draw on, or a form. */
  readonly page: string
}

const png: Kind['request'] = bytes => ['image/png', bytes]
const DIGIT_IMAGES = { flags: [], ends: [784, 10], file: 'seven.png', request: png, page: '#pad' } as const

const KINDS: Readonly<Record<string, Kind>> = {
  'a folder of pictures': {
    ...{ ...DIGIT_IMAGES, data: 'garments', classes: GARMENTS.toSorted(), accuracy: 0.6 },
    file: 'garments/test/ankle boot/00000.png',
  },
  'a table': {
    ...{ data: 'flowers.csv', flags: ['--label', 'kind'], classes: ['setosa', 'versicolor', 'virginica'] },
    ...{ ends: [6, 3], accuracy: 0.9, file: 'garden.csv', page: 'form' },
    request: () => ['application/json', JSON.stringify({ rows: [FLOWER] })],
  },
  "Kaggle's form": { ...DIGIT_IMAGES, data: 'kaggle.csv', classes: DIGITS, accuracy: 0.7 },
  'arrays of Keras': { ...DIGIT_IMAGES, data: 'mnist.npz', classes: DIGITS, accuracy: 0.7 },
  'IDX files like those of EMNIST': {
    ...{ ...DIGIT_IMAGES, data: 'letters', flags: ['--transpose'], accuracy: 0.7 },
    classes: Array.from('ABCDEFGHIJ'),
  },
}

const FLOWER = { 'petal length': 1.4, 'petal width': 0.2, 'sepal length': 5.1, colour: 'violet' }

const place = useFolder()

beforeAll(async () => {
  const inFolder = (name: string): string => join(place.path, name)
  const { train, test: held } = await loadMnist()
  const [some, few] = [train.subset(0, 1500), held.subset(0, 300)]
  await writeGarments(inFolder('garments'), 1500, 300)
  await writeFile(inFolder('flowers.csv'), flowersCsv(300))
  await writeFile(inFolder('garden.csv'), `${Object.keys(FLOWER)}\n${Object.values(FLOWER)}\n`)
  await writeFile(inFolder('kaggle.csv'), kaggleCsv(some))
  await writeFile(inFolder('mnist.npz'), keras(some, few))
  await writeLetters(inFolder('letters'), some, few)
  const { rows, cols } = held
  await writeFile(
    inFolder('seven.png'),
    encode({ width: cols, height: rows, data: held.at(0).pixels, channels: 1 }),
  )
  await install()
})

/** Standard output of `gradus`, which is to end well. */
async function output(...args: string[]): Promise<string> {
  const env = { XDG_STATE_HOME: place.path, XDG_CACHE_HOME: place.path }
  const { code, stdout, stderr } = await gradus(args, { cwd: place.path, env })
  expect(code, stderr).toBe(0)
  return stdout
}

/** A port that nobody listens on. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise(resolve => server.once('listening', resolve))
  const address = server.address()
  await new Promise(resolve => server.close(resolve))
  if (typeof address !== 'object' || !address) throw new Error('There is no port.')
  return address.port
}

/** Does some work while a server runs, once it answers. */
async function during<T>(server: Child, url: string, work: () => Promise<T>): Promise<T> {
  const isUp = (): Promise<boolean> =>
    fetch(`${url}/model`).then(
      ({ ok }) => ok,
      () => false,
    )
  await server.during(expect.poll(isUp, PATIENT).toBe(true))
  try {
    return await work()
  } finally {
    process.kill(server.pid, 'SIGTERM')
    await server.output().catch(() => undefined)
  }
}

describe.each(Object.entries(KINDS))('%s', (_, kind) => {
  const { data, flags, classes, ends, accuracy, file, request, page } = kind
  const model = `${data.replace(/\W/g, '-')}.safetensors`
  /** The answer of Node's server, and of workerd. */
  const answers: string[] = []

  async function ask(url: string): Promise<void> {
    const [type, body] = request(Uint8Array.from(await readFile(join(place.path, file))))
    const response = await fetch(`${url}/predict`, {
      method: 'POST',
      headers: { 'Content-Type': type },
      body,
    })
    expect(response.status).toBe(200)
    const { predictions }: { predictions: unknown } = JSON.parse(await response.text())
    answers.push(JSON.stringify(predictions))
  }

  test('is reported on, with the names of the classes', async () => {
    const report = JSON.parse(await output('data', data, ...flags, '--json'))
    expect(report.classes.map(({ label }: { label: string }) => label)).toEqual(classes)
  })

  test("is trained on before one's eyes", async () => {
    const terminal = await Terminal.open(place.path, 120, 40)
    try {
      const learning = ['--hidden', '30', '--recipe', 'modern', '--epochs', '20', '--out', model]
      await terminal.run('', ['train', '--data', data, ...flags, ...learning])
      const over = await terminal.until(screen => screen.includes('The run is over'))
      expect(over).toContain(`${ends[0]} inputs, 30 hidden, ${ends[1]} outputs`)
      await terminal.press('2')
      await terminal.until(screen => /recall/.test(screen) && screen.includes(classes.at(-1) ?? ''))
      await terminal.press('q')
      await terminal.until(screen => screen.includes('code=0'))
    } finally {
      await terminal.close()
    }
  })

  test('is evaluated by the names of the classes, with no flag of the loading said again', async () => {
    const found = JSON.parse(await output('evaluate', model, '--data', data, '--json'))
    expect(found.accuracy).toBeGreaterThan(accuracy)
    expect(found.classes.map(({ label }: { label: string }) => label)).toEqual(classes)
  })

  test('is predicted by name', async () => {
    const { label } = JSON.parse(await output('predict', model, file, '--json'))
    expect(classes).toContain(label)
    expect(await output('predict', model, file)).toContain(label)
  })

  test('is served with a page that says the names, and answers the same bytes on workerd', async () => {
    const [port, otherPort] = [await freePort(), await freePort()]
    const url = `http://127.0.0.1:${port}`
    const server = new Child(process.execPath, [CLI, 'serve', model, '--port', `${port}`], {
      cwd: place.path,
    })
    await during(server, url, async () => {
      await ask(url)
      const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] })
      try {
        const visit = await browser.newPage()
        await visit.goto(url)
        await visit.locator(page).first().waitFor({ state: 'visible' })
        const text = await visit.locator('body').textContent()
        if (classes !== DIGITS) expect(text?.toLowerCase()).not.toContain('digit')
      } finally {
        await browser.close()
      }
    })

    const bundle = `${model}-bundle`
    const env = { INIT_CWD: place.path }
    await outputOf(process.execPath, [BUNDLE, model, '--out', bundle], { cwd: place.path, env })
    const quiet = {
      WRANGLER_SEND_METRICS: 'false',
      CLOUDFLARE_CF_FETCH_ENABLED: 'false',
      XDG_CONFIG_HOME: place.path,
    }
    const wrangler = installed('wrangler', 'bin', 'wrangler.js')
    const args = [
      'dev',
      '--ip=127.0.0.1',
      `--port=${otherPort}`,
      '--inspector-port=0',
      '--show-interactive-dev-session=false',
    ]
    const workerd = new Child(process.execPath, [wrangler, ...args], {
      cwd: join(place.path, bundle, 'workers'),
      env: quiet,
    })
    await during(workerd, `http://127.0.0.1:${otherPort}`, () => ask(`http://127.0.0.1:${otherPort}`))
    expect(answers[1]).toBe(answers[0])
    expect(answers).toHaveLength(2)
  })
})
