import { embeddedModel, type Serving, serve } from '@gradus/edge/node'
import { CHROMIUM, install } from '@gradus/runtimes/installs'
import { type Browser, type ConsoleMessage, chromium, type Page } from 'playwright-core'

/**
 * A name of this machine other than localhost: over plain http it gives no secure context, as on a phone
 * nearby.
 */
export const INSECURE_NAME = 'gradus.test'

/** A headless browser, from the packages of the runtimes. */
export async function openBrowser(): Promise<Browser> {
  await install()
  const args = ['--no-sandbox', '--disable-gpu', `--host-resolver-rules=MAP ${INSECURE_NAME} 127.0.0.1`]
  return chromium.launch({ executablePath: CHROMIUM, args })
}

/** The errors and warnings of a page: a list that grows. */
export async function complaintsOf(page: Page, origin: string): Promise<readonly string[]> {
  const complaints: string[] = []
  page.on('console', (message: ConsoleMessage) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('pageerror', error => complaints.push(`${error}`))
  page.on('request', request => {
    if (!request.url().startsWith(origin)) complaints.push(`request to ${request.url()}`)
  })
  await page.exposeFunction('complain', (what: string) => complaints.push(what))
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', event => {
      Reflect.get(window, 'complain')(`CSP: ${event.violatedDirective} ${event.blockedURI}`)
    })
  })
  return complaints
}

/** Serves the built page by the built server on Node, with the model that it embeds. */
export async function servePage(): Promise<Serving> {
  return serve({ model: await embeddedModel(), hostname: '127.0.0.1', port: 0, environment: {} })
}
