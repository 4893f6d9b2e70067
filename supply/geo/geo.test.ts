import { expect, it } from 'vitest';
import { NO_GEO } from './geo.ts';

it('knows nothing', () => expect(NO_GEO.look('8.8.8.8')).toEqual({ country: null, asn: null, network: null }));
