import { expect, it } from 'vitest';
import { shareText, timeText } from './moment.ts';

it('shows times and shares', () => {
  expect([timeText(0), timeText(null)]).toEqual(['1970-01-01 00:00:00', '-']);
  expect([shareText(0.1254), shareText(1), shareText(null)]).toEqual(['12.5 %', '100 %', '-']);
});
