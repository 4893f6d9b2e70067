import { expect, it } from 'vitest';
import { judgeOrderSchema } from './judge-order.ts';

it('holds addresses that can be bound', () => {
  const order = { bind: '0.0.0.0:8084', tls: { bind: '[::]:8443', certificate: '/c.pem', key: '/k.pem' } };
  expect(judgeOrderSchema.parse(order)).toEqual(order);
  expect(judgeOrderSchema.safeParse({ bind: 'everywhere' }).success).toBe(false);
});
