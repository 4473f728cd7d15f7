/** Worlds in which hardly anything is to be seen of the operators. */
import { ordinaryLanguages } from '../crowd.ts'
import { fashions, gatherings, households, organisations } from './look-alikes.ts'
import { panelWorld, type PanelWorld } from './panel-world.ts'

const covered = panelWorld({
  name: 'covered',
  about: 'relays of which 60 and 95 of 100 calls are genuine customers, and one that is nothing else',
  from: '2026-03-16T00:00:00Z',
  days: 14,
  operators: [
    [
      'E4',
      {
        name: 'covered-a',
        task: 'reasoning',
        coverShare: 0.6,
        customers: 90,
        accounts: 24,
        requestsPerDay: 10,
        policy: 'sticky',
        stickyMs: 3_600_000,
        failover: 3,
        identity: 'own',
        network: 'own',
        dialect: 'anthropic.messages',
      },
    ],
    [
      'E4',
      {
        name: 'covered-b',
        task: 'knowledge',
        paraphrases: 3,
        coverShare: 0.95,
        customers: 140,
        accounts: 26,
        requestsPerDay: 12,
        policy: 'least-recently-used',
        stickyMs: 600_000,
        failover: 2,
        identity: 'own',
        network: 'own',
      },
    ],
  ],
  languages: ordinaryLanguages,
  resellers: [
    {
      name: 'covered-r',
      accounts: 20,
      requestsPerDay: 10,
      identity: 'own',
      network: 'own',
      stickyMs: 3_600_000,
    },
    {
      name: 'covered-s',
      accounts: 8,
      requestsPerDay: 8,
      dialect: 'openai.chat',
      policy: 'random',
      network: 'rotating',
    },
  ],
  consumers: { accounts: 260, requestsPerDay: 1.2 },
  others: [...households(1), ...gatherings('covered', 1), ...fashions(1), ...organisations('openai.responses')],
})

const slow = panelWorld({
  name: 'slow',
  about: 'aged accounts, at most six calls a day, each with a life of its own, in a large population',
  from: '2026-04-13T00:00:00Z',
  days: 21,
  operators: [
    [
      'E5',
      {
        name: 'slow-a',
        task: 'instructions',
        paraphrases: 5,
        accounts: 110,
        requestsPerDay: 2.5,
        policy: 'persona',
        requestsPerDayMax: 6,
        failover: 1,
        failoverDelayMs: [5000, 120_000],
        identity: 'aged',
        network: 'own',
        ownUsePerDay: 0.7,
        tasks: 4000,
      },
    ],
    [
      'E5',
      {
        name: 'slow-b',
        task: 'advice',
        languages: ['de', 'es', 'en'],
        paraphrases: 'every',
        accounts: 50,
        requestsPerDay: 3,
        policy: 'persona',
        requestsPerDayMax: 7,
        failover: 1,
        identity: 'aged',
        network: 'own',
        ownUsePerDay: 0.5,
        dialect: 'anthropic.messages',
      },
    ],
  ],
  languages: ordinaryLanguages,
  resellers: [
    {
      name: 'slow-r',
      accounts: 16,
      requestsPerDay: 5,
      identity: 'aged',
      network: 'own',
      stickyMs: 3_600_000,
    },
  ],
  consumers: { accounts: 620, requestsPerDay: 0.7 },
  others: [...households(2), ...gatherings('slow', 1), ...fashions(2), ...organisations('openai.chat')],
})

const burglar = panelWorld({
  name: 'burglar',
  about: 'honest accounts that are taken over while their owners use them',
  from: '2026-06-01T00:00:00Z',
  days: 16,
  operators: [
    [
      'E2',
      {
        name: 'burglar-a',
        task: 'code',
        accounts: 4,
        takenOver: 24,
        requestsPerDay: 9,
        policy: 'round-robin',
        failover: 2,
        identity: 'own',
        network: 'own',
      },
    ],
    [
      'E6',
      {
        name: 'burglar-b',
        task: 'reasoning',
        paraphrases: 4,
        accounts: 5,
        takenOver: 20,
        requestsPerDay: 7,
        affinity: 'strict',
        policy: 'random',
        identity: 'own',
        network: 'own',
        dialect: 'anthropic.messages',
      },
    ],
  ],
  languages: ordinaryLanguages,
  resellers: [
    {
      name: 'burglar-r',
      accounts: 10,
      requestsPerDay: 7,
      identity: 'own',
      network: 'own',
      stickyMs: 1_200_000,
    },
  ],
  consumers: { accounts: 300, requestsPerDay: 1.2 },
  others: [...households(1), ...gatherings('burglar', 1), ...fashions(1), ...organisations('anthropic.messages')],
})

/** See {@link PanelWorld}. */
export const hardWorlds: readonly PanelWorld[] = [covered, slow, burglar]
