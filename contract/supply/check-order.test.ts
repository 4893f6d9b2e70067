import { expect, it } from 'vitest';
import { checkOrderSchema, PUBLIC_JUDGES } from './check-order.ts';

it('carries an order as it is', () => {
  const order = { input: '-', settings: {}, judges: PUBLIC_JUDGES, output: 'json', all: false };
  const read = checkOrderSchema.parse(order);
  expect(checkOrderSchema.parse(JSON.parse(JSON.stringify(read)))).toEqual(read);
  expect(read.judges).toEqual(PUBLIC_JUDGES);
});
