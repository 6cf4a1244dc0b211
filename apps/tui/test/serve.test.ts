import { once } from 'node:events'
import { copyFile, writeFile } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Network, Predictor } from '@gradus/core'
import { loadModel, saveModel } from '@gradus/core/node'
import { LightPredictor } from '@gradus/core/predict'
import type { PredictResponse } from '@gradus/edge'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Child, gradus, signal, spawnGradus } from './gradus.ts'
import { SMALL, useWorkplace } from './workplace.ts'

const place = useWorkplace()
const NOBODY = { GRADUS_TOKEN: undefined, GRADUS_CORS_ORIGINS: undefined, HOST: undefined, PORT: undefined }

beforeAll(() => saveModel(join(place.folder, 'my net.safetensors'), new Network([784, 15, 10], { seed: 0 })))

/** Starts `gradus serve` on a free port. */
async function serve(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const child = spawnGradus(['serve', '--port', '0', ...args], {
    cwd: place.folder,
    env: { ...NOBODY, ...env },
  })
  const requests: string[] = []
  createInterface(child.stdout).on('line', line => requests.push(line))
  let said = ''
  const url = await new Promise<string>((resolve, reject) => {
    child.stderr.on('data', chunk => {
      said += String(chunk)
      const found = /^Serving .* at (http:\S+)\. Ctrl-C ends it\.$/m.exec(said)
      if (found?.[1]) resolve(found[1])
    })
    child.once('close', () => reject(new Error(said)))
  })
  return { child, url, requests, said: () => said }
}

async function predict(url: string, init: RequestInit): Promise<PredictResponse> {
  const response = await fetch(`${url}/predict`, { method: 'POST', ...init })
  return JSON.parse(await response.text())
}

async function end(child: Child, name: NodeJS.Signals): Promise<number | null> {
  const ended = new Promise<number | null>(resolve => child.once('close', resolve))
  signal(child, name)
  return ended
}

describe('gradus serve', () => {
  test('serves the model that comes with Gradus, its page and its documentation, until Ctrl-C', async () => {
    const { child, url, requests } = await serve([])
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    const model = await (await fetch(`${url}/model`)).json()
    expect(model).toMatchObject({ name: 'digits', version: '1' })
    for (const path of ['/', '/page.js', '/docs', '/docs/swagger-ui-bundle.js', '/metrics']) {
      expect((await fetch(url + path)).status).toBe(200)
    }
    expect(await end(child, 'SIGINT')).toBe(130)
    expect(requests.map(line => JSON.parse(line).route)).toContain('/model')
  })

  test('serves any model file, under the name of the file, in the letters of any script', async () => {
    const path = join(place.folder, '\u043C\u043E\u0434\u0435\u043B\u044C \u202E2.safetensors')
    await copyFile(join(place.folder, 'my net.safetensors'), path)
    const { child, url, said } = await serve([path])
    const { network } = await loadModel(path)
    const image = Uint8Array.from({ length: 784 }, (_, i) => i % 256)
    const headers = { 'Content-Type': 'application/octet-stream' }
    const { model, predictions } = await predict(url, { body: image, headers })
    const name = '\u043C\u043E\u0434\u0435\u043B\u044C--2'
    expect(model.name).toBe(name)
    expect(said()).toContain(`Serving ${name} (784-15-10) at `)
    expect(predictions[0]?.scores).toHaveLength(network.sizes.at(-1) ?? 0)
    expect((await fetch(`${url}/v2/models/${name}/ready`)).status).toBe(200)
    expect(await end(child, 'SIGTERM')).toBe(143)
  })

  test('answers with the very bytes of the outputs that gradus predict, Predictor and LightPredictor give', async () => {
    const path = join(place.folder, 'my net.safetensors')
    const { network } = await loadModel(path)
    const pixels = Uint8Array.from({ length: 784 }, (_, i) => (i * i) % 256)
    await writeFile(join(place.folder, 'one.raw'), pixels)
    const outputs = JSON.stringify([...new Predictor(network).outputs(pixels)])
    expect(JSON.stringify([...new LightPredictor(network).outputs(pixels)])).toBe(outputs)
    const predicted = await gradus(['predict', path, 'one.raw', '--json'], { cwd: place.folder })
    expect(predicted.stdout).toContain(`"outputs":${outputs}`)

    const { child, url } = await serve([path])
    const post = async (route: string, type: string, body: string | Uint8Array<ArrayBuffer>) =>
      (await fetch(url + route, { method: 'POST', headers: { 'Content-Type': type }, body })).text()
    const answer = await post('/predict', 'application/octet-stream', pixels)
    expect(answer).toContain(`"scores":${outputs}`)
    const tensor = { name: 'image', shape: [1, 784], datatype: 'UINT8', data: [...pixels] }
    const inferred = await post(
      '/v2/models/my-net/infer',
      'application/json',
      JSON.stringify({ inputs: [tensor] }),
    )
    expect(inferred).toContain(`"data":${outputs}`)
    await end(child, 'SIGTERM')
  })

  test('serves networks of other sizes, and checkpoints', async () => {
    const trained = await gradus([...SMALL, '--out', 'small.safetensors'], { cwd: place.folder })
    expect(trained.code).toBe(0)
    const { child, url } = await serve(['small.checkpoint.safetensors'])
    expect(await (await fetch(`${url}/model`)).json()).toMatchObject({ sizes: [36, 8, 3] })
    const body = JSON.stringify({ image: Array.from({ length: 36 }, (_, i) => i) })
    const headers = { 'Content-Type': 'application/json' }
    const { predictions } = await predict(url, { body, headers })
    expect(predictions[0]?.scores).toHaveLength(3)
    const picture = { method: 'POST', body, headers: { 'Content-Type': 'image/png' } }
    expect((await fetch(`${url}/predict`, picture)).status).toBe(422)
    await end(child, 'SIGTERM')
  })

  test('heeds HOST, PORT, the token and the origins of the environment', async () => {
    const { child, url } = await serve(['--host', 'localhost'], {
      GRADUS_TOKEN: 'sesame-open-sesame',
      GRADUS_CORS_ORIGINS: 'https://a.example, https://b.example',
    })
    expect(url).toContain('localhost')
    expect((await fetch(`${url}/predict`, { method: 'POST' })).status).toBe(401)
    const allowed = await fetch(`${url}/model`, { headers: { Origin: 'https://b.example' } })
    expect(allowed.headers.get('Access-Control-Allow-Origin')).toBe('https://b.example')
    await end(child, 'SIGTERM')
  })
})

