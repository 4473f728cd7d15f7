/** Worlds whose relays hide: cloaks, shards, edited histories, replaced accounts. */
import { ordinaryLanguages } from '../crowd.ts'
import { fashions, gatherings, households, organisations } from './look-alikes.ts'
import { panelWorld, type PanelWorld } from './panel-world.ts'

const cloak = panelWorld({
  name: 'cloak',
  about: 'zero-width characters, and shards that share neither templates nor tasks',
  from: '2026-11-02T00:00:00Z',
  days: 14,
  operators: [
    [
      'E2',
      {
        name: 'cloak-a',
        task: 'reasoning',
        accounts: 18,
        requestsPerDay: 8,
        policy: 'least-recently-used',
        failover: 2,
        disguises: ['zero-width'],
        identity: 'own',
        network: 'own',
        dialect: 'anthropic.messages',
        client: 'frozen',
      },
    ],
    [
      'E3',
      {
        name: 'cloak-b',
        task: 'instructions',
        accounts: 40,
        requestsPerDay: 6,
        shards: 5,
        tasks: 1500,
        policy: 'random',
        failover: 1,
        identity: 'own',
        network: 'own',
      },
    ],
  ],
  languages: ordinaryLanguages,
  resellers: [
    {
      name: 'cloak-r',
      accounts: 12,
      requestsPerDay: 7,
      disguises: ['zero-width'],
      identity: 'own',
      network: 'own',
    },
  ],
  consumers: { accounts: 280, requestsPerDay: 1.2 },
  others: [...households(1), ...gatherings('cloak', 1), ...fashions(2), ...organisations('openai.chat')],
})

const quiet = panelWorld({
  name: 'quiet',
  about: 'strict affinity, edited histories, no failed call in the logs',
  from: '2026-01-12T00:00:00Z',
  days: 14,
  unlogged: ['failures'],
  operators: [
    [
      'E6',
      {
        name: 'quiet-a',
        task: 'agentic',
        accounts: 18,
        requestsPerDay: 10,
        affinity: 'strict',
        policy: 'least-recently-used',
        identity: 'own',
        network: 'own',
        dialect: 'anthropic.messages',
        disguises: ['rewritten-ids'],
      },
    ],
    [
      'E6',
      {
        name: 'quiet-b',
        task: 'reasoning',
        languages: ['en', 'zh'],
        paraphrases: 6,
        accounts: 24,
        requestsPerDay: 7,
        policy: 'sticky',
        stickyMs: 60_000,
        failover: 0,
        disguises: ['edited-history', 'rewritten-ids'],
        identity: 'own',
        network: 'own',
      },
    ],
  ],
  languages: ordinaryLanguages,
  resellers: [
    {
      name: 'quiet-r',
      accounts: 12,
      requestsPerDay: 8,
      affinity: 'strict',
      failover: 0,
      identity: 'own',
      network: 'own',
    },
  ],
  consumers: { accounts: 280, requestsPerDay: 1.2 },
  others: [...households(1), ...gatherings('quiet', 1), ...fashions(1), ...organisations('anthropic.messages')],
})

const revolving = panelWorld({
  name: 'revolving',
  about: 'accounts that live for days and are replaced; one relay fails over, one does not',
  from: '2026-12-07T00:00:00Z',
  days: 15,
  operators: [
    [
      'E2',
      {
        name: 'revolving-a',
        task: 'code',
        accounts: 12,
        requestsPerDay: 10,
        churnDays: 5,
        policy: 'random',
        failover: 3,
        rolloutsPerTask: 2,
        identity: 'own',
        network: 'rotating',
      },
    ],
    [
      'E6',
      {
        name: 'revolving-b',
        task: 'instructions',
        paraphrases: 'every',
        accounts: 14,
        requestsPerDay: 8,
        churnDays: 3,
        affinity: 'strict',
        disguises: ['rewritten-ids'],
        identity: 'own',
        network: 'own',
        client: 'frozen',
        dialect: 'openai.responses',
      },
    ],
  ],
  languages: ordinaryLanguages,
  resellers: [
    {
      name: 'revolving-r',
      accounts: 8,
      requestsPerDay: 9,
      churnDays: 6,
      identity: 'own',
      network: 'own',
      stickyMs: 3_600_000,
    },
  ],
  consumers: { accounts: 280, requestsPerDay: 1.2 },
  others: [...households(1), ...gatherings('revolving', 1, 'de'), ...fashions(1), ...organisations('openai.chat')],
})

/** See {@link PanelWorld}. */
export const evasiveWorlds: readonly PanelWorld[] = [cloak, quiet, revolving]
