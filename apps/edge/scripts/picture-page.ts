import { mkdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { openBrowser, servePage } from '../test/browser.ts'
import { drawDigit } from '../test/draw.ts'
import { print } from './output.ts'

/** Draws a digit on the built page, and writes a screenshot to docs/pictures/page.png. */
const FILE = join(import.meta.dirname, '..', '..', '..', 'docs', 'pictures', 'page.png')

const server = await servePage()
const browser = await openBrowser()
try {
  const page = await browser.newPage({ viewport: { width: 1000, height: 880 }, deviceScaleFactor: 1.25 })
  await page.goto(server.url)
  await page.locator('#sample-buttons button').last().waitFor()
  await page.waitForFunction(() => document.getElementById('model')?.textContent)
  await drawDigit(page, 5)
  await page.waitForFunction(() => document.getElementById('spoken')?.textContent)
  await mkdir(join(FILE, '..'), { recursive: true })
  await page.screenshot({ path: FILE, animations: 'disabled' })
  print(`${FILE}: ${(await stat(FILE)).size} bytes`)
} finally {
  await browser.close()
  await server.close()
}
