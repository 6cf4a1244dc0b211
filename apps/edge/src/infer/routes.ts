import { argmax } from '@gradus/core/predict'
import { type Context, Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import { bodyOf } from '../http/limits.ts'
import { type EdgeEnv, hold, type Sliced, worked } from '../http/work.ts'
import { normal } from '../model/name.ts'
import type { NetworkInput, ServedModel } from '../model/served-model.ts'
import type { OutputName } from '../openapi/described-model.ts'
import { mediaTypeOf, parseJson } from '../predict/inputs.ts'
import { answerBytes, exampleWork } from '../predict/route.ts'
import { Problem, unsupportedMedia } from '../problem/problem.ts'
import { inputsOfTensors } from './inputs.ts'
import { type CheckedInfer, InferBodies, type InferRequest, NO_BINARY } from './request.ts'
import { inputTensors, outputTensors } from './tensors.ts'

/** A tensor of an answer, its data flat. */
export interface OutputTensor {
  /** The classes (digits, where they are), their labels, or the scores. */
  readonly name: OutputName
  /** INT64 for classes, BYTES for labels, FP64 for scores. */
  readonly datatype: 'FP64' | 'INT64' | 'BYTES'
  /** [examples], or [examples, output neurons]. */
  readonly shape: number[]
  /** Its numbers or texts, row by row. */
  readonly data: (number | string)[]
}

/** The answer of POST …/infer. */
export interface InferResponse {
  /** Name of the model, as the URL has it. */
  readonly model_name: string
  /** Version of the model that answers. */
  readonly model_version: string
  /** The request's id, where it had one. */
  readonly id?: string
  /** The tensors that were asked for, in that order. */
  readonly outputs: OutputTensor[]
}

/**
 * The Open Inference Protocol, version 2, over HTTP, as KServe and Triton speak it. It normalises no image,
 * and takes blank ones. Source:
 * https://github.com/kserve/open-inference-protocol/blob/main/specification/protocol/inference_rest.md
 */
export function inferRoutes(model: ServedModel) {
  const { name, version } = model
  const inputs = inputTensors(model)
  const names = inputs.map(input => input.name)
  const bodies = new InferBodies(model, names)
  const reading = { model, names: new Set(names) }
  const known = createMiddleware<EdgeEnv>(async (c, next) => {
    const isKnown =
      normal(c.req.param('name') ?? '') === name && normal(c.req.param('version') ?? version) === version
    if (!isKnown)
      throw new Problem(
        404,
        'NOT_FOUND',
        'There is no such model or version here: GET /model names the one there is.',
      )
    await next()
  })
  const read = createMiddleware<EdgeEnv, string, { in: { json: InferRequest }; out: { json: CheckedInfer } }>(
    async (c, next) => {
      c.req.addValidatedData('json', bodies.checked(await readBody(c)))
      await next()
    },
  )
  const metadata = {
    name,
    versions: [version],
    platform: 'gradus_safetensors',
    inputs,
    outputs: outputTensors(model),
  }
  return new Hono<EdgeEnv>()
    .get('/v2', c => c.json({ name: 'gradus', version: '0.1.0', extensions: [] }))
    .get('/v2/health/live', c => c.json({ live: true }))
    .get('/v2/health/ready', c => c.json({ ready: true }))
    .get('/v2/models/:name', known, c => c.json(metadata))
    .get('/v2/models/:name/versions/:version', known, c => c.json(metadata))
    .get('/v2/models/:name/ready', known, c => c.json({ name, ready: true }))
    .get('/v2/models/:name/versions/:version/ready', known, c => c.json({ name, ready: true }))
    .post('/v2/models/:name/infer', known, read, async c =>
      c.json(await inferred(c, reading, c.req.valid('json'))),
    )
    .post('/v2/models/:name/versions/:version/infer', known, read, async c =>
      c.json(await inferred(c, reading, c.req.valid('json'))),
    )
}

async function readBody(c: Context<EdgeEnv>): Promise<unknown> {
  if (c.req.header('Inference-Header-Content-Length') !== undefined)
    throw new Problem(400, 'BAD_REQUEST', `The body has binary tensors: ${NO_BINARY}`)
  const type = mediaTypeOf(c.req.header('Content-Type'))
  // The protocol asks for no type: curl's own default is accepted as well.
  if (type !== '' && type !== 'application/json' && type !== 'application/x-www-form-urlencoded') {
    throw unsupportedMedia(['application/json'])
  }
  return worked(
    c,
    parseJson(await bodyOf(c), bytes => hold(c, bytes)),
  )
}

async function inferred(
  c: Context<EdgeEnv>,
  { model, names }: { readonly model: ServedModel; readonly names: ReadonlySet<string> },
  { id, inputs: tensors, outputs: wanted }: CheckedInfer,
): Promise<InferResponse> {
  const { name, version } = model
  const inputs = await worked(
    c,
    inputsOfTensors(model, names, tensors, bytes => hold(c, bytes)),
  )
  c.set('images', inputs.length)
  hold(c, answerBytes(model, inputs.length))
  const scores = await worked(c, scoresOf(model, inputs))
  const outputs = wanted.map(output => tensorOf(output, model, scores))
  return { model_name: name, model_version: version, ...(id !== undefined && { id }), outputs }
}

function tensorOf(name: OutputName, { classes, predictor }: ServedModel, scores: number[][]): OutputTensor {
  if (name === 'scores') {
    const shape = [scores.length, predictor.outputSize]
    return { name, datatype: 'FP64', shape, data: scores.flat() }
  }
  const shape = [scores.length]
  const best = scores.map(each => argmax(each))
  if (name === 'label') return { name, datatype: 'BYTES', shape, data: best.map(k => classes.of(k).label) }
  return { name, datatype: 'INT64', shape, data: best }
}

function* scoresOf({ predictor, sizes }: ServedModel, inputs: readonly NetworkInput[]): Sliced<number[][]> {
  const scores: number[][] = []
  for (const input of inputs) {
    yield exampleWork(sizes)
    scores.push(predictor.scores(input))
  }
  return scores
}
