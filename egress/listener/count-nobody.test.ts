import { expect, it } from 'vitest';
import { openGateway } from '../fixture/gateway-parts.ts';
import { countNobody } from './count-nobody.ts';

it('adds to what is billed to nobody', () => {
  using parts = openGateway();
  countNobody(parts.gateway, 'http', { bytesUp: 3 });
  countNobody(parts.gateway, 'http', { bytesUp: 4, refused: 1 });
  expect(parts.usage('', false)).toMatchObject({ bytesUp: 7, refused: 1 });
});
