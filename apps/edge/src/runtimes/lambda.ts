/** AWS Lambda, behind a function URL or API Gateway: the handler is lambda.handler. */
import { Hono } from 'hono'
import { handle } from 'hono/aws-lambda'
import { logRequest } from '../server/log.ts'
import { serverExtras } from '../server/server-extras.ts'
import { embeddedApp } from './embedded.ts'

const answer = embeddedApp(() => serverExtras(logRequest))

export const handler = handle(new Hono().all('*', c => answer(c.req.raw, process.env)))
