/** What the exits' countries and networks are told by, for the status. The files themselves are read by check processes. */
import type { SupplyStatus } from '@atlantic/contract/supply/run.ts';
import type { SupplySettings } from '@atlantic/contract/supply/settings.ts';
import { faultFields, type Logger } from '@atlantic/kernel/observe/log.ts';
import { openGeo } from '../geo/open-geo.ts';

const NONE: SupplyStatus['geo'] = { country: null, asn: null, attribution: null };

/** Looks at the files once for each change of the settings. One that cannot be used is said in the log, and tells nothing. */
export function createGeoSources(log: Logger): (geo: SupplySettings['geo']) => SupplyStatus['geo'] {
  let inForce: string | undefined;
  let sources = NONE;
  return ({ country, asn }) => {
    const text = JSON.stringify([country, asn]);
    if (text === inForce) return sources;
    inForce = text;
    try {
      sources = openGeo({ country, asn }).sources;
    } catch (error) {
      sources = NONE;
      log.error('what tells the places of exits cannot be read', faultFields(error));
    }
    return sources;
  };
}
