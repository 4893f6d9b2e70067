import { storeConformance } from './fixture/conformance.ts';
import { filePlace } from './fixture/disk-places.ts';

// More proxies than a part holds. The many are in tests/supply-store.test.ts.
storeConformance('files', filePlace, { proxies: 501, entries: 30, runs: 5 });
