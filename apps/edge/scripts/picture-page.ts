import { mkdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { drawing } from '@gradus/data/strokes'
import { openBrowser, servePage } from '../test/browser.ts'
import { drawQuickly } from '../test/draw.ts'
import { print } from './output.ts'

/** Draws a 1 with a flag on the built page, and writes a screenshot to docs/pictures/page.png. */
const FILE = join(import.meta.dirname, '..', '..', '..', 'docs', 'pictures', 'page.png')

const server = await servePage()
const browser = await openBrowser()
try {
  const page = await browser.newPage({ viewport: { width: 1000, height: 880 }, deviceScaleFactor: 1.25 })
  await page.goto(server.url)
  await page.locator('#sample-buttons button').last().waitFor()
  await page.waitForFunction(() => document.getElementById('model')?.textContent)
  await drawQuickly(
    page,
    drawing({ part: 'test', seed: 0, index: 1, variant: '1 flag and foot', style: 'careful' }),
  )
  await page.waitForFunction(() => document.getElementById('spoken')?.textContent)
  await mkdir(join(FILE, '..'), { recursive: true })
  await page.screenshot({ path: FILE, animations: 'disabled' })
  print(`${FILE}: ${(await stat(FILE)).size} bytes`)
} finally {
  await browser.close()
  await server.close()
}
