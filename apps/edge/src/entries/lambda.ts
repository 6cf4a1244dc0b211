/** AWS Lambda, behind a function URL or API Gateway: the handler is lambda.handler. */
import { Hono } from 'hono'
import { handle } from 'hono/aws-lambda'
import { embeddedApp } from './embedded.ts'
import { pageAssets } from './page.ts'

const answer = embeddedApp(async () => ({ assets: await pageAssets() }))

export const handler = handle(new Hono().all('*', c => answer(c.req.raw, process.env)))
