/** Whether the terminal can show more than ASCII: where the locale says so, and on Windows. */
export function showsUnicode(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): boolean {
  if (platform === 'win32') return true
  const { LC_ALL, LC_CTYPE, LANG } = env
  return /utf-?8/i.test(LC_ALL || LC_CTYPE || LANG || '')
}
