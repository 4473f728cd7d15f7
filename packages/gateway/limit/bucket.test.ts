// Buckets fill evenly, never hold more than they are, and may owe.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bucketWaitMs, owedMs, placeWait, placeWaitMs, refill, unitsLeft, untilWholeMs, wholeBucket } from './bucket.ts'

const minute = 60_000

test('of a limit that divides nothing evenly exactly as many pass', () => {
  for (const limit of [1, 3, 7, 100, 99_991]) {
    const bucket = wholeBucket(limit, 0)
    let passed = 0
    while (bucketWaitMs(bucket.used, 1, limit, minute) === 0) {
      bucket.used += 1
      passed += 1
    }
    assert.equal(passed, limit)
    assert.equal(unitsLeft(bucket.used, limit), 0)
    assert.equal(untilWholeMs(bucket.used, limit, minute), minute)
  }
})

test('an empty bucket fills evenly: after a tenth of the time a tenth is back', () => {
  const bucket = { used: 50, atMs: 1_000, capacity: 50 }
  refill(bucket, 50, minute, 7_000)
  assert.deepEqual(bucket, { used: 45, atMs: 7_000, capacity: 50 })
  refill(bucket, 50, minute, 1_000_000)
  assert.equal(bucket.used, 0)
})

test('whoever comes back after the wait passes, and a millisecond sooner does not', () => {
  for (const limit of [1, 7, 60, 1013]) {
    const start = { used: limit, atMs: 0, capacity: limit }
    const waitMs = bucketWaitMs(limit, 1, limit, minute)
    const late = { ...start }
    refill(late, limit, minute, waitMs)
    assert.equal(bucketWaitMs(late.used, 1, limit, minute), 0)
    const early = { ...start }
    refill(early, limit, minute, waitMs - 1)
    assert.ok(bucketWaitMs(early.used, 1, limit, minute) > 0)
  }
})

test('debt is waited off, also by who wants nothing', () => {
  assert.equal(bucketWaitMs(150, 0, 100, minute), minute / 2)
  assert.equal(unitsLeft(150, 100), 0)
  assert.equal(owedMs({ used: 150, atMs: 0, capacity: 100 }, minute, minute), minute / 2)
})

test('an ask for more than the whole bucket never passes, and nothing passes a limit of 0', () => {
  assert.equal(bucketWaitMs(0, 101, 100, minute), Infinity)
  assert.equal(bucketWaitMs(0, 0, 0, minute), Infinity)
  assert.equal(placeWait(0, 0), Infinity)
})

test('another limit keeps the used share, and a limit of 0 forgets nothing', () => {
  const bucket = { used: 30, atMs: 0, capacity: 60 }
  refill(bucket, 6, minute, 0)
  assert.deepEqual(bucket, { used: 3, atMs: 0, capacity: 6 })
  refill(bucket, 0, minute, 10)
  refill(bucket, 60, minute, 0)
  assert.deepEqual(bucket, { used: 30, atMs: 0, capacity: 60 })
})

test('a clock that goes back fills nothing, and time counts again from there', () => {
  const bucket = { used: 60, atMs: 500_000, capacity: 60 }
  refill(bucket, 60, minute, 100_000)
  assert.equal(bucket.used, 60)
  refill(bucket, 60, minute, 101_000)
  assert.equal(bucket.used, 59)
})

test('a place is free or it is not', () => {
  assert.equal(placeWait(1, 2), 0)
  assert.equal(placeWait(2, 2), placeWaitMs)
})
