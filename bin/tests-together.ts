import { describe } from 'node:test'
import { pathToFileURL } from 'node:url'
import process from 'node:process'

// Several test files in one process, one after the other, each a suite of its own: what a file opens before its tests it closes
// after them, and the house is read from disk once, not once a file. `node bin/tests-together.ts FILE…`
for (const file of process.argv.slice(2))
  void describe(file, async () => {
    await import(pathToFileURL(file).href)
  })
