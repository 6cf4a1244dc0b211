/**
 * Calls a Lambda handler with events of version 2.0, as a function URL does: `node lambda-server.ts PORT
 * HANDLER`.
 */
import { isUtf8 } from 'node:buffer'
import { createServer, type IncomingMessage } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { pathToFileURL } from 'node:url'

/** Source: https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html */
interface Result {
  readonly statusCode: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly isBase64Encoded: boolean
}

/** Kinds of bodies that come as text. */
const TEXT = /^(text\/|application\/(json|javascript|xml)|application\/x-www-form-urlencoded)/i

/** Headers that concern one connection only. */
const HOP_BY_HOP = new Set(['connection', 'keep-alive', 'transfer-encoding'])

async function eventOf(request: IncomingMessage): Promise<object> {
  const { method = '', url = '/', headers } = request
  const [path = '/', ...query] = url.split('?')
  const body = await buffer(request)
  const isText = TEXT.test(headers['content-type'] ?? '') && isUtf8(body)
  const kept = Object.entries(headers).filter(([name]) => !HOP_BY_HOP.has(name))
  const now = new Date()
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: query.join('?'),
    headers: {
      ...Object.fromEntries(kept.map(([name, value]) => [name, String(value)])),
      ...(body.length > 0 && { 'content-length': String(body.length) }),
    },
    requestContext: {
      accountId: 'anonymous',
      apiId: 'gradus',
      domainName: 'gradus.lambda-url.eu-central-1.on.aws',
      domainPrefix: 'gradus',
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: '' },
      requestId: 'request',
      routeKey: '$default',
      stage: '$default',
      time: now.toUTCString(),
      timeEpoch: now.getTime(),
    },
    ...(body.length > 0 && { body: body.toString(isText ? 'utf8' : 'base64') }),
    isBase64Encoded: body.length > 0 && !isText,
  }
}

const [, , port, file = ''] = process.argv
const { handler }: { handler: (event: object) => Promise<Result> } = await import(pathToFileURL(file).href)

createServer(async (request, response) => {
  const { statusCode, headers, body, isBase64Encoded } = await handler(await eventOf(request))
  response.writeHead(statusCode, headers).end(Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8'))
}).listen(Number(port), '127.0.0.1')