test('gradus serve says so where everybody may ask', async () => {
  const { child, url, said } = await serve(['--host', '::ffff:127.0.0.1'])
  // This machine alone by another name: what a name may lead to is not asked.
  expect(url).toContain('127.0.0.1')
  expect(said()).toMatch(/^Everybody who reaches ::ffff:127\.0\.0\.1 may ask: GRADUS_TOKEN sets/m)
  await end(child, 'SIGTERM')
})

test('gradus serve ends although nobody reads what it logs', async () => {
  const child = spawnGradus(['serve', '--port', '0'], { cwd: place.folder, env: NOBODY })
  const port = await new Promise<number>(resolve => {
    child.stderr.on('data', chunk => {
      const found = /at http:\/\/127\.0\.0\.1:(\d+)\./.exec(String(chunk))
      if (found) resolve(Number(found[1]))
    })
  })
  const socket = connect(port, '127.0.0.1')
  // More lines than a pipe holds; of one connection only some requests may wait at once.
  const atOnce = 30
  for (let asked = atOnce, answered = 0; asked <= 100 * atOnce; asked += atOnce) {
    socket.write('GET /v2 HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(atOnce))
    while (answered < asked) {
      const [data] = await once(socket, 'data')
      answered += String(data).split('HTTP/1.1 200').length - 1
    }
  }
  const code = once(child, 'exit')
  signal(child, 'SIGTERM')
  expect(await code).toEqual([143, null])
  child.stdout.destroy()
  child.stderr.destroy()
  socket.destroy()
})

describe('gradus serve tells what is wrong', () => {
  const failing = (args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
    gradus(['serve', ...args], { cwd: place.folder, env: { ...NOBODY, ...env } })

  test('a port that is taken', async () => {
    const taken = createServer()
    await new Promise<void>(resolve => taken.listen(0, '127.0.0.1', resolve))
    const address = taken.address()
    const port = String(typeof address === 'object' ? address?.port : 0)
    const { code, stderr } = await failing([], { PORT: port })
    taken.close()
    expect(code).toBe(2)
    expect(stderr).toContain(`'${port}' is invalid. Another program listens there: expected a free port.`)
  })

  test.each([
    [['nothing.safetensors'], {}, 'there is no such file'],
    [['data/t10k-labels-idx1-ubyte'], {}, 'is invalid'],
    [['--port', '70000'], {}, 'Expected a port, 0 .. 65535'],
    [['--host', '256.0.0.1'], {}, 'There is no such address'],
    [
      ['--host', 'http://127.0.0.1:80'],
      {},
      "'--host <host>' argument 'http://127.0.0.1:80' is invalid. hostname is",
    ],
    [[], { PORT: 'http' }, 'Expected a port, 0 .. 65535'],
    [[], { GRADUS_TOKEN: 'two words' }, 'GRADUS_TOKEN has other characters'],
    [[], { GRADUS_TOKEN: 'sesame' }, 'GRADUS_TOKEN has 6 characters: expected 16 at the least'],
    [[], { GRADUS_CORS_ORIGINS: 'https://*.example.org' }, 'GRADUS_CORS_ORIGINS has "https://*.example.org"'],
    [[], { GRADUS_CORS_ORIGINS: 'example.org' }, 'expected origins such as https://example.org'],
  ])('%j %j', async (args, env, message) => {
    const { code, stderr } = await failing(args, env)
    expect(code).toBeGreaterThan(0)
    expect(stderr).toContain(message)
    expect(stderr).not.toMatch(/^ +at /m)
  })
})
