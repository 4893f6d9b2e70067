import { AtlanticError } from '@atlantic/contract/errors.ts';
import { expect, it } from 'vitest';
import { type SessionSources, sessionActions } from './actions.ts';

const TIME = '2026-11-21T00:00:00.000Z';
const BAN = { id: 'b', pool: null, address: null, site: 'shop.example', since: TIME, until: TIME, why: 'api' as const };

const planes = ['berlin', 'tokyo', 'lima'].map((name) => ({ id: name, name, sessions: [], listeners: undefined }));

const sources = (order: SessionSources['order']): SessionSources => ({
  credentials: async () => [{ id: 'c1', name: 'shop', username: 'shop', options: {} }],
  planes: async () => planes,
  listeners: () => [{ bind: '127.0.0.1:8080', protocols: ['http'] }],
  addresses: async () => new Map(),
  isGateway: (endpoint) => endpoint === 'gateway',
  ban: async () => {
    throw new AtlanticError('plane_away');
  },
  order,
  random: () => 0,
});

it('says of each plane whether an order holds there, and orders the same of all', async () => {
  const orders: object[] = [];
  const actions = sessionActions(
    sources(async (plane, order) => {
      orders.push(order);
      if (plane === 'tokyo') return { obeyed: null, detail: null };
      if (plane === 'lima') return { obeyed: false, detail: 'Too many wait.' };
      return { obeyed: true, detail: null };
    }),
  );
  expect(await actions.rotate('shop:cart')).toEqual({
    id: 'shop:cart',
    done: false,
    planes: [
      { plane: 'berlin', state: 'done', detail: null },
      { plane: 'tokyo', state: 'waiting', detail: null },
      { plane: 'lima', state: 'failed', detail: 'Too many wait.' },
    ],
  });
  const order = { kind: 'rotate-session', credential: 'c1', session: 'cart', life: 1 };
  expect(orders).toEqual([order, order, order]);
});

it('bans the exits that planes told of, and has a provider give another', async () => {
  const told = (credential: string, session: string, exit?: string) => ({
    ...{ credential, session, since: 0, usedAt: 0, requests: 1 },
    ...(exit !== undefined && { exit }),
  });
  const sessionsOf = [
    [told('c1', 'cart', 'e1'), told('c1', 'other', 'e9'), told('c2', 'cart', 'e8')],
    [told('c1', 'cart', 'e1'), told('c1', 'cart', 'gateway'), told('c1', 'cart')],
  ];
  const asked: unknown[] = [];
  const actions = sessionActions({
    ...sources(async (plane, { kind }) => {
      asked.push([plane, kind]);
      return { obeyed: true, detail: null };
    }),
    planes: async () => sessionsOf.map((sessions, at) => ({ id: `p${at}`, name: `p${at}`, sessions, listeners: [] })),
    async ban(endpoint, wall) {
      asked.push([endpoint, wall]);
      return { ban: { ...BAN, endpoint }, planes: [] };
    },
  });
  const wall = { target: 'www.shop.example', minutes: 5 };
  const { bans, rotated } = await actions.report('shop:cart', wall);
  expect(asked).toEqual([
    ['e1', wall],
    ['p0', 'rotate-session'],
    ['p1', 'rotate-session'],
  ]);
  expect([bans.map(({ ban }) => ban.endpoint), rotated?.done]).toEqual([['e1'], true]);
  await expect(actions.report('shop:none', wall)).rejects.toMatchObject({ code: 'not_found' });
});
