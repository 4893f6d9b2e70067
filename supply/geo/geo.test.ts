import { expect, it } from 'vitest';
import { NOWHERE } from './geo.ts';

it('knows nothing of nowhere', () => expect(NOWHERE).toEqual({ country: null, asn: null, network: null }));
