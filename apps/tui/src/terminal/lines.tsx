import { Text } from 'ink'
import type { ReactNode } from 'react'

/** Lines that are as wide as they are meant to be. */
export function Lines({ lines }: { readonly lines: readonly string[] }): ReactNode {
  return lines.length === 0 ? null : <Text wrap="truncate">{lines.join('\n')}</Text>
}
