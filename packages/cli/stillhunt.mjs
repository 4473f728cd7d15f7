#!/usr/bin/env node
// Starts the command line under a Node that runs TypeScript from source. An older Node hands over to the pinned one.
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import module from 'node:module'
import process from 'node:process'
import v8 from 'node:v8'

const majorMin = 24

if (Number.parseInt(process.versions.node, 10) >= majorMin) {
  module.enableCompileCache?.()
  // A gateway runs for long and lives on garbage that dies young: V8's own ways suit it.
  if (process.argv[2] !== 'gateway') {
    // A scan is over before V8 would warm up by itself: measured 5 % faster with feedback from the first call on, another
    // 3 % with machine code from the first call on and a space for new objects that grows to its size at once (7 % where
    // logs are ten times as long).
    v8.setFlagsFromString('--no-lazy-feedback-allocation')
    v8.setFlagsFromString('--always-sparkplug')
    v8.setFlagsFromString('--semi-space-growth-factor=16')
  }
  await import('./main.ts')
} else {
  let node
  try {
    node = createRequire(import.meta.url).resolve('node/bin/node')
  } catch {
    process.stderr.write(
      `stillhunt: Node ${majorMin} or later is needed, this is ${process.version}; run npm ci in the repository, which brings one\n`,
    )
    process.exit(2)
  }
  const child = spawn(node, [new URL(import.meta.url).pathname, ...process.argv.slice(2)], { stdio: 'inherit' })
  // Whoever ends or reloads this process means the one that serves. An interrupt from the terminal reaches both anyway.
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  process.on('SIGINT', () => {})
  child.on('exit', (status, signal) => {
    if (signal === null) process.exit(status)
    process.removeAllListeners(signal)
    process.kill(process.pid, signal)
  })
}
