/** What the tap counts, as plain numbers that another room exports. All but the gauges only rise. */

/** What one writer counts. */
export interface WriterCounters {
  /** Calls whose intent is in the journal. */
  opened: number
  /** Calls that went ahead without an intent, because the disk took none and the rule is to shed. */
  unprotected: number
  /** Calls that were refused for want of room. */
  refused: number
  /** Records written. */
  records: number
  /** Bytes of records written. */
  recordBytes: number
  /** Records given up because neither the disk nor memory had room; they are in the ledger. */
  shedRecords: number
  /** Records given up at the end because the disk took nothing: the next keeper records their calls as interrupted. */
  lostRecords: number
  /** Writes that failed; each is tried again. */
  writeFailures: number
  /** Bodies that the record does not hold as they came. */
  bodyFaults: number
  /** Endings told for calls that have ended, or after the tap did. */
  strayEndings: number
  /** Gauge: calls under way. */
  openCalls: number
  /** Gauge: bytes of records that wait for the disk. */
  queuedBytes: number
}

/** What the keeper counts. */
export interface KeeperCounters {
  /** Writers whose remains were put in order. */
  recoveries: number
  /** Calls that were cut off with their process: recorded as interrupted. */
  interruptedRecords: number
  /** Ends of files that were cut off in the middle of a line. */
  tornLines: number
  shedSegments: number
  shedRecords: number
  /** Lines whose checksum is wrong. */
  quarantinedLines: number
  /** Of these, those for which the quarantine had no room. */
  quarantineOverflows: number
  batches: number
  shippedRecords: number
  /** Bytes of batches on the wire. */
  shippedBytes: number
  /** Batches that had to be sent again, whatever the reason. */
  batchRetries: number
  /** Of these, those that the sink refused with a status that trying again does not mend: somebody must look. */
  sinkRefusals: number
  /** Looks at the spool that failed; each is tried again. */
  failures: number
  /** Gauge: age of the oldest record that the sink has not acknowledged. */
  lagSeconds: number
  /** Gauge: bytes of the spool. */
  spoolBytes: number
  /** Gauge: bytes that the file system has left. */
  freeBytes: number
}

/** A writer's counters, all zero. */
export function newWriterCounters(): WriterCounters {
  return {
    opened: 0,
    unprotected: 0,
    refused: 0,
    records: 0,
    recordBytes: 0,
    shedRecords: 0,
    lostRecords: 0,
    writeFailures: 0,
    bodyFaults: 0,
    strayEndings: 0,
    openCalls: 0,
    queuedBytes: 0,
  }
}

/** A keeper's counters, all zero. */
export function newKeeperCounters(): KeeperCounters {
  return {
    recoveries: 0,
    interruptedRecords: 0,
    tornLines: 0,
    shedSegments: 0,
    shedRecords: 0,
    quarantinedLines: 0,
    quarantineOverflows: 0,
    batches: 0,
    shippedRecords: 0,
    shippedBytes: 0,
    batchRetries: 0,
    sinkRefusals: 0,
    failures: 0,
    lagSeconds: 0,
    spoolBytes: 0,
    freeBytes: 0,
  }
}
