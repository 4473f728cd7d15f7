/** Worlds whose operators spend little, and one that has none. */
import { ordinaryLanguages } from '../crowd.ts'
import { fashions, gatherings, households, organisations } from './look-alikes.ts'
import { panelWorld, type PanelWorld } from './panel-world.ts'

const harbour = panelWorld({
  name: 'harbour',
  about: 'crude operators, English',
  from: '2026-02-02T00:00:00Z',
  days: 14,
  operators: [
    [
      'E0',
      {
        name: 'harbour-a',
        task: 'instructions',
        accounts: 14,
        requestsPerDay: 12,
        fromDay: 3,
        untilDay: 12,
        failover: 1,
      },
    ],
    [
      'E1',
      {
        name: 'harbour-b',
        task: 'code',
        accounts: 20,
        requestsPerDay: 7,
        policy: 'least-recently-used',
        network: 'rotating',
        failover: 2,
        failoverDelayMs: [200, 2500],
        rolloutsPerTask: 3,
        cadence: 'bursts',
        dialect: 'openai.responses',
      },
    ],
  ],
  languages: ['en'],
  resellers: [{ name: 'harbour-r', accounts: 14, requestsPerDay: 7, stickyMs: 1_800_000 }],
  consumers: { accounts: 200, requestsPerDay: 1.2 },
  others: [...households(1), ...gatherings('harbour', 1), ...fashions(1), ...organisations('openai.chat')],
})

const storm = panelWorld({
  name: 'storm',
  about: 'four incidents, many retries, monitors; one crude operator',
  from: '2026-09-07T00:00:00Z',
  days: 10,
  errorShare: 0.03,
  incidents: [
    { fromHour: 30, hours: 3, errorShare: 0.7 },
    { fromHour: 81, hours: 2, errorShare: 0.5 },
    { fromHour: 140, hours: 5, errorShare: 0.4 },
    { fromHour: 200, hours: 1, errorShare: 0.9 },
  ],
  operators: [
    [
      'E1',
      {
        name: 'storm-a',
        task: 'reasoning',
        accounts: 16,
        requestsPerDay: 10,
        policy: 'random',
        network: 'rotating',
        failover: 3,
      },
    ],
  ],
  languages: ordinaryLanguages,
  resellers: [
    {
      name: 'storm-r',
      accounts: 10,
      requestsPerDay: 8,
      identity: 'own',
      network: 'own',
      stickyMs: 300_000,
    },
  ],
  consumers: { accounts: 260, requestsPerDay: 1.5 },
  others: [...households(2), ...gatherings('storm', 1), ...fashions(1), ...organisations('anthropic.messages')],
})

const minimal = panelWorld({
  name: 'minimal',
  about: 'logs without clients, no registry',
  from: '2026-04-06T00:00:00Z',
  days: 14,
  unlogged: ['clients'],
  hasRegistry: false,
  operators: [
    [
      'E2',
      {
        name: 'minimal-a',
        task: 'agentic',
        accounts: 18,
        requestsPerDay: 10,
        policy: 'sticky',
        stickyMs: 300_000,
        failover: 2,
        dialect: 'anthropic.messages',
        identity: 'own',
        network: 'own',
      },
    ],
    [
      'E3',
      {
        name: 'minimal-b',
        task: 'instructions',
        accounts: 22,
        requestsPerDay: 6,
        paraphrases: 'every',
        policy: 'least-recently-used',
        failover: 2,
        failoverDelayMs: [1000, 20_000],
        identity: 'own',
        network: 'own',
      },
    ],
  ],
  languages: ordinaryLanguages,
  resellers: [{ name: 'minimal-r', accounts: 12, identity: 'own', network: 'own', requestsPerDay: 6 }],
  consumers: { accounts: 240, requestsPerDay: 1.2 },
  others: [...households(1), ...gatherings('minimal', 1), ...fashions(1), ...organisations('openai.chat')],
})

const honest = panelWorld({
  name: 'honest',
  about: 'nobody hides anything',
  from: '2026-10-05T00:00:00Z',
  days: 14,
  incidents: [{ fromHour: 100, hours: 3, errorShare: 0.6 }],
  languages: ordinaryLanguages,
  consumers: { accounts: 420, requestsPerDay: 1.1 },
  others: [
    ...households(3),
    ...gatherings('honest', 2),
    ...fashions(2),
    ...organisations('anthropic.messages'),
    ...gatherings('second', 1, 'es'),
  ],
})

/** See {@link PanelWorld}. */
export const crudeWorlds: readonly PanelWorld[] = [harbour, storm, minimal, honest]
