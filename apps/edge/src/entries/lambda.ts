/** AWS Lambda, behind a function URL or API Gateway: the handler is lambda.handler. */
import { Hono } from 'hono'
import { handle } from 'hono/aws-lambda'
import { embeddedApp } from './embedded.ts'
import { logRequest } from './log.ts'
import { serverExtras } from './server-extras.ts'

const answer = embeddedApp(() => serverExtras(logRequest))

export const handler = handle(new Hono().all('*', c => answer(c.req.raw, process.env)))
