import { CHROMIUM, install } from '@gradus/runtimes/installs'
import { type Browser, type ConsoleMessage, chromium, type Page } from 'playwright-core'

/** A browser that nobody sees, from the packages of the runtimes. */
export async function openBrowser(): Promise<Browser> {
  await install()
  return chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] })
}

/** What went wrong in a page: a list that grows. */
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
