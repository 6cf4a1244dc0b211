import { link, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { loadMnist } from '@gradus/mnist/node'
import { Child, outputOf } from '@gradus/runtimes/child'
import { CHROMIUM, install, installed } from '@gradus/runtimes/installs'
import { useFolder } from '@gradus/testing/folders'
import { encode } from 'fast-png'
import { type Browser, chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
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
let browser: Browser

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
  browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] })
})

afterAll(() => browser.close())

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

/** The Worker of a bundle in workerd, as Cloudflare runs it. */
async function workerd(bundle: string, port: number): Promise<Child> {
  const folder = join(place.path, bundle, 'workers')
  const settings = await readFile(join(folder, 'wrangler.jsonc'), 'utf8')
  const [date] = /(?<="compatibility_date": )"[\d-]+"/.exec(settings) ?? []
  const script = '(name = "worker.js", esModule = embed "worker.js")'
  const model = '(name = "model.safetensors", data = embed "model.safetensors")'
  const worker = `(compatibilityDate = ${date}, modules = [${script}, ${model}])`
  const socket = `(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")`
  const config = join(folder, 'dist', 'config.capnp')
  await writeFile(
    config,
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (services = [(name = "main", worker = ${worker})], sockets = [${socket}]);
`,
  )
  return new Child(installed('workerd', 'bin', 'workerd'), ['serve', config])
}

/** Does some work while a server runs, once it answers. */
async function during<T>(server: Child, url: string, work: () => Promise<T>): Promise<T> {
  const isUp = (): Promise<boolean> =>
    fetch(`${url}/model`).then(
      ({ ok }) => ok,
      () => false,
    )
  try {
    await server.during(expect.poll(isUp, PATIENT).toBe(true))
    return await work()
  } finally {
    await server.stop()
  }
}

describe.each(Object.entries(KINDS))('%s', (_, kind) => {
  const { data, flags, classes, ends, accuracy, file, request, page } = kind
  const model = `${data.replace(/\W/g, '-')}.safetensors`

  async function ask(url: string): Promise<unknown> {
    const [type, body] = request(Uint8Array.from(await readFile(join(place.path, file))))
    const headers = { 'Content-Type': type }
    const response = await fetch(`${url}/predict`, { method: 'POST', headers, body })
    expect(response.status).toBe(200)
    return JSON.parse(await response.text()).predictions
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
  })

  test('is served with a page that says the names, and answers the same on workerd', async () => {
    const bundle = `${model}-bundle`
    const env = { INIT_CWD: place.path }
    const bundling = outputOf(process.execPath, [BUNDLE, model, '--out', bundle], { env })
    const [port, otherPort] = [await freePort(), await freePort()]
    const url = `http://127.0.0.1:${port}`
    const serve = [CLI, 'serve', model, '--port', `${port}`]
    const server = new Child(process.execPath, serve, { cwd: place.path })
    const [answer] = await Promise.all([during(server, url, () => answerBesidePage(url)), bundling])
    const other = `http://127.0.0.1:${otherPort}`
    const onWorkerd = await during(await workerd(bundle, otherPort), other, () => ask(other))
    expect(JSON.stringify(onWorkerd)).toBe(JSON.stringify(answer))
  })

  async function answerBesidePage(url: string): Promise<unknown> {
    const visit = await browser.newPage()
    await visit.goto(url)
    await visit.locator(page).first().waitFor({ state: 'visible' })
    const text = await visit.locator('body').textContent()
    if (classes !== DIGITS) expect(text?.toLowerCase()).not.toContain('digit')
    await visit.close()
    return ask(url)
  }
})

test('loading that takes its time says how far it is, and Ctrl-C ends it with nothing left behind', async () => {
  const folder = join(place.path, 'large')
  const side = 1000
  const data = Uint8Array.from({ length: side ** 2 }, (_, i) => (i * i) % 251)
  const picture = encode({ width: side, height: side, data, channels: 1 })
  for (const name of ['cats', 'dogs']) {
    await mkdir(join(folder, name), { recursive: true })
    await writeFile(join(folder, name, '0.png'), picture)
    for (let i = 1; i < 60; i++) await link(join(folder, name, '0.png'), join(folder, name, `${i}.png`))
  }
  const before = await readdir(place.path)
  const terminal = await Terminal.open(place.path, 100, 30)
  try {
    await terminal.run('', ['train', '--data', 'large', '--no-cache', '--out', 'large.safetensors'])
    await terminal.until(screen => /data: \d+ % of 120 files/.test(screen))
    await terminal.press('C-c')
    const over = await terminal.until(screen => screen.includes('code='))
    expect(over).toContain('Stopped while the data were loading: nothing is saved.')
    expect(over).toContain('code=130')
    expect(await terminal.showsAlternateScreen()).toBe(false)
    expect((await readdir(place.path)).filter(name => name !== 'state')).toEqual(
      before.filter(name => name !== 'state'),
    )
  } finally {
    await terminal.close()
  }
})
