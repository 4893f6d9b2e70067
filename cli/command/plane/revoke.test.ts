import { expect, it } from 'vitest';
import { plane } from '../../fixture/answer.ts';
import { atlantic } from '../../fixture/shell.ts';

const answer = (unsettled: boolean) => ({ 'POST /planes/berlin/revoke': { body: { ...plane, unsettled } } });

it('says what the plane still holds and how to free it', async () => {
  const { out, asked } = await atlantic(['plane', 'revoke', 'berlin'], answer(true));
  expect(asked).toEqual(['POST /planes/berlin/revoke', { writeOff: false }]);
  expect(out).toContain('stays charged until it has reported what it spent, which it may for 24 hours.');
  expect(out).toMatch(/atlantic plane revoke berlin --write-off$/);
});

it('writes off when asked', async () => {
  const { out, asked } = await atlantic(['plane', 'revoke', 'berlin', '--write-off'], answer(false));
  expect(asked).toEqual(['POST /planes/berlin/revoke', { writeOff: true }]);
  expect(out).toBe('Revoked berlin. It holds nothing.');
});
